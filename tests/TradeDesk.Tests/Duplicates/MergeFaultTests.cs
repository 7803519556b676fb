using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Data.Sqlite;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Duplicates;

/// <summary>A service that is killed while it merges, or started anew.</summary>
public sealed class MergeFaultTests
{
    private const int Rounds = 3, Pairs = 6, AnswersBeforeTheKill = 25;
    private int answers;

    [Test]
    public async Task A_killed_service_has_merged_wholly_or_not_at_all()
    {
        using var database = new TestDatabase();
        for (var round = 1; round <= Rounds; round++)
        {
            answers = 0;
            var (service, admin) = await TradeDeskProcess.ServeAsync(database);
            using (service)
            using (admin)
            {
                var pairs = new List<(JsonNode One, JsonNode Other)>();
                for (var i = 0; i < Pairs; i++)
                    pairs.Add((await SaveAsync(admin, $"{round}a{i}", $"Killed {round} {i}"), await SaveAsync(admin, $"{round}b{i}", $"Killed {round} {i}")));
                var enough = new TaskCompletionSource();
                var writers = pairs.Select(p => Task.Run(() => MergeAndUndoAsync(admin, p.One, p.Other, enough))).ToList();
                await Task.WhenAny([enough.Task, .. writers]).WaitAsync(TimeSpan.FromSeconds(60));
                Assert.That(writers.Where(w => w.IsCompleted), Is.Empty, "every writer is still writing when the service is killed");
                service.Kill();
                await Task.WhenAll(writers);
            }

            await CheckAsync(database);
        }
    }

    [Test]
    public async Task Decisions_outlive_a_restart()
    {
        using var database = new TestDatabase();
        string pair;
        await using (var desk = await Desk.StartAsync(database))
        {
            var (one, other) = (await SaveAsync(desk.Admin, "1", "Restarted"), await SaveAsync(desk.Admin, "2", "Restarted"));
            var (third, fourth) = (await SaveAsync(desk.Admin, "3", "Zwilling"), await SaveAsync(desk.Admin, "4", "Zwilling"));
            pair = (await desk.Admin.MergeAsync(one, other)).ToJsonString();
            using var apart = await desk.Admin.DecideAsync(await desk.Admin.PairAsync(third, fourth), """{"decision": "different"}""");
            Assert.That(apart.Code(), Is.EqualTo(200));
        }

        await using var again = await Desk.StartAsync(database);
        Assert.That((await again.Admin.DuplicatesAsync("in-test", "&status=same")).Single().ToJsonString(), Is.EqualTo(pair));
        Assert.That(await again.Admin.DuplicatesAsync("in-test"), Is.Empty, "neither the merged nor the other pair is proposed again");
        using var undone = await again.Admin.UndoAsync(JsonNode.Parse(pair)!);
        Assert.That(await again.Admin.DuplicatesAsync("in-test"), Has.Count.EqualTo(1));
    }

    private async Task MergeAndUndoAsync(HttpClient admin, JsonNode one, JsonNode other, TaskCompletionSource enough)
    {
        while (true)
        {
            try
            {
                await admin.MergeAsync(one, other);
                using var undone = await admin.UndoAsync(await admin.PairAsync(one, other));
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                return;
            }

            if (Interlocked.Increment(ref answers) >= AnswersBeforeTheKill)
                enough.TrySetResult();
        }
    }

    private static async Task CheckAsync(TestDatabase database)
    {
        await using var connection = new SqliteConnection(database.ConnectionString);
        var wrong = await connection.QueryAsync(
            """
            SELECT d.* FROM duplicate_decision d JOIN enterprise e ON e.id IN (d.first_id, d.second_id) AND e.id <> COALESCE(d.kept_id, d.first_id)
            WHERE COALESCE(e.merged_into, '') <> COALESCE(d.kept_id, '') OR COALESCE(json_extract(e.document, '$.mergedInto'), '') <> COALESCE(d.kept_id, '')
            """);
        Assert.That(wrong, Is.Empty, "each decision and the record it points are of one moment");
        var lines = (await connection.QueryAsync<(string Id, long Version)>("SELECT id, version FROM change_log WHERE kind = 'enterprise' ORDER BY sequence")).ToLookup(l => l.Id, l => l.Version);
        foreach (var (id, version) in await connection.QueryAsync<(string Id, long Version)>("SELECT id, version FROM enterprise"))
            Assert.That(lines[id], Is.EqualTo(Enumerable.Range(1, (int)version)), "each version has its line");
        var decided = (await connection.QueryAsync<(string Id, long Version)>("SELECT first_id, version FROM duplicate_decision")).ToList();
        Assert.That(decided, Is.Not.Empty);
        foreach (var (id, version) in decided)
            Assert.That(await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM change_log WHERE kind = 'duplicate' AND id = @id", new { id }), Is.EqualTo(version), "each decision has its line");
    }

    private static Task<JsonNode> SaveAsync(HttpClient admin, string externalId, string name) => admin.SaveAsync(Samples.Small("in-test", externalId, "PL", name));
}
