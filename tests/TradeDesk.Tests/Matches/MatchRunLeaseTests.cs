using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TradeDesk.Access;
using TradeDesk.Commands;
using TradeDesk.Data;
using TradeDesk.Http;
using TradeDesk.Matches;
using TradeDesk.Matching;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Matches;

/// <summary>Several replicas over one database: one works on a run, and another goes on when it is gone.</summary>
[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.Providers))]
public sealed class MatchRunLeaseTests(string provider)
{
    private const long Never = long.MaxValue;
    private static readonly Caller Bootstrap = new("bootstrap", KeyRing.Desk, DeskRole.Admin, [], Cleared: true);
    private TestDatabase database = null!;
    private IHost replica = null!;
    private MatchRunStore store = null!;

    [SetUp]
    public async Task SetUp()
    {
        database = new TestDatabase(provider);
        replica = CommandHost.Build(database.Settings);
        await replica.Services.GetRequiredService<Migrations>().RunAsync(default);
        store = MatchRunCalls.Store(replica.Services);
    }

    [TearDown]
    public void TearDown()
    {
        replica.Dispose();
        database.Dispose();
    }

    [Test]
    public async Task Of_two_replicas_one_gets_a_run()
    {
        await AskAsync();
        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => store.ClaimAsync($"replica {i}", default))));
        Assert.That(claims.Count(c => c is not null), Is.EqualTo(1));
    }

    [Test]
    public async Task Who_has_lost_a_run_stores_nothing_more()
    {
        var run = await AskAsync();
        await store.ClaimAsync("first", default);
        Assert.That(await store.AdvanceAsync(run.Id, "first", new("", "a", 1, 1, "a\n"), default));
        await SetLeaseAsync(0);
        var taken = await store.ClaimAsync("second", default);
        Assert.That((taken?.Id, taken?.LastEnterprise, taken?.Done, taken?.Parts), Is.EqualTo((run.Id, "a", 1L, 1L)));
        Assert.That(await store.AdvanceAsync(run.Id, "first", new("a", "b", 1, 1, "b\n"), default), Is.False);
        Assert.That(await store.AdvanceAsync(run.Id, "second", new("a", "b", 1, 1, "B\n"), default));
        Assert.That(await store.AdvanceAsync(run.Id, "second", new("a", "b", 1, 1, "B\n"), default), Is.False, "a part is stored once");
        await store.FinishAsync(run.Id, "first", "late", default);
        await store.FinishAsync(run.Id, "second", null, default);
        var done = await store.FindAsync(run.Id, Bootstrap.KeyId, default);
        Assert.That((done?.State, done?.Done, done?.Failure), Is.EqualTo(("succeeded", 2L, (string?)null)));
        Assert.That(string.Concat(await store.LinesAsync(done!, default).ToListAsync()), Is.EqualTo("a\nB\n"));
    }

    [Test]
    public async Task A_removed_run_is_nobodys_and_its_parts_go_piece_by_piece()
    {
        var run = await AskAsync();
        await store.ClaimAsync("first", default);
        for (var i = 0; i < 250; i++)
            await store.AdvanceAsync(run.Id, "first", new(i == 0 ? "" : $"{i - 1}", $"{i}", 1, 1, $"{i}\n"), default);
        Assert.That(await store.RemoveAsync(run.Id, Bootstrap.KeyId, default));
        Assert.That(await store.AdvanceAsync(run.Id, "first", new("249", "250", 1, 1, "250\n"), default), Is.False);
        Assert.That(await store.ClaimAsync("second", default), Is.Null);
        Assert.That(await store.FindAsync(run.Id, Bootstrap.KeyId, default), Is.Null);
        var pieces = 0;
        while (await store.SweepAsync(default))
            pieces++;
        Assert.That(pieces, Is.EqualTo(3), "200 parts, 50 parts, the run");
        Assert.That(await CountAsync(), Is.Zero);
    }

    [Test]
    public async Task Only_so_many_runs_wait()
    {
        for (var i = 0; i < MatchRunStore.MostWaiting; i++)
            await AskAsync($"key {i}");
        var (run, refusal) = await store.AddAsync(Asked("one more"), default);
        Assert.That((run, refusal), Is.EqualTo(((MatchRun?)null, "20 match runs are waiting already. Ask again when some of them are done.")));
    }

    [Test]
    public async Task A_run_of_another_replica_is_told_and_cancelled_and_one_of_a_dead_replica_is_taken_over()
    {
        var (other, dead) = (await AskAsync(), await AskAsync());
        await store.ClaimAsync("other", default);
        await store.ClaimAsync("dead", default);
        await SetLeaseAsync(Never);
        await using var desk = await Desk.StartAsync(database);
        var (otherRun, deadRun) = ($"{MatchRunCalls.Runs}/{other.Id}", $"{MatchRunCalls.Runs}/{dead.Id}");
        Assert.That((string?)(await desk.Admin.GetJsonAsync(otherRun))["state"], Is.EqualTo("running"));
        using var early = await desk.Admin.GetAsync(otherRun + "/results");
        Assert.That((string?)(await early.ProblemAsync(409, "not-done"))["detail"], Does.Contain("running").And.Contain("0 of 7"));
        using var cancelled = await desk.Admin.DeleteAsync(otherRun);
        Assert.That(cancelled.Code(), Is.EqualTo(204));
        Assert.That(await store.AdvanceAsync(other.Id, "other", new("", "a", 1, 1, "a\n"), default), Is.False);

        await SetLeaseAsync(0);
        var done = await desk.Admin.DoneAsync(deadRun);
        Assert.That((long?)done["total"], Is.Zero, "an empty desk");
        Assert.That(await desk.Admin.ResultsAsync(deadRun), Is.Empty);
    }

    [Test]
    public async Task A_run_whose_policy_is_gone_fails_and_says_so()
    {
        var (run, _) = await store.AddAsync(Asked(Bootstrap.KeyId) with { Policy = "older@7" }, default);
        await using var desk = await Desk.StartAsync(database);
        var status = await UntilFailedAsync(desk, $"{MatchRunCalls.Runs}/{run!.Id}");
        Assert.That(status, Does.Contain("older@7"));
        using var results = await desk.Admin.GetAsync($"{MatchRunCalls.Runs}/{run.Id}/results");
        Assert.That((string?)(await results.ProblemAsync(409, "not-done"))["detail"], Does.Contain("failed").And.Contain("older@7"));
    }

    private static async Task<string?> UntilFailedAsync(Desk desk, string run)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var status = await desk.Admin.GetJsonAsync(run);
            if ((string?)status["state"] == DeskJson.Word(MatchRunState.Failed))
                return (string?)status["failure"];
            await Task.Delay(20, limit.Token);
        }
    }

    private static MatchRun Asked(string keyId) =>
        MatchRun.Ask("run_" + Ulid.NewUlid(), Bootstrap with { KeyId = keyId }, new() { Limit = 3, Policy = ScoringPolicy.Default, Explain = ExplainLevel.None }, new(2026, 11, 22), new(0, 7), DateTimeOffset.UnixEpoch.AddYears(50));

    private async Task<MatchRun> AskAsync(string? keyId = null) => (await store.AddAsync(Asked(keyId ?? Bootstrap.KeyId), default)).Run!;

    private async Task SetLeaseAsync(long until)
    {
        await using var connection = await replica.Services.GetRequiredService<Database>().OpenAsync(default);
        await connection.ExecuteAsync("UPDATE match_run SET lease_until = @until", new { until });
    }

    private async Task<long> CountAsync()
    {
        await using var connection = await replica.Services.GetRequiredService<Database>().OpenAsync(default);
        return await connection.ExecuteScalarAsync<long>("SELECT (SELECT COUNT(*) FROM match_run) + (SELECT COUNT(*) FROM match_run_part)");
    }
}
