using TradeDesk.Access;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Exchange;

/// <summary>Subscriptions over HTTP: whose they are, how they are changed, what is refused.</summary>
[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.Providers))]
public sealed class WebhookApiTests(string provider)
{
    private TestDatabase database = null!;
    private Desk desk = null!;
    private Receiver receiver = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        receiver = await Receiver.StartAsync();
        desk = await Desk.StartAsync(database = new TestDatabase(provider), WebhookCalls.Loopback, "--Webhooks:MostOfPartner=4");
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await receiver.DisposeAsync();
        await desk.DisposeAsync();
        database.Dispose();
    }

    [Test]
    public async Task A_secret_is_shown_once_and_two_sign_while_it_changes()
    {
        using var partner = await desk.ClientAsync(DeskRole.Reader, "rotating");
        var webhook = await partner.SubscribeAsync(new(receiver.Address, "/rotating"));
        var first = (string)webhook["secret"]!;
        Assert.That(Convert.FromBase64String(first["whsec_".Length..]), Has.Length.EqualTo(32));
        Assert.That((await partner.ReadAsync(webhook))["secret"], Is.Null);
        var rotated = await partner.CallAsync(webhook, "secret");
        var second = (string)rotated["secret"]!;
        Assert.That((DateTimeOffset)rotated["oldValidUntil"]!, Is.EqualTo(DateTimeOffset.UtcNow.AddHours(24)).Within(TimeSpan.FromMinutes(5)));
        await partner.CallAsync(webhook, "ping");
        using var tooSoon = await partner.SendJsonAsync(HttpMethod.Post, webhook.Webhook() + "/secret", "{}");
        Assert.That((string?)(await tooSoon.ProblemAsync(409, "conflict"))["detail"], Does.Contain($"{(DateTimeOffset)rotated["oldValidUntil"]!:yyyy-MM-ddTHH:mm}").And.Contain("oldValidHours 0"));
        var third = (string)(await partner.CallAsync(webhook, "secret", """{"oldValidHours": 0}"""))["secret"]!;
        await partner.CallAsync(webhook, "ping");
        var pings = receiver.All.Where(r => r.Path == "/rotating").ToList();
        Assert.That(pings[0].Headers["webhook-signature"].Split(' '), Has.Length.EqualTo(2));
        Assert.That((pings[0].IsSignedBy(first), pings[0].IsSignedBy(second)), Is.EqualTo((true, true)));
        Assert.That(pings[1].Headers["webhook-signature"].Split(' '), Has.Length.EqualTo(1));
        Assert.That((pings[1].IsSignedBy(second), pings[1].IsSignedBy(third)), Is.EqualTo((false, true)));
        using var wrong = await partner.SendJsonAsync(HttpMethod.Post, webhook.Webhook() + "/secret", """{"oldValidHours": 169}""");
        Assert.That((await wrong.ProblemAsync(422, "invalid")).Pointers(), Is.EqualTo(new[] { "/oldValidHours" }));
    }

    [Test]
    public async Task A_ping_answers_what_the_endpoint_said()
    {
        using var partner = await desk.ClientAsync(DeskRole.Reader, "pinging");
        var webhook = await partner.SubscribeAsync(new(receiver.Address, "/pinging"));
        await partner.AlterAsync(webhook, """{"status": "paused"}""");
        var pinged = await partner.CallAsync(webhook, "ping");
        Assert.That(((bool)pinged["delivered"]!, (int?)pinged["status"]), Is.EqualTo((true, (int?)204)));
        var ping = receiver.All.Single(r => r.Path == "/pinging");
        Assert.That((ping.Type, ping.Subject), Is.EqualTo(("tradedesk.ping", webhook.Id())));
        Assert.That(ping.IsSignedBy((string)webhook["secret"]!));
    }

    [Test]
    public async Task Only_its_partner_and_an_administrator_see_a_webhook()
    {
        using var owner = await desk.ClientAsync(DeskRole.Partner, "owning");
        using var stranger = await desk.ClientAsync(DeskRole.Partner, "strange");
        var webhook = await owner.SubscribeAsync(receiver.Address);
        Assert.That((await desk.Admin.ReadAsync(webhook)).Id(), Is.EqualTo(webhook.Id()));
        Assert.That((await owner.GetJsonAsync(WebhookCalls.Webhooks)).Ids(), Is.EqualTo(new[] { webhook.Id() }));
        Assert.That((await stranger.GetJsonAsync(WebhookCalls.Webhooks)).Ids(), Is.Empty);
        foreach (var (method, path) in ((HttpMethod, string)[])[(HttpMethod.Get, ""), (HttpMethod.Patch, ""), (HttpMethod.Delete, ""), (HttpMethod.Get, "/deliveries"), (HttpMethod.Post, "/ping"), (HttpMethod.Post, "/secret"), (HttpMethod.Post, "/replay")])
        {
            using var response = await stranger.SendJsonAsync(method, webhook.Webhook() + path, path == "/replay" ? """{"after": 0}""" : "{}", "*", method == HttpMethod.Patch ? EnterpriseCalls.MergePatch : "application/json");
            await response.ProblemAsync(404, "not-found");
            using var anonymous = await desk.Anonymous.SendAsync(new(method, webhook.Webhook() + path));
            await anonymous.ProblemAsync(401, "unauthenticated");
        }
    }

    [Test]
    public async Task An_administrator_who_changes_a_webhook_does_not_lend_it_its_eyes_and_a_narrower_key_narrows_it()
    {
        using var cleared = await desk.ClientAsync(DeskRole.Officer, "narrowed", cleared: true);
        using var narrow = await desk.ClientAsync(DeskRole.Officer, "narrowed", countries: ["PL"]);
        var webhook = await cleared.SubscribeAsync(new(receiver.Address, "/narrowed"), """ "kind": "enterprise", "source": "narrowing" """);
        await desk.Admin.AlterAsync(webhook, """{"description": "seen by the administrator"}""");
        await desk.Admin.SaveAsync(Samples.Small("narrowing", "draft").With("status", "\"draft\""));
        await desk.Admin.SaveAsync(Samples.Small("narrowing", "arms", "AE").With("sectors", """["ammunition"]"""));
        await desk.Admin.UntilDoneAsync(webhook);
        await narrow.AlterAsync(webhook, $$"""{"url": "{{new Uri(receiver.Address, "/narrow")}}"}""");
        await desk.Admin.SaveAsync(Samples.Small("narrowing", "arms-2", "AE").With("sectors", """["ammunition"]"""));
        await desk.Admin.SaveAsync(Samples.Small("narrowing", "polish"));
        await desk.Admin.UntilDoneAsync(webhook);
        Assert.That(Ids("/narrowed"), Is.EqualTo(new[] { "arms" }));
        Assert.That(Ids("/narrow"), Is.EqualTo(new[] { "polish" }));

        IEnumerable<string?> Ids(string path) => receiver.All.Where(r => r.Path == path).Select(r => (string?)r.Event["data"]!["externalId"]);
    }

    [Test]
    public async Task Changes_need_the_version_that_was_read()
    {
        using var partner = await desk.ClientAsync(DeskRole.Partner, "versions");
        var webhook = await partner.SubscribeAsync(receiver.Address, """ "country": "PL" """);
        using var without = await partner.AlterAsync(webhook, "{}", null);
        await without.ProblemAsync(428, "if-match-required");
        using var changed = await partner.AlterAsync(webhook, """{"country": null, "op": "delete", "description": "new"}""", "\"1\"");
        var now = await changed.JsonAsync();
        Assert.That((changed.Headers.ETag?.Tag, now["country"], (string?)now["op"]), Is.EqualTo(("\"2\"", (System.Text.Json.Nodes.JsonNode?)null, "delete")));
        using var stale = await partner.AlterAsync(webhook, "{}", "\"1\"");
        await stale.ProblemAsync(412, "stale");
        using var staleDelete = await partner.DeleteAsync(webhook.Webhook(), "\"1\"");
        await staleDelete.ProblemAsync(412, "stale");
        using var plain = await partner.SendJsonAsync(HttpMethod.Patch, webhook.Webhook(), "{}", "*");
        await plain.ProblemAsync(415, "media-type");
        using var deleted = await partner.DeleteAsync(webhook.Webhook(), "\"2\"");
        Assert.That(deleted.Code(), Is.EqualTo(204));
        using var gone = await partner.GetAsync(webhook.Webhook());
        await gone.ProblemAsync(404, "not-found");
    }

    [TestCase(""" "kind": "firm" """, "/kind", "unknown-kind")]
    [TestCase(""" "op": "insert" """, "/op", "unknown-op")]
    [TestCase(""" "country": "XX" """, "/country", "unknown-country")]
    [TestCase(""" "source": "" """, "/source", "wrong-length")]
    [TestCase(""" "after": -1 """, "/after", "out-of-range")]
    [TestCase(""" "after": 999999999 """, "/after", "out-of-range")]
    public async Task Wrong_members_are_named(string member, string pointer, string code)
    {
        using var response = await desk.Admin.SubscribeToAsync(receiver.Address.ToString(), member);
        var fault = (await response.ProblemAsync(422, "invalid"))["errors"]!.AsArray().Single()!;
        Assert.That(((string?)fault["pointer"], (string?)fault["code"]), Is.EqualTo((pointer, code)));
    }

    [Test]
    public async Task Only_the_desk_disables_and_unknown_members_are_refused()
    {
        using var partner = await desk.ClientAsync(DeskRole.Partner, "members");
        var webhook = await partner.SubscribeAsync(receiver.Address);
        using var disabled = await partner.AlterAsync(webhook, """{"status": "disabled"}""", "*");
        Assert.That((await disabled.ProblemAsync(422, "invalid")).Pointers(), Is.EqualTo(new[] { "/status" }));
        using var position = await partner.AlterAsync(webhook, """{"position": 0}""", "*");
        Assert.That((await position.ProblemAsync(400, "malformed")).Pointers(), Is.EqualTo(new[] { "/position" }));
        using var without = await partner.SendJsonAsync(HttpMethod.Post, WebhookCalls.Webhooks, "{}");
        await without.ProblemAsync(400, "malformed");
    }

    [Test]
    public async Task A_partner_has_only_so_many_and_lists_them_page_by_page()
    {
        using var partner = await desk.ClientAsync(DeskRole.Partner, "many");
        for (var i = 0; i < 4; i++)
            await partner.SubscribeAsync(receiver.Address);
        using var refused = await partner.SubscribeToAsync(receiver.Address.ToString());
        Assert.That((string?)(await refused.ProblemAsync(429, "too-many"))["detail"], Does.Contain("4 webhooks"));
        var all = (await partner.GetJsonAsync(WebhookCalls.Webhooks)).Ids();
        var first = await partner.GetJsonAsync(WebhookCalls.Webhooks + "?limit=3");
        var second = await partner.GetJsonAsync($"{WebhookCalls.Webhooks}?limit=3&cursor={first["nextCursor"]}");
        Assert.That(all, Has.Count.EqualTo(4).And.Ordered);
        Assert.That(first.Ids().Concat(second.Ids()), Is.EqualTo(all));
        Assert.That(second["nextCursor"], Is.Null);
        using var deleted = await partner.DeleteAsync($"{WebhookCalls.Webhooks}/{all[0]}", "*");
        await partner.SubscribeAsync(receiver.Address);
    }

    [Test]
    public async Task The_history_is_read_page_by_page_and_does_not_grow_without_end()
    {
        using var partner = await desk.ClientAsync(DeskRole.Reader, "history");
        var source = "history";
        var webhook = await partner.SubscribeAsync(new(receiver.Address, "/history"), $$""" "source": "{{source}}" """);
        for (var i = 0; i < 7; i++)
            await desk.Admin.SaveAsync(Samples.Small(source, $"{i}"));
        await desk.Admin.UntilDoneAsync(webhook);
        var all = await partner.DeliveriesAsync(webhook);
        var first = await partner.GetJsonAsync(webhook.Webhook() + "/deliveries?limit=4");
        var second = await partner.GetJsonAsync($"{webhook.Webhook()}/deliveries?limit=4&cursor={first["nextCursor"]}");
        Assert.That(all.Select(d => (long)d["sequence"]!).ToList(), Has.Count.EqualTo(7).And.Ordered.Descending);
        Assert.That(first.Items().Concat(second.Items()).Select(d => d.ToJsonString()), Is.EqualTo(all.Select(d => d.ToJsonString())));
        Assert.That(all.Select(d => ((bool)d["delivered"]!, (int?)d["status"], (int)d["attempt"]!)), Is.All.EqualTo((true, (int?)204, 1)));
        Assert.That(all.Select(d => (string)d["eventId"]!), Is.EqualTo(receiver.All.Where(r => r.Path == "/history").Select(r => r.Id).Reverse()));
        using var nonsense = await partner.GetAsync(webhook.Webhook() + "/deliveries?cursor=nonsense");
        Assert.That((await nonsense.ProblemAsync(400, "parameter")).Pointers(), Is.EqualTo(new[] { "?cursor" }));
    }
}
