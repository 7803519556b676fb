using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Data.Sqlite;

namespace TradeDesk.Tests.Hosting;

/// <summary>kill -9 while writers write: what was answered 2xx is there afterwards, and the change log tells all of it.</summary>
public sealed class KillTests
{
    private const int Rounds = 3, Writers = 4, RecordsOfAWriter = 5, AnswersBeforeTheKill = 80;
    private readonly ConcurrentDictionary<string, (long Version, string City)> answered = new();
    private int answers;

    [Test]
    public async Task A_killed_service_has_lost_nothing_that_it_answered()
    {
        using var database = new TestDatabase();
        for (var round = 1; round <= Rounds; round++)
        {
            await WriteUntilKilledAsync(database, round);
            var (service, admin) = await TradeDeskProcess.ServeAsync(database);
            using (service)
            using (admin)
                foreach (var (externalId, (version, city)) in answered)
                {
                    var there = await admin.GetJsonAsync(Document(externalId, city).Address());
                    Assert.That((long)there["version"]!, Is.GreaterThanOrEqualTo(version), $"{externalId} in round {round}");
                    if ((long)there["version"]! == version)
                        Assert.That((string?)there["city"], Is.EqualTo(city), $"{externalId} in round {round}");
                }
        }

        await CheckLogAsync(database);
    }

    private async Task WriteUntilKilledAsync(TestDatabase database, int round)
    {
        answers = 0;
        var (service, admin) = await TradeDeskProcess.ServeAsync(database);
        using (service)
        using (admin)
        {
            var enough = new TaskCompletionSource();
            var writers = Enumerable.Range(0, Writers).Select(w => Task.Run(() => WriteAsync(admin, round, w, enough))).ToList();
            await Task.WhenAny([enough.Task, .. writers]).WaitAsync(TimeSpan.FromSeconds(60));
            Assert.That(writers.Where(w => w.IsCompleted), Is.Empty, "every writer is still writing when the service is killed");
            service.Kill();
            await Task.WhenAll(writers);
        }

        Assert.That(answers, Is.GreaterThanOrEqualTo(AnswersBeforeTheKill));
    }

    private async Task WriteAsync(HttpClient admin, int round, int writer, TaskCompletionSource enough)
    {
        for (var i = 0; ; i++)
        {
            var (externalId, city) = ($"{writer}-{i % RecordsOfAWriter}", $"City {round} {i}");
            try
            {
                using var response = await admin.UpsertAsync(Document(externalId, city));
                if (response.IsSuccessStatusCode)
                    answered[externalId] = ((long)(await response.JsonAsync())["version"]!, city);
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                return;
            }

            if (Interlocked.Increment(ref answers) >= AnswersBeforeTheKill)
                enough.TrySetResult();
        }
    }

    private static async Task CheckLogAsync(TestDatabase database)
    {
        await using var connection = new SqliteConnection(database.ConnectionString);
        var lines = (await connection.QueryAsync<(long Sequence, string Id, long Version)>("SELECT sequence, id, version FROM change_log ORDER BY sequence")).ToList();
        Assert.That(lines.Select(l => l.Sequence), Is.EqualTo(Enumerable.Range(1, lines.Count)), "no line is missing");
        foreach (var record in lines.GroupBy(l => l.Id))
            Assert.That(record.Select(l => l.Version), Is.EqualTo(Enumerable.Range(1, record.Count())), "each version of a record has its line, in order");
        var there = (await connection.QueryAsync<(string Id, long Version)>("SELECT id, version FROM enterprise ORDER BY id")).ToList();
        Assert.That(there, Is.EqualTo(lines.GroupBy(l => l.Id).Select(g => (g.Key, g.Max(l => l.Version))).OrderBy(g => g.Key, StringComparer.Ordinal)), "every record is at the version of its last line");
        Assert.That(await connection.ExecuteScalarAsync<string>("PRAGMA integrity_check"), Is.EqualTo("ok"));
        Assert.That(await connection.QueryAsync("PRAGMA foreign_key_check"), Is.Empty);
    }

    private static JsonObject Document(string externalId, string city) =>
        Samples.IndianDairy(externalId).With("city", $"\"{city}\"");
}
