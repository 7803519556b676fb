using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TradeDesk.Access;
using TradeDesk.Data;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Exchange;

[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.Providers))]
public sealed class ChangeFeedTests(string provider) : DeskTests(provider)
{
    [Test]
    public async Task Every_write_comes_once_in_order_with_the_document()
    {
        var source = New("s");
        var start = await Admin.NowAsync();
        var first = await Admin.SaveAsync(Samples.Small(source, "1"));
        var second = await Admin.SaveAsync(Samples.Small(source, "2"));
        await Admin.ChangeAsync(first, """{"legalName": "Renamed"}""");
        using var deleted = await Admin.DeleteAsync(second.Path(), "*");
        var (changes, cursor) = await Admin.FollowAsync(start);
        Assert.That(changes.Select(c => (c.Id(), (string?)c["op"])), Is.EqualTo(new (string, string?)[] { (first.Id(), "upsert"), (second.Id(), "delete"), (first.Id(), "upsert"), (second.Id(), "delete") }));
        Assert.That(changes.Select(c => (long)c["sequence"]!), Is.Ordered.Ascending.And.Unique);
        Assert.That(changes.Select(c => ((string?)c["kind"], (string?)c["source"])), Is.All.EqualTo(("enterprise", source)));
        Assert.That((string?)changes[0]["document"]!["legalName"], Is.EqualTo("Renamed"), "the document as it is now");
        Assert.That((long)changes[0]["version"]!, Is.EqualTo(2), "with the version that it has now");
        Assert.That(changes[1]["document"], Is.Null);
        Assert.That((await Admin.FollowAsync(cursor)).Changes, Is.Empty);
    }

    [Test]
    public async Task Small_pages_and_filters_leave_nothing_out()
    {
        var source = New("s");
        var start = await Admin.NowAsync();
        for (var i = 0; i < 7; i++)
        {
            await Admin.SaveAsync(Samples.Small(source, $"{i}", i % 2 == 0 ? "PL" : "AE"));
            await Admin.SaveAsync(Samples.Small(source + "x", $"{i}", "PL"));
        }

        Assert.That((await Admin.FollowAsync(start, limit: 1)).Changes, Has.Count.EqualTo(14));
        Assert.That((await Admin.FollowAsync(start, $"&source={source}", limit: 2)).Changes.Select(c => (string?)c["externalId"]), Is.EqualTo(Enumerable.Range(0, 7).Select(i => $"{i}")));
        Assert.That((await Admin.FollowAsync(start, $"&source={source}&country=AE", limit: 2)).Changes, Has.Count.EqualTo(3));
        Assert.That((await Admin.FollowAsync(start, "&kind=code-system")).Changes, Is.Empty);
    }

    [Test]
    public async Task A_caller_follows_what_it_may_see_and_is_told_when_it_no_longer_may()
    {
        var partner = New("p");
        using var owner = await Desk.ClientAsync(DeskRole.Partner, partner);
        using var stranger = await Desk.ClientAsync(DeskRole.Partner, New("q"));
        using var cleared = await Desk.ClientAsync(DeskRole.Officer, New("o"), cleared: true);
        using var elsewhere = await Desk.ClientAsync(DeskRole.Officer, New("o"), countries: ["PL"]);
        var start = await Admin.NowAsync();
        var draft = await owner.SaveAsync(Samples.Small(partner, "draft", "AE").With("status", "\"draft\""));
        var shown = await owner.SaveAsync(Samples.Small(partner, "shown", "AE"));
        var arms = await owner.SaveAsync(Samples.Small(partner, "arms", "AE").With("sectors", """["ammunition"]"""));
        await MustFollowAsync(owner, draft, "upsert", shown, "upsert", arms, "upsert");
        await MustFollowAsync(stranger, shown, "upsert");
        await MustFollowAsync(cleared, shown, "upsert", arms, "upsert");
        await MustFollowAsync(elsewhere);
        var before = start;
        start = await Admin.NowAsync();
        await owner.ChangeAsync(shown, """{"status": "draft"}""");
        await owner.ChangeAsync(draft, """{"legalName": "Still a draft"}""");
        await MustFollowAsync(stranger, shown, "delete");
        await MustFollowAsync(owner, shown, "upsert", shown, "upsert", draft, "upsert");
        start = before;
        await MustFollowAsync(stranger, shown, "delete", shown, "delete");

        async Task MustFollowAsync(HttpClient client, params object[] expected)
        {
            var (changes, _) = await client.FollowAsync(start, $"&source={partner}");
            Assert.That(changes.SelectMany(c => new object[] { c.Id(), (string)c["op"]! }), Is.EqualTo(expected.Select(e => e is JsonNode n ? n.Id() : e)));
        }
    }

    [Test]
    public async Task Keys_are_for_administrators_only()
    {
        var start = await Admin.NowAsync();
        using var partner = await Desk.ClientAsync(DeskRole.Partner, New("p"));
        Assert.That((await Admin.FollowAsync(start)).Changes.Select(c => (string?)c["kind"]), Has.Some.EqualTo("key"));
        Assert.That((await partner.FollowAsync(start)).Changes, Is.Empty);
    }

    [Test]
    public async Task Who_waits_is_answered_by_the_next_write()
    {
        var (source, start) = (New("s"), await Admin.NowAsync());
        var waiting = Admin.GetJsonAsync($"/v1/changes?after={start}&wait=30&source={source}");
        await Admin.SaveAsync(Samples.Small(New("other")));
        await Admin.SaveAsync(Samples.Small(source));
        Assert.That((await waiting).Items().Single()["source"]!.GetValue<string>(), Is.EqualTo(source));
    }

    [Test]
    public async Task The_feed_as_events_goes_on_from_the_last_id()
    {
        var (source, start) = (New("s"), await Admin.NowAsync());
        await Admin.SaveAsync(Samples.Small(source, "1"));
        var (last, first) = await EventAsync(Admin, source, start);
        Assert.That((string?)first["externalId"], Is.EqualTo("1"));
        var waiting = EventAsync(Admin, source, last);
        await Admin.SaveAsync(Samples.Small(source, "2"));
        Assert.That((string?)(await waiting).Change["externalId"], Is.EqualTo("2"));
    }

    [TestCase("country", "PL", "country", "DE")]
    [TestCase("source", "one", "source", "two")]
    public async Task Who_follows_one_country_or_source_is_told_when_a_record_leaves_it(string filter, string of, string member, string to)
    {
        var (suffix, start) = (New("s"), await Admin.NowAsync());
        string Value(string value) => filter == "source" ? $"{value}-{suffix}" : value;
        var saved = await Admin.SaveAsync(Samples.Small(Value("one"), "1", "PL"));
        await Admin.ChangeAsync(saved, $$"""{"{{member}}": "{{Value(to)}}"}""");
        var left = (await Admin.FollowAsync(start, $"&{filter}={Value(of)}")).Changes.Where(c => c.Id() == saved.Id()).ToList();
        Assert.That(left.Select(c => ((string?)c["op"], c["document"])), Is.EqualTo(new (string?, JsonNode?)[] { ("delete", null), ("delete", null) }));
        var came = (await Admin.FollowAsync(start, $"&{filter}={Value(to)}")).Changes.Single(c => c.Id() == saved.Id());
        Assert.That((string?)came["op"], Is.EqualTo("upsert"));
    }

    private static async Task<(string Id, JsonNode Change)> EventAsync(HttpClient client, string source, string? after = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/changes?source={source}");
        request.Headers.Add("Accept", "text/event-stream");
        if (after is not null)
            request.Headers.Add("Last-Event-ID", after);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/event-stream"));
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var id = "";
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
                id = line[4..];
            if (line.StartsWith("data: ", StringComparison.Ordinal))
                return (id, JsonNode.Parse(line[6..])!);
        }

        throw new AssertionException("The stream ended without a change.");
    }

    [TestCase("limit=0", "out-of-range")]
    [TestCase("limit=1001", "out-of-range")]
    [TestCase("wait=31", "out-of-range")]
    [TestCase("wait=-1", "out-of-range")]
    [TestCase("after=nonsense", "unknown-cursor")]
    [TestCase("after=-1", "unknown-cursor")]
    [TestCase("kind=firm", "unknown-kind")]
    [TestCase("country=XX", "unknown-country")]
    [TestCase("since=1", "unknown-parameter")]
    public async Task Wrong_parameters_are_named(string query, string code)
    {
        using var response = await Admin.GetAsync("/v1/changes?" + query);
        var fault = (await response.ProblemAsync(400, "parameter"))["errors"]!.AsArray().Single()!;
        Assert.That(((string?)fault["pointer"], (string?)fault["code"]), Is.EqualTo(("?" + query.Split('=')[0], code)));
    }

    [Test]
    public async Task A_cursor_that_the_log_does_not_reach_is_gone()
    {
        using var ahead = await Admin.GetAsync("/v1/changes?after=999999999");
        Assert.That((string?)(await ahead.ProblemAsync(410, "no-longer-kept"))["detail"], Does.Contain("GET /v1/export"));
    }

    [Test]
    public async Task A_cursor_of_before_the_oldest_line_is_gone_and_the_last_line_stays()
    {
        using var database = new TestDatabase(Database.Provider);
        await using var desk = await Desk.StartAsync(database);
        await desk.Admin.SaveAsync(Samples.Small("s", "1"));
        var early = await desk.Admin.NowAsync();
        for (var i = 0; i < 5; i++)
            await desk.Admin.SaveAsync(Samples.Small("s", $"{i}", name: $"Name {i}"));
        var log = desk.Services.GetRequiredService<ChangeLog>();
        Assert.That(await log.ForgetAsync(DateTimeOffset.UtcNow.AddDays(-1), 100, default), Is.Zero, "nothing is so old");
        Assert.That(await log.ForgetAsync(DateTimeOffset.UtcNow.AddDays(1), 3, default), Is.EqualTo(3));
        Assert.That(await log.ForgetAsync(DateTimeOffset.UtcNow.AddDays(1), 100, default), Is.Positive);
        using var gone = await desk.Admin.GetAsync($"/v1/changes?after={early}");
        Assert.That((string?)(await gone.ProblemAsync(410, "no-longer-kept"))["detail"], Does.Contain("GET /v1/export"));
        Assert.That((await desk.Admin.FollowAsync()).Changes.Single()["externalId"]!.GetValue<string>(), Is.EqualTo("4"));
        Assert.That((string?)(await EventAsync(desk.Admin, "s")).Change["externalId"], Is.EqualTo("4"), "a new stream begins where the log begins");
        Assert.That((await desk.Admin.ExportAsync()).Documents, Has.Count.EqualTo(5));
    }

    [Test]
    public async Task Nobody_reads_without_a_key()
    {
        foreach (var path in (string[])["/v1/changes", "/v1/export"])
        {
            using var response = await Desk.Anonymous.GetAsync(path);
            await response.ProblemAsync(401, "unauthenticated");
        }
    }
}
