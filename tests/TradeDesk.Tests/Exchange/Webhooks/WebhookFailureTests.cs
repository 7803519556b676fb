using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TradeDesk.Access;
using TradeDesk.Data;
using TradeDesk.Exchange;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Exchange;

/// <summary>Endpoints that fail, hang, redirect or are gone, by a clock that the test puts forward.</summary>
[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.Providers))]
public sealed class WebhookFailureTests(string provider)
{
    private readonly AdjustableClock clock = new();
    private TestDatabase database = null!;
    private Desk desk = null!;
    private Receiver receiver = null!;
    private JsonNode webhook = null!;

    [SetUp]
    public async Task Start()
    {
        receiver = await Receiver.StartAsync();
        desk = await Desk.StartAsync(database = new TestDatabase(provider), services => services.AddSingleton<TimeProvider>(clock), WebhookCalls.Loopback, "--Webhooks:TimeoutSeconds=1");
        webhook = await desk.Admin.SubscribeAsync(receiver.Address, """ "kind": "enterprise" """);
    }

    [TearDown]
    public async Task Stop()
    {
        await receiver.DisposeAsync();
        await desk.DisposeAsync();
        database.Dispose();
    }

    [Test]
    public async Task A_failed_event_is_tried_again_for_75_hours_and_then_the_webhook_is_disabled_and_loses_nothing()
    {
        Fail(500);
        await SaveAsync("1");
        await SaveAsync("2");
        int[] minutes = [0, 5, 30, 120, 300, 600, 840, 1200, 1440];
        for (var failed = 1; failed <= 9; failed++)
        {
            var there = await FailedAsync(failed);
            var wait = failed == 1 ? TimeSpan.FromSeconds(5) : TimeSpan.FromMinutes(minutes[failed - 1]);
            var due = (DateTimeOffset)there["nextAttemptAt"]! - clock.GetUtcNow();
            Assert.That(due, Is.LessThanOrEqualTo(wait * 1.1).And.GreaterThanOrEqualTo(wait * 0.9 - TimeSpan.FromSeconds(3)), $"after failure {failed}");
            Assert.That(receiver.All, Has.Count.EqualTo(failed), "not before its time");
            clock.Advance(due);
        }

        var disabled = await desk.Admin.UntilStatusAsync(webhook, "disabled");
        Assert.That((string?)disabled["reason"], Does.Contain("failed 10 times").And.Contain("answered 500").And.Contain("status to active"));
        Assert.That(receiver.All.Select(r => r.Id).Distinct().Count(), Is.EqualTo(1), "the event behind waits");
        Assert.That(receiver.All.Select(r => r.Headers["webhook-timestamp"]).Distinct().Count(), Is.EqualTo(10), "each attempt has its own time");
        Assert.That(receiver.All, Has.All.Matches<Received>(r => r!.IsSignedBy((string)webhook["secret"]!)));
        var history = await desk.Admin.DeliveriesAsync(webhook);
        Assert.That(history.Select(d => (int)d["attempt"]!), Is.EqualTo(Enumerable.Range(1, 10).Reverse()));
        Assert.That(history.Select(d => ((bool)d["delivered"]!, (int?)d["status"])), Is.All.EqualTo((false, (int?)500)));

        receiver.Answer = (_, response) => Receiver.Status(response, 200);
        var resumed = await desk.Admin.AlterAsync(webhook, """{"status": "active"}""");
        Assert.That(((string?)resumed["reason"], (long?)resumed["failedAttempts"]), Is.EqualTo(((string?)null, (long?)0)));
        await receiver.UntilAsync(12);
        await desk.Admin.UntilDoneAsync(webhook);
        Assert.That(receiver.All.Skip(9).Select(r => (string?)r.Event["data"]!["externalId"]), Is.EqualTo(new[] { "1", "1", "2" }));
    }

    [Test]
    public async Task The_schedule_outlives_the_desk()
    {
        Fail(503);
        await SaveAsync("1");
        var there = await FailedAsync(1);
        await desk.DisposeAsync();
        desk = await Desk.StartAsync(database, services => services.AddSingleton<TimeProvider>(clock), WebhookCalls.Loopback, "--Webhooks:TimeoutSeconds=1");
        Assert.That((string?)(await desk.Admin.ReadAsync(webhook))["nextAttemptAt"], Is.EqualTo((string?)there["nextAttemptAt"]));
        Fail(204);
        clock.Advance(TimeSpan.FromMinutes(1));
        var done = await desk.Admin.UntilDoneAsync(webhook);
        Assert.That(((long?)done["failedAttempts"], (string?)done["lastError"]), Is.EqualTo(((long?)0, (string?)null)));
        Assert.That((await desk.Admin.DeliveriesAsync(webhook)).Select(d => (int)d["attempt"]!), Is.EqualTo(new[] { 2, 1 }));
    }

    [Test]
    public async Task Set_to_active_it_is_tried_at_once_and_another_change_leaves_its_next_attempt_as_it_is()
    {
        Fail(500);
        await SaveAsync("1");
        var failed = await FailedAsync(1);
        clock.Advance((DateTimeOffset)failed["nextAttemptAt"]! - clock.GetUtcNow());
        failed = await FailedAsync(2);
        var described = await desk.Admin.AlterAsync(webhook, """{"description": "It fails."}""");
        foreach (var kept in (string[])["failedAttempts", "failingSince", "nextAttemptAt", "lastError"])
            Assert.That(described[kept]?.ToJsonString(), Is.EqualTo(failed[kept]?.ToJsonString()), kept);
        Fail(204);
        await desk.Admin.AlterAsync(webhook, """{"status": "active"}""");
        await desk.Admin.UntilDoneAsync(webhook);
        Assert.That((await desk.Admin.DeliveriesAsync(webhook)).Select(d => (int)d["attempt"]!), Is.EqualTo(new[] { 1, 2, 1 }));
    }

    [Test]
    public async Task An_endpoint_may_ask_for_more_time()
    {
        receiver.Answer = (_, response) =>
        {
            response.Headers.RetryAfter = "3600";
            return Receiver.Status(response, 429);
        };
        await SaveAsync("1");
        var there = await FailedAsync(1);
        Assert.That((DateTimeOffset)there["nextAttemptAt"]! - clock.GetUtcNow(), Is.GreaterThan(TimeSpan.FromMinutes(59)));
    }

    [Test]
    public async Task An_endpoint_that_is_gone_is_not_asked_again()
    {
        Fail(410);
        await SaveAsync("1");
        var disabled = await desk.Admin.UntilStatusAsync(webhook, "disabled");
        Assert.That((string?)disabled["reason"], Does.Contain("410"));
        clock.Advance(TimeSpan.FromDays(1));
        await SaveAsync("2");
        Assert.That((bool)(await desk.Admin.CallAsync(webhook, "ping"))["delivered"]!, Is.False);
        Assert.That(receiver.All.Select(r => r.Type), Is.EqualTo(new[] { "tradedesk.enterprise.upserted", "tradedesk.ping" }));
        Assert.That((await desk.Admin.FollowAsync(filter: "&kind=webhook")).Changes.Count(c => c.Id() == webhook.Id()), Is.EqualTo(2), "made and disabled");
    }

    [Test]
    public async Task A_redirect_is_a_failure_and_is_not_followed()
    {
        var followed = await Receiver.StartAsync();
        await using (followed)
        {
            receiver.Answer = (_, response) =>
            {
                response.Headers.Location = followed.Address.ToString();
                return Receiver.Status(response, 307);
            };
            await SaveAsync("1");
            Assert.That((string?)(await FailedAsync(1))["lastError"], Does.Contain("307").And.Contain("not followed"));
            Assert.That((await desk.Admin.CallAsync(webhook, "ping"))["status"]!.GetValue<int>(), Is.EqualTo(307));
            Assert.That(followed.All, Is.Empty);
        }
    }

    [Test]
    public async Task A_hanging_endpoint_fails_in_time_and_keeps_nobody_else_waiting()
    {
        receiver.Answer = (r, response) => r.Path == "/hangs" ? Task.Delay(Timeout.Infinite, receiver.Closing) : Receiver.Status(response, 204);
        var hanging = await desk.Admin.SubscribeAsync(new(receiver.Address, "/hangs"), """ "kind": "enterprise" """);
        for (var i = 0; i < 5; i++)
            await SaveAsync($"{i}");
        await desk.Admin.UntilDoneAsync(webhook);
        var failed = await desk.Admin.UntilAsync(hanging, w => (long)w["failedAttempts"]! == 1);
        Assert.That((string?)failed["lastError"], Does.Contain("within 1 s"));
        Assert.That(receiver.All.Count(r => r.Path == "/"), Is.EqualTo(5));
    }

    [Test]
    public async Task A_revoked_key_is_sent_nothing_more_and_another_key_of_the_partner_goes_on()
    {
        var keys = desk.Services.GetRequiredService<KeyStore>();
        var (key, text) = await keys.CreateAsync("test", "partner", DeskRole.Partner, [], false, default);
        using var partner = desk.Client(text);
        using var other = await desk.ClientAsync(DeskRole.Partner, "partner");
        var theirs = await partner.SubscribeAsync(new(receiver.Address, "/theirs"), """ "kind": "enterprise" """);
        await SaveAsync("1");
        await desk.Admin.UntilDoneAsync(theirs);
        await keys.RevokeAsync(key.Id, default);
        await SaveAsync("2");
        var disabled = await other.UntilStatusAsync(theirs, "disabled");
        Assert.That((string?)disabled["reason"], Does.Contain("key"));
        Assert.That(receiver.All.Count(r => r.Path == "/theirs"), Is.EqualTo(1));
        await other.AlterAsync(theirs, """{"status": "active"}""");
        await desk.Admin.UntilDoneAsync(theirs);
        Assert.That(receiver.All.Where(r => r.Path == "/theirs").Select(r => (string?)r.Event["data"]!["externalId"]), Is.EqualTo(new[] { "1", "2" }));
    }

    [Test]
    public async Task Who_is_behind_the_beginning_of_the_log_is_told_and_not_skipped_over()
    {
        await desk.Admin.AlterAsync(webhook, """{"status": "paused"}""");
        for (var i = 0; i < 5; i++)
            await SaveAsync($"{i}");
        await desk.Services.GetRequiredService<ChangeLog>().ForgetAsync(clock.GetUtcNow().AddDays(1), 100, default);
        await SaveAsync("5");
        await desk.Admin.AlterAsync(webhook, """{"status": "active"}""");
        var disabled = await desk.Admin.UntilStatusAsync(webhook, "disabled");
        Assert.That((string?)disabled["reason"], Does.Contain("GET /v1/export").And.Contain("replay"));
        Assert.That(receiver.All, Is.Empty);
        var (_, sequence) = await desk.Admin.ExportAsync();
        await desk.Admin.CallAsync(webhook, "replay", $$"""{"after": {{sequence - 1}}}""");
        await desk.Admin.AlterAsync(webhook, """{"status": "active"}""");
        await SaveAsync("6");
        await desk.Admin.UntilDoneAsync(webhook);
        Assert.That(receiver.All.Select(r => (string?)r.Event["data"]!["externalId"]).Last(), Is.EqualTo("6"));
    }

    [Test]
    public void The_waits_spread_and_an_open_circuit_is_no_attempt()
    {
        TimeSpan[] delays = [TimeSpan.FromSeconds(10), TimeSpan.FromHours(1)];
        Assert.That(Wait(1, 0, new(), 0), Is.EqualTo(TimeSpan.FromSeconds(9)));
        Assert.That(Wait(1, 0, new(), 1), Is.EqualTo(TimeSpan.FromSeconds(11)));
        Assert.That(Wait(3, 0, new(), 0), Is.Null);
        Assert.That(Wait(1, 0, new() { RetryAfter = TimeSpan.FromDays(30) }, 0), Is.EqualTo(TimeSpan.FromHours(24)));
        Assert.That(Wait(0, 0, new() { NotTried = true, RetryAfter = TimeSpan.FromSeconds(7) }, 0), Is.EqualTo(TimeSpan.FromSeconds(7)));
        Assert.That(Wait(2, 1, new() { NotTried = true }, 0), Is.EqualTo(TimeSpan.FromSeconds(30)));
        Assert.That(Wait(2, 2, new() { NotTried = true }, 0), Is.Null, "not for ever");

        TimeSpan? Wait(long failed, double hours, SendOutcome outcome, double chance) => RetrySchedule.Wait(delays, failed, TimeSpan.FromHours(hours), outcome, chance);
    }

    private void Fail(int status) => receiver.Answer = (_, response) => Receiver.Status(response, status);

    private Task<JsonNode> FailedAsync(int times) => desk.Admin.UntilAsync(webhook, w => (long)w["failedAttempts"]! == times);

    private Task<JsonNode> SaveAsync(string externalId) => desk.Admin.SaveAsync(Samples.Small("s", externalId));
}
