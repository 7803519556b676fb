using Dapper;
using Microsoft.Data.Sqlite;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Matches;

/// <summary>A long run beside the desk's other work: killed, stopped and cancelled in its midst.</summary>
public sealed class MatchRunRestartTests
{
    private const string Request = """{"limit": 10, "explain": "reasons", "on": "2026-11-22"}""";
    private TestDatabase database = null!;

    [OneTimeSetUp]
    public async Task Load() => await MatchRunCalls.LoadConventionAsync(database = new TestDatabase());

    [OneTimeTearDown]
    public void Remove() => database.Dispose();

    [Test]
    public async Task A_killed_run_goes_on_where_it_stopped_and_gives_the_same_bytes()
    {
        string run;
        var (service, admin) = await TradeDeskProcess.ServeAsync(database, MatchRunCalls.Slow);
        using (service)
        using (admin)
        {
            run = await admin.StartRunAsync(Request);
            await admin.UntilAsync(run, s => (long)s["done"]! > 0);
            service.Kill();
        }

        var kept = await PartsAsync(run);
        Assert.That(kept.Done, Is.GreaterThan(0).And.LessThan(400), "it was killed in its midst");
        Assert.That(kept.State, Is.EqualTo("running"));
        (service, admin) = await TradeDeskProcess.ServeAsync(database);
        using (service)
        using (admin)
        {
            await admin.UntilAsync(run, s => (long)s["done"]! >= kept.Done);
            var status = await admin.DoneAsync(run);
            Assert.That(((long?)status["done"], (long?)status["total"]), Is.EqualTo((400, 400)));
            var resumed = await admin.ResultsAsync(run);
            Assert.That((await PartsAsync(run)).Parts.Take(kept.Parts.Count), Is.EqualTo(kept.Parts), "what was stored before is not computed again");
            Assert.That(resumed, Is.EqualTo(await admin.RunAsync(Request)), "and a run without interruption gives the same");
            var ids = MatchRunCalls.Lines(resumed).Select(l => l.Id()).ToList();
            Assert.That(ids, Has.Count.EqualTo(400));
            Assert.That(ids, Is.EqualTo(ids.Distinct().Order(StringComparer.Ordinal)));
        }
    }

    [Test]
    public async Task A_run_of_a_desk_that_stops_is_free_at_once()
    {
        string run;
        await using (var desk = await Desk.StartAsync(database, MatchRunCalls.Slow))
        {
            run = await desk.Admin.StartRunAsync(Request);
            await desk.Admin.UntilAsync(run, s => (long)s["done"]! > 0);
        }

        await using var connection = new SqliteConnection(database.ConnectionString);
        var left = await connection.QuerySingleAsync<(string State, string? Owner)>("SELECT state, owner FROM match_run WHERE id = @id", new { id = run.Split('/')[^1] });
        Assert.That(left, Is.EqualTo(("running", (string?)null)));
        await using var again = await Desk.StartAsync(database);
        await again.Admin.DoneAsync(run);
        using var deleted = await again.Admin.DeleteAsync(run);
    }

    [Test]
    public async Task A_cancelled_run_ends_at_once_and_the_next_one_begins()
    {
        await using var desk = await Desk.StartAsync(database, MatchRunCalls.Slow);
        var (first, second) = (await desk.Admin.StartRunAsync(Request), await desk.Admin.StartRunAsync("""{"limit": 1}"""));
        await desk.Admin.UntilAsync(first, s => (string?)s["state"] == "running");
        Assert.That((string?)(await desk.Admin.GetJsonAsync(second))["state"], Is.EqualTo("queued"), "one at a time");
        using var deleted = await desk.Admin.DeleteAsync(first);
        Assert.That(deleted.Code(), Is.EqualTo(204));
        var begun = await desk.Admin.UntilAsync(second, s => (string?)s["state"] != "queued");
        Assert.That((string?)begun["state"], Is.EqualTo("running"), "the first would have lasted for seconds");
        using var last = await desk.Admin.DeleteAsync(second);
        await using var connection = new SqliteConnection(database.ConnectionString);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM match_run_part WHERE run_id = @id", new { id = first.Split('/')[^1] }) > 0)
            await Task.Delay(50, limit.Token);
    }

    private async Task<(string State, long Done, IReadOnlyList<(long RowId, string Lines)> Parts)> PartsAsync(string run)
    {
        await using var connection = new SqliteConnection(database.ConnectionString);
        var id = run.Split('/')[^1];
        var (state, done) = await connection.QuerySingleAsync<(string, long)>("SELECT state, done FROM match_run WHERE id = @id", new { id });
        return (state, done, [.. await connection.QueryAsync<(long, string)>("SELECT rowid, lines FROM match_run_part WHERE run_id = @id ORDER BY number", new { id })]);
    }
}
