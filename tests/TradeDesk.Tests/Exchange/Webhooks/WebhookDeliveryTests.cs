using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TradeDesk.Access;
using TradeDesk.Enterprises;
using TradeDesk.Exchange;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Exchange;

/// <summary>What an endpoint is sent: which changes, in which order, in which form.</summary>
[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.Providers))]
public sealed class WebhookDeliveryTests(string provider)
{
    private TestDatabase database = null!;
    private Desk desk = null!;
    private Receiver receiver = null!;

    [SetUp]
    public async Task Start()
    {
        receiver = await Receiver.StartAsync();
        desk = await Desk.StartAsync(database = new TestDatabase(provider), WebhookCalls.Loopback);
    }

    [TearDown]
    public async Task Stop()
    {
        await receiver.DisposeAsync();
        await desk.DisposeAsync();
        database.Dispose();
    }

    [Test]
    public async Task A_change_comes_as_a_signed_cloud_event()
    {
        var webhook = await desk.Admin.SubscribeAsync(receiver.Address, """ "kind": "enterprise" """);
        var saved = await desk.Admin.SaveAsync(Samples.IndianDairy());
        var change = (await desk.Admin.FollowAsync(filter: "&kind=enterprise")).Changes.Single();
        var one = (await receiver.UntilAsync(1)).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(one.Headers["Content-Type"], Is.EqualTo("application/cloudevents+json; charset=utf-8"));
            Assert.That(one.IsSignedBy((string)webhook["secret"]!));
            Assert.That(one.IsSignedBy("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), Is.False);
            Assert.That(DateTimeOffset.FromUnixTimeSeconds(long.Parse(one.Headers["webhook-timestamp"], null)), Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromMinutes(5)));
            Assert.That((string?)one.Event["specversion"], Is.EqualTo("1.0"));
            Assert.That((string?)one.Event["id"], Is.EqualTo(one.Id).And.EqualTo($"{webhook.Id()}_{(long)change["sequence"]!}"));
            Assert.That((string?)one.Event["type"], Is.EqualTo("tradedesk.enterprise.upserted"));
            Assert.That((string?)one.Event["source"], Is.EqualTo("/v1/changes"));
            Assert.That(one.Subject, Is.EqualTo(saved.Id()));
            Assert.That(one.Event["data"]!.ToJsonString(), Is.EqualTo(change.ToJsonString()), "what the feed has");
            Assert.That(one.Event["data"]!["document"]!["contact"]!.ToJsonString(), Does.Contain("withheld"));
            Assert.That(one.Headers.Keys, Has.None.EqualTo("traceparent").IgnoreCase);
        }
    }

    [Test]
    public void The_published_test_vector_holds() =>
        Assert.That(
            WebhookSignature.Of("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, """{"test": 2432232314}"""u8, ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]),
            Is.EqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));

    [Test]
    public async Task Events_come_one_after_another_in_their_order_and_once()
    {
        var webhook = await desk.Admin.SubscribeAsync(receiver.Address, """ "kind": "enterprise" """);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async w =>
        {
            for (var i = 0; i < 15; i++)
                await desk.Admin.SaveAsync(Samples.Small($"s{w}", $"{i % 5}", name: $"Name {i}"));
        }));
        await receiver.UntilAsync(60);
        await desk.Admin.UntilDoneAsync(webhook);
        var sequences = (await desk.Admin.FollowAsync(filter: "&kind=enterprise", limit: 1000)).Changes.Select(c => (long)c["sequence"]!);
        Assert.That(receiver.All.Select(r => r.Sequence), Is.EqualTo(sequences));
        Assert.That(receiver.Overlapped, Is.False);
    }

    [TestCase(""" "country": "AE" """, "2", "3")]
    [TestCase(""" "source": "s1" """, "1", "3", "3")]
    [TestCase(""" "source": "s1", "op": "delete" """, "3", "3")]
    [TestCase(""" "kind": "enterprise", "op": "upsert", "country": "PL" """, "1")]
    [TestCase(""" "kind": "code-system" """)]
    public async Task Filters_mean_what_they_mean_in_the_feed(string filter, params string[] expected)
    {
        var webhook = await desk.Admin.SubscribeAsync(receiver.Address, filter + """, "description": "x" """);
        await desk.Admin.AlterAsync(webhook, """{"status": "paused"}""");
        await desk.Admin.SaveAsync(Samples.Small("s1", "1", "PL"));
        await desk.Admin.SaveAsync(Samples.Small("s2", "2", "AE"));
        var third = await desk.Admin.SaveAsync(Samples.Small("s1", "3", "AE"));
        using var deleted = await desk.Admin.DeleteAsync(third.Path(), "*");
        await desk.Admin.AlterAsync(webhook, """{"status": "active"}""");
        await desk.Admin.UntilDoneAsync(webhook);
        // The record is gone by then, so its first line is a tombstone too, as in the feed.
        var got = receiver.All.Select(r => (string?)r.Event["data"]!["externalId"]).ToList();
        Assert.That(got, Is.EqualTo(filter.Contains("\"AE\"", StringComparison.Ordinal) ? [.. expected, "3"] : expected));
    }

    [Test]
    public async Task An_endpoint_is_sent_what_the_key_behind_it_may_see()
    {
        using var owner = await desk.ClientAsync(DeskRole.Partner, "owner");
        using var stranger = await desk.ClientAsync(DeskRole.Partner, "stranger");
        using var elsewhere = await desk.ClientAsync(DeskRole.Officer, "elsewhere", countries: ["PL"]);
        using var cleared = await desk.ClientAsync(DeskRole.Officer, "cleared", cleared: true);
        HttpClient[] keys = [owner, stranger, elsewhere, cleared];
        var webhooks = await Task.WhenAll(keys.Select((k, i) => k.SubscribeAsync(new(receiver.Address, $"/{i}"))));
        var draft = await owner.SaveAsync(Samples.Small("owner", "draft", "AE").With("status", "\"draft\""));
        var shown = await owner.SaveAsync(Samples.Small("owner", "shown", "AE"));
        await owner.SaveAsync(Samples.Small("owner", "arms", "AE").With("sectors", """["ammunition"]"""));
        await owner.ChangeAsync(draft, """{"legalName": "Still a draft"}""");
        for (var i = 0; i < keys.Length; i++)
        {
            await desk.Admin.UntilDoneAsync(webhooks[i]);
            var start = (await desk.Admin.FollowAsync(filter: "&kind=webhook")).Changes.First(c => c.Id() == webhooks[i].Id());
            var feed = (await keys[i].FollowAsync($"{(long)start["sequence"]!}")).Changes;
            Assert.That(receiver.All.Where(r => r.Path == $"/{i}").Select(r => (r.Sequence, r.Subject)), Is.EqualTo(feed.Select(c => ((long)c["sequence"]!, (string?)c.Id()))), $"key {i}");
        }

        Assert.That(receiver.All.Where(r => r.Path == "/1").Select(r => r.Subject), Is.EqualTo(new[] { shown.Id() }));
        Assert.That(receiver.All.Where(r => r.Path == "/2"), Is.Empty);
        Assert.That(receiver.All.Count(r => r.Path == "/3"), Is.EqualTo(2));
        Assert.That(receiver.All.Count(r => r.Path == "/0"), Is.EqualTo(4));
    }

    [Test]
    public async Task A_large_document_is_named_instead_of_sent()
    {
        await desk.Admin.SubscribeAsync(receiver.Address, """ "kind": "enterprise" """);
        var saved = await desk.Admin.SaveAsync(Samples.IndianDairy().With("externalId", "\"UP/12 é\"").With("tradeNames", JsonSerializer.Serialize(Enumerable.Range(0, 10).Select(i => $"{i}" + new string('n', 190)))).With("intents", JsonSerializer.Serialize(
            Enumerable.Range(0, 20).Select(_ => new { type = "trade", role = "offers", summary = new string('s', 900) }))));
        var one = (await receiver.UntilAsync(1)).Single();
        Assert.That(one.Body, Has.Length.LessThan(1000));
        Assert.That(one.Event["data"]!["document"], Is.Null);
        Assert.That((string?)one.Event["data"]!["op"], Is.EqualTo("upsert"));
        var address = (string)one.Event["data"]!["documentAt"]!;
        Assert.That(address, Is.EqualTo($"/v1/sources/{saved["source"]}/enterprises/UP%2F12%20%C3%A9"));
        Assert.That((await desk.Admin.GetJsonAsync(address)).Id(), Is.EqualTo(saved.Id()));
    }

    [Test]
    public async Task Many_long_documents_are_read_few_at_a_time_and_none_is_left_out()
    {
        for (var i = 0; i < 6; i++)
            await desk.Admin.SaveAsync(Samples.Small("s", $"{i}").With("tradeNames", JsonSerializer.Serialize(Enumerable.Range(0, 5).Select(n => $"{n}" + new string('n', 190)))));
        var feed = desk.Services.GetRequiredService<ChangeFeed>();
        var visibility = new Visibility(new Caller("test", "test", DeskRole.Admin, [], false), "IN");
        var (reached, read) = (0L, new List<int>());
        for (var found = await NextAsync(); found.Lines.Count > 0; found = await NextAsync())
        {
            read.Add(found.Lines.Count);
            reached = found.Reached;
        }

        Assert.That(read, Is.EqualTo(new[] { 2, 2, 2 }));

        Task<ChangeLines> NextAsync() => feed.ReadAsync(reached, new("enterprise", null, null), visibility, new(100, 2000), default);
    }

    [Test]
    public async Task A_subscription_can_start_behind_an_export_and_a_replay_sends_again_with_the_same_ids()
    {
        await desk.Admin.SaveAsync(Samples.Small("s", "1"));
        var (_, sequence) = await desk.Admin.ExportAsync();
        await desk.Admin.SaveAsync(Samples.Small("s", "2"));
        await desk.Admin.SaveAsync(Samples.Small("s", "3"));
        var webhook = await desk.Admin.SubscribeAsync(receiver.Address, $$""" "kind": "enterprise", "after": {{sequence}} """);
        await receiver.UntilAsync(2);
        await desk.Admin.UntilDoneAsync(webhook);
        await desk.Admin.CallAsync(webhook, "replay", $$"""{"after": {{sequence}}}""");
        await receiver.UntilAsync(4);
        await desk.Admin.UntilDoneAsync(webhook);
        await desk.Admin.CallAsync(webhook, "replay", """{"after": 0}""");
        await receiver.UntilAsync(7);
        await desk.Admin.UntilDoneAsync(webhook);
        var ids = receiver.All.Select(r => (string?)r.Event["data"]!["externalId"]);
        Assert.That(ids, Is.EqualTo(new[] { "2", "3", "2", "3", "1", "2", "3" }));
        Assert.That(receiver.All[2].Id, Is.EqualTo(receiver.All[0].Id));
        using var wrong = await desk.Admin.SendJsonAsync(HttpMethod.Post, webhook.Webhook() + "/replay", """{"after": 999999}""");
        Assert.That((await wrong.ProblemAsync(422, "invalid")).Pointers(), Is.EqualTo(new[] { "/after" }));
    }
}
