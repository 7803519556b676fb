using Dapper;
using Microsoft.Data.Sqlite;
using TradeDesk.Tests.Exchange;

namespace TradeDesk.Tests.Hosting;

/// <summary>A database that another process holds, or that is gone for a while: nobody hangs, and afterwards all goes on without loss.</summary>
public sealed class LockedDatabaseTests
{
    // Far from what a caller is promised, and from the 30 seconds that the driver would wait by itself.
    private static readonly TimeSpan Bounded = TimeSpan.FromSeconds(12);

    private TestDatabase database = null!;
    private Desk desk = null!;
    private Receiver receiver = null!;

    [SetUp]
    public async Task SetUp()
    {
        receiver = await Receiver.StartAsync();
        desk = await Desk.StartAsync(database = new TestDatabase(), WebhookCalls.Loopback);
    }

    [TearDown]
    public async Task TearDown()
    {
        await receiver.DisposeAsync();
        await desk.DisposeAsync();
        database.Dispose();
    }

    [Test]
    public async Task While_another_process_holds_the_database_writes_are_told_to_come_again_and_reads_are_answered()
    {
        var there = await desk.Admin.SaveAsync(Samples.IndianDairy());
        await using (var other = await HoldAsync())
        {
            // At once: the first of them waits for the file, the others for the first.
            var writes = Enumerable.Range(0, 4).Select(i => desk.Admin.UpsertAsync(Samples.Small("s", $"{i}"))).ToList();
            await desk.Admin.GetJsonAsync(there.Path());
            foreach (var write in writes)
                using (var busy = await write.WaitAsync(Bounded))
                {
                    await busy.ProblemAsync(503, "database-away");
                    Assert.That(busy.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(2)));
                }

            await desk.Admin.GetJsonAsync(there.Path() + "/matches");
            await other.ExecuteAsync("ROLLBACK");
        }

        Assert.That(await desk.Admin.HeldAsync("s"), Is.Empty, "what was refused was not written");
        await desk.Admin.SaveAsync(Samples.Small("s"));
    }

    [Test]
    public async Task Deliveries_and_followers_go_on_when_the_database_is_free_again()
    {
        var webhook = await desk.Admin.SubscribeAsync(receiver.Address, """ "kind": "enterprise" """);
        var start = await desk.Admin.NowAsync();
        await desk.Admin.SaveAsync(Samples.Small("s", "before"));
        await desk.Admin.UntilDoneAsync(webhook);
        var waiting = desk.Admin.GetJsonAsync($"/v1/changes?after={await desk.Admin.NowAsync()}&wait=30&kind=enterprise");
        await using (var other = await HoldAsync())
        {
            using (var busy = await desk.Admin.UpsertAsync(Samples.Small("s", "refused")).WaitAsync(Bounded))
                Assert.That(busy.Code(), Is.EqualTo(503));
            await other.ExecuteAsync("ROLLBACK");
        }

        await desk.Admin.SaveAsync(Samples.Small("s", "after"));
        Assert.That((await waiting).Items().Select(c => (string?)c["externalId"]), Is.EqualTo(["after"]));
        await CheckAsync(start, "before", "after");
    }

    [Test]
    public async Task A_database_that_comes_back_has_lost_nothing_and_all_goes_on()
    {
        var webhook = await desk.Admin.SubscribeAsync(receiver.Address, """ "kind": "enterprise" """);
        var start = await desk.Admin.NowAsync();
        await desk.Admin.SaveAsync(Samples.Small("s", "before"));
        await desk.Admin.UntilDoneAsync(webhook);
        var file = Path.Combine(database.Folder, "desk.db");
        File.Move(file, file + ".gone");
        await ReadyAsync(503);
        using (var refused = await desk.Admin.UpsertAsync(Samples.Small("s", "refused")).WaitAsync(Bounded))
            await refused.ProblemAsync(503, "database-away");
        File.Move(file + ".gone", file);
        await ReadyAsync(200);
        await desk.Admin.SaveAsync(Samples.Small("s", "after"));
        await CheckAsync(start, "before", "after");
    }

    private async Task CheckAsync(string start, params string[] written)
    {
        Assert.That((await desk.Admin.FollowAsync(start, "&kind=enterprise")).Changes.Select(c => (string?)c["externalId"]), Is.EqualTo(written));
        Assert.That((await receiver.UntilAsync(written.Length)).Select(r => (string?)r.Event["data"]!["externalId"]).Distinct(), Is.EqualTo(written));
        Assert.That(await desk.Admin.HeldAsync("s"), Is.EqualTo(written.Order(StringComparer.Ordinal)));
    }

    private async Task<SqliteConnection> HoldAsync()
    {
        var other = new SqliteConnection(database.ConnectionString + ";Pooling=false");
        await other.OpenAsync();
        await other.ExecuteAsync("BEGIN IMMEDIATE");
        return other;
    }

    private async Task ReadyAsync(int status)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            using var ready = await desk.Anonymous.GetAsync("/healthz/ready", limit.Token);
            if (ready.Code() == status)
                return;
            await Task.Delay(20, limit.Token);
        }
    }
}
