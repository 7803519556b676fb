using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TradeDesk.Access;
using TradeDesk.Commands;
using TradeDesk.Data;
using TradeDesk.Exchange;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Exchange;

/// <summary>Several replicas over one database: any may deliver, no two at the same time, and one goes on when another is killed.</summary>
[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.Providers))]
public sealed class WebhookReplicaTests(string provider)
{
    private static readonly Caller Bootstrap = new("bootstrap", KeyRing.Desk, DeskRole.Admin, [], Cleared: true);
    private TestDatabase database = null!;
    private Receiver receiver = null!;

    [SetUp]
    public async Task SetUp()
    {
        database = new TestDatabase(provider);
        receiver = await Receiver.StartAsync();
    }

    [TearDown]
    public async Task TearDown()
    {
        await receiver.DisposeAsync();
        database.Dispose();
    }

    [Test]
    public async Task Two_processes_send_each_event_once_in_order_and_never_two_at_a_time()
    {
        const int Webhooks = 6, Writers = 4, Writes = 15;
        await using var desk = await Desk.StartAsync(database, WebhookCalls.Loopback);
        var (service, other) = await TradeDeskProcess.ServeAsync(database, WebhookCalls.Loopback);
        using (service)
        using (other)
        {
            HttpClient[] sides = [desk.Admin, other];
            var webhooks = await Task.WhenAll(Enumerable.Range(0, Webhooks).Select(i => sides[i % 2].SubscribeAsync(new(receiver.Address, $"/{i}"), """ "kind": "enterprise" """)));
            await Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(async () =>
            {
                for (var i = 0; i < Writes; i++)
                    (await EnterpriseCalls.UntilTakenAsync(() => sides[w % 2].UpsertAsync(Samples.Small($"w{w}", $"{i}")))).Dispose();
            })));
            var written = (await desk.Admin.FollowAsync(filter: "&kind=enterprise", limit: 1000)).Changes.Select(c => (long)c["sequence"]!).ToList();
            Assert.That(written, Has.Count.EqualTo(Writers * Writes));
            foreach (var webhook in webhooks)
                await desk.Admin.UntilDoneAsync(webhook);
            for (var i = 0; i < Webhooks; i++)
                Assert.That(receiver.All.Where(r => r.Path == $"/{i}").Select(r => r.Sequence), Is.EqualTo(written), $"webhook {i}");
            Assert.That(receiver.Overlapped, Is.False);
        }
    }

    [Test]
    public async Task What_a_killed_replica_was_sending_is_sent_again_by_another_when_its_lease_has_ended()
    {
        var clock = new AdjustableClock();
        var arrived = new TaskCompletionSource();
        JsonNode webhook;
        var (service, admin) = await TradeDeskProcess.ServeAsync(database, WebhookCalls.Loopback);
        using (service)
        using (admin)
        {
            webhook = await admin.SubscribeAsync(receiver.Address, """ "kind": "enterprise" """);
            await admin.SaveAsync(Samples.Small("s", "1"));
            await admin.UntilDoneAsync(webhook);
            receiver.Answer = async (_, response) =>
            {
                arrived.TrySetResult();
                await Task.Delay(Timeout.Infinite, response.HttpContext.RequestAborted);
            };
            await admin.SaveAsync(Samples.Small("s", "2"));
            await admin.SaveAsync(Samples.Small("s", "3"));
            await arrived.Task.WaitAsync(TimeSpan.FromSeconds(60));
            service.Kill();
        }

        await receiver.UntilIdleAsync();
        receiver.Answer = (_, response) => Receiver.Status(response, 204);
        await using var desk = await Desk.StartAsync(database, services => services.AddSingleton<TimeProvider>(clock), WebhookCalls.Loopback);
        Assert.That(await desk.Services.GetRequiredService<WebhookClaims>().ClaimAsync(_ => false, 10, default), Is.Empty, "not while its lease runs");
        clock.Advance(TimeSpan.FromMinutes(1));
        await desk.Admin.UntilDoneAsync(webhook);
        Assert.That(receiver.All.Select(r => (string?)r.Event["data"]!["externalId"]), Is.EqualTo(new[] { "1", "2", "2", "3" }));
        Assert.That(receiver.All[1].Id, Is.EqualTo(receiver.All[2].Id));
        Assert.That((await desk.Admin.DeliveriesAsync(webhook)).Count, Is.EqualTo(3), "what the killed one sent last it could not write down");
    }

    [Test]
    public async Task Killed_again_and_again_in_the_midst_nothing_is_lost_or_out_of_order_and_at_most_one_event_comes_twice_each_time()
    {
        const int Kills = 3, Events = 60, EventsOfARound = 25, Webhooks = 3;
        JsonNode[] webhooks;
        await using (var desk = await Desk.StartAsync(database, WebhookCalls.Loopback))
        {
            webhooks = await Task.WhenAll(Enumerable.Range(0, Webhooks).Select(i => desk.Admin.SubscribeAsync(new(receiver.Address, $"/{i}"), """ "kind": "enterprise" """)));
            foreach (var webhook in webhooks)
                await desk.Admin.AlterAsync(webhook, """{"status": "paused"}""");
            for (var i = 0; i < Events; i++)
                await desk.Admin.SaveAsync(Samples.Small("s", $"{i}"));
            foreach (var webhook in webhooks)
                await desk.Admin.AlterAsync(webhook, """{"status": "active"}""");
        }

        for (var kill = 0; kill < Kills; kill++)
        {
            var before = receiver.All.Count;
            // After so many answers nobody is answered, so that the kill finds events under way and others not yet sent.
            var left = EventsOfARound;
            receiver.Answer = (_, response) => Interlocked.Decrement(ref left) >= 0 ? Receiver.Status(response, 204) : Task.Delay(Timeout.Infinite, response.HttpContext.RequestAborted);
            await SetLeaseAsync(0);
            var (service, admin) = await TradeDeskProcess.ServeAsync(database, WebhookCalls.Loopback);
            using (service)
            using (admin)
            {
                await receiver.UntilAsync(before + EventsOfARound);
                service.Kill();
            }

            await receiver.UntilIdleAsync();
        }

        Assert.That(receiver.All, Has.Count.LessThan(Events * Webhooks), "it was killed in the midst");
        receiver.Answer = (_, response) => Receiver.Status(response, 204);
        await SetLeaseAsync(0);
        await using var last = await Desk.StartAsync(database, WebhookCalls.Loopback);
        foreach (var webhook in webhooks)
            await last.Admin.UntilDoneAsync(webhook);
        for (var i = 0; i < Webhooks; i++)
        {
            var got = receiver.All.Where(r => r.Path == $"/{i}").Select(r => (string?)r.Event["data"]!["externalId"]).ToList();
            Assert.That(got.Where((e, at) => at == 0 || got[at - 1] != e), Is.EqualTo(Enumerable.Range(0, Events).Select(e => $"{e}")), "in order, and twice only one after the other");
            Assert.That(got, Has.Count.LessThanOrEqualTo(Events + Kills));
        }
    }

    [Test]
    public async Task A_desk_that_stops_gives_its_webhooks_back_at_once()
    {
        JsonNode webhook;
        await using (var desk = await Desk.StartAsync(database, WebhookCalls.Loopback))
        {
            webhook = await desk.Admin.SubscribeAsync(receiver.Address, """ "kind": "enterprise" """);
            await desk.Admin.SaveAsync(Samples.Small("s", "1"));
            await receiver.UntilAsync(1);
        }

        await using var next = await Desk.StartAsync(database, WebhookCalls.Loopback);
        await next.Admin.SaveAsync(Samples.Small("s", "2"));
        await next.Admin.UntilDoneAsync(webhook);
        Assert.That(receiver.All.Select(r => (string?)r.Event["data"]!["externalId"]), Is.EqualTo(new[] { "1", "2" }));
    }

    [Test]
    public async Task Of_many_replicas_one_gets_a_webhook_and_who_lost_it_writes_nothing_more()
    {
        using var replica = CommandHost.Build(database.Settings);
        var (stored, log) = (replica.Services.GetRequiredService<Database>(), replica.Services.GetRequiredService<ChangeLog>());
        await replica.Services.GetRequiredService<Migrations>().RunAsync(default);
        var settings = replica.Services.GetRequiredService<WebhookSettings>();
        using var writes = new GroupedWrites(stored);
        await ((IHostedService)writes).StartAsync(default);
        var claims = new WebhookClaims(stored, log, writes, settings, TimeProvider.System);
        var store = new WebhookStore(stored, log, settings, TimeProvider.System);
        var (webhook, _) = await store.AddAsync(Webhook.Ask("whk_" + Ulid.NewUlid(), new() { Url = "https://example.org/" }, Bootstrap, DateTimeOffset.UtcNow), 0, default);
        var taken = (await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => claims.ClaimAsync(_ => false, 10, default))))).SelectMany(c => c).ToList();
        Assert.That(taken, Has.Count.EqualTo(1));
        var first = taken.Single();
        await SetLeaseAsync(0);
        var second = (await claims.ClaimAsync(_ => false, 10, default)).Single();
        Assert.That(second.Owner, Is.Not.EqualTo(first.Owner));
        Assert.That(await claims.HeldAsync(webhook!.Id, first.Owner, default), Is.Null);
        Assert.That(await claims.HeldAsync(webhook.Id, second.Owner, default), Is.Not.Null);
        Assert.That(await claims.WriteDownAsync(webhook, Delivered(first.Owner, 0, 1), default), Is.False);
        Assert.That(await claims.WriteDownAsync(webhook, Delivered(second.Owner, 0, 1), default));
        Assert.That(await claims.WriteDownAsync(webhook, Delivered(second.Owner, 0, 1), default), Is.False, "its cursor is no longer there");
        await claims.RestAsync(webhook, first.Owner, 7, default);
        Assert.That((await store.FindAsync(webhook.Id, Bootstrap, default))!.Position, Is.EqualTo(1));
        Assert.That(await claims.HeldAsync(webhook.Id, second.Owner, default), Is.Not.Null);
        Assert.That(await store.DeliveriesAsync(webhook.Id, long.MaxValue, 10, default), Has.Count.EqualTo(1));
        await ((IHostedService)writes).StopAsync(default);

        Attempted Delivered(string owner, long before, long position) => new()
        {
            Id = webhook.Id,
            Owner = owner,
            Version = 1,
            Before = before,
            Position = position,
            Sequence = position,
            Type = "t",
            RecordId = "r",
            Attempt = 1,
            Delivered = 1,
            Status = 204,
            Duration = 1,
        };
    }

    private async Task SetLeaseAsync(long until)
    {
        using var replica = CommandHost.Build(database.Settings);
        await using var connection = await replica.Services.GetRequiredService<Database>().OpenAsync(default);
        await connection.ExecuteAsync("UPDATE webhook SET lease_until = @until", new { until });
    }
}
