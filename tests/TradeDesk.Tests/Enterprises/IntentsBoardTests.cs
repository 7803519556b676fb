using System.Globalization;
using System.Text.Json.Nodes;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Enterprises;

[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.Providers))]
public sealed class IntentsBoardTests(string provider) : DeskTests(provider)
{
    [Test]
    public async Task A_line_shows_the_intent_and_who_wants_it()
    {
        var source = New("s");
        var saved = await Admin.SaveAsync(Samples.IndianDairy(source: source));
        var line = (await Admin.GetJsonAsync($"/v1/intents?source={source}")).Items().Single();
        Assert.That(JsonNode.DeepEquals(line["intent"], saved["intents"]![0]));
        Assert.That(line["enterprise"]!.ToJsonString(), Is.EqualTo($$"""{"id":"{{saved.Id()}}","legalName":"Sutlej Ghee and Dairy Private Limited","country":"IN","sectors":["ghee-butter"],"sizeClass":"small","city":"Ludhiana"}"""));
    }

    [Test]
    public async Task Only_intents_that_are_open_today_are_on_it()
    {
        var source = New("s");
        var today = DateTime.UtcNow.Date;
        await Admin.SaveAsync(Samples.Small(source).With("intents", $$"""
            [
              { "type": "trade", "role": "offers", "summary": "open-ended" },
              { "type": "trade", "role": "offers", "summary": "until tomorrow", "validUntil": "{{Day(today.AddDays(1))}}" },
              { "type": "trade", "role": "offers", "summary": "until yesterday", "validUntil": "{{Day(today.AddDays(-1))}}" },
              { "type": "trade", "role": "offers", "summary": "closed", "status": "closed" }
            ]
            """));
        Assert.That(await SummariesAsync($"source={source}"), Is.EquivalentTo(["open-ended", "until tomorrow"]));
    }

    [TestCase("draft")]
    [TestCase("inactive")]
    public async Task Intents_of_enterprises_that_are_not_active_are_not_on_it(string status)
    {
        var source = New("s");
        await Admin.SaveAsync(Samples.IndianDairy(source: source).With("status", $"\"{status}\""));
        Assert.That(await SummariesAsync($"source={source}"), Is.Empty);
    }

    [Test]
    public async Task Filters_on_type_and_role_are_about_the_intent()
    {
        var source = New("s");
        await Admin.SaveAsync(Samples.Small(source).With("sectors", """["dairy"]""").With("intents", """
            [{ "type": "trade", "role": "offers", "summary": "a" }, { "type": "trade", "role": "seeks", "summary": "b" }, { "type": "supply", "role": "offers", "summary": "c" }]
            """));
        Assert.That(await SummariesAsync($"source={source}&intentType=trade"), Is.EquivalentTo(["a", "b"]));
        Assert.That(await SummariesAsync($"source={source}&intentType=trade&role=seeks"), Is.EqualTo(["b"]));
        Assert.That(await SummariesAsync($"source={source}&role=offers"), Is.EquivalentTo(["a", "c"]));
        Assert.That(await SummariesAsync($"source={source}&sector=dairy&country=PL"), Has.Count.EqualTo(3));
        Assert.That(await SummariesAsync($"source={source}&country=IN"), Is.Empty);
    }

    [Test]
    public async Task Pages_hold_every_intent_once()
    {
        var source = New("s");
        var intents = string.Join(',', Enumerable.Range(0, 7).Select(i => $$"""{ "type": "trade", "role": "offers", "summary": "{{i}}" }"""));
        await Admin.SaveAsync(Samples.Small(source).With("intents", $"[{intents}]"));
        var read = new List<string>();
        for (var path = $"/v1/intents?source={source}&limit=3"; path is not null;)
        {
            using var response = await Admin.GetAsync(path);
            var page = await response.JsonAsync();
            read.AddRange(page.Items().Select(i => (string)i["intent"]!["id"]!));
            path = response.Headers.TryGetValues("Link", out var link) ? link.Single().Split('<', '>')[1] : null;
            Assert.That(path is null, Is.EqualTo(page["nextCursor"] is null));
        }

        Assert.That(read, Is.Unique.And.Count.EqualTo(7));
    }

    private async Task<List<string?>> SummariesAsync(string query) =>
        [.. (await Admin.GetJsonAsync($"/v1/intents?{query}")).Items().Select(i => (string?)i["intent"]!["summary"])];

    private static string Day(DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
