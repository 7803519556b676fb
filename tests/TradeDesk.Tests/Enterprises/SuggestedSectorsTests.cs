using System.Text.Json.Nodes;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Enterprises;

[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.Providers))]
public sealed class SuggestedSectorsTests(string provider) : DeskTests(provider)
{
    private static JsonObject OnlyText(string source, string externalId = "1") =>
        Samples.Small(source, externalId, "IN", "Example Industries").With("summary", "\"Desi ghee and paneer from fresh milk.\"");

    [Test]
    public async Task Words_suggest_sectors_when_asked_and_only_then()
    {
        var source = New("s");
        Assert.That((await Admin.SaveAsync(OnlyText(source)))["suggestedSectors"], Is.Null);
        var saved = await SendAsync(HttpMethod.Put, $"/v1/sources/{source}/enterprises/2?suggest=true", OnlyText(source, "2"), 201);
        var first = saved["suggestedSectors"]![0]!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(saved["sectors"]!.AsArray(), Is.Empty);
            Assert.That(saved["suggestedSectors"]!.AsArray().Select(s => (string?)s!["slug"]), Is.SubsetOf(["ghee-butter", "cheese-paneer-curd", "milk-powder", "dairy"]));
            Assert.That((bool)first["suggested"]!, Is.True);
            Assert.That((double)first["confidence"]!, Is.InRange(0.35, 1.0));
            Assert.That(first["because"].Texts(), Is.Not.Empty);
            Assert.That(JsonNode.DeepEquals(await Admin.GetJsonAsync(saved.Path()), saved), "and they stay");
        }
    }

    [Test]
    public async Task Suggested_sectors_count_as_sectors()
    {
        var source = New("s");
        var saved = await SendAsync(HttpMethod.Post, "/v1/enterprises?suggest=true", OnlyText(source).With("intents", """[{"type": "trade", "role": "offers"}]"""), 201);
        Assert.That((await Admin.GetJsonAsync($"/v1/enterprises?source={source}&sector=dairy")).Ids(), Is.EqualTo([saved.Id()]));
        var card = (await Admin.GetJsonAsync($"/v1/intents?source={source}&sector=dairy")).Items().Single()["enterprise"]!;
        Assert.That(card["sectors"].Texts(), Is.EqualTo(saved["suggestedSectors"]!.AsArray().Select(s => (string?)s!["slug"])));
    }

    [TestCase("sectors", """["coffee"]""")]
    [TestCase("products", """[{"scheme": "HS-2022", "code": "0901"}]""")]
    public async Task What_was_stated_or_derived_is_never_overridden(string member, string json)
    {
        var source = New("s");
        var saved = await SendAsync(HttpMethod.Put, $"/v1/sources/{source}/enterprises/1?suggest=true", OnlyText(source).With(member, json), 201);
        Assert.That(saved["suggestedSectors"], Is.Null);
        Assert.That((await Admin.GetJsonAsync($"/v1/enterprises?source={source}&sector=coffee")).Ids(), Has.Count.EqualTo(1));
        Assert.That((await Admin.GetJsonAsync($"/v1/enterprises?source={source}&sector=dairy")).Ids(), Is.Empty);
    }

    [Test]
    public async Task Without_the_parameter_it_stays_as_it_was()
    {
        var source = New("s");
        var path = $"/v1/sources/{source}/enterprises/1";
        var saved = await SendAsync(HttpMethod.Put, path + "?suggest=true", OnlyText(source), 201);
        var again = await SendAsync(HttpMethod.Put, path, OnlyText(source), 200);
        Assert.That(JsonNode.DeepEquals(again, saved), "sending it again changes nothing");
        var changed = await Admin.ChangeAsync(saved, """{"summary": "Cotton yarn and cotton fabrics."}""");
        Assert.That((string?)changed["suggestedSectors"]![0]!["slug"], Does.StartWith("cotton-yarn").Or.StartWith("fabrics").Or.StartWith("textiles"), "a change of the words is followed");
        var without = await SendAsync(HttpMethod.Put, path + "?suggest=false", OnlyText(source), 200);
        Assert.That(without["suggestedSectors"], Is.Null);
        Assert.That((await Admin.GetJsonAsync($"/v1/enterprises?source={source}&sector=dairy")).Ids(), Is.Empty);
    }

    [Test]
    public async Task Suggestions_that_a_caller_sends_are_ignored()
    {
        var source = New("s");
        var saved = await Admin.SaveAsync(OnlyText(source).With("suggestedSectors", """[{"slug": "defence", "suggested": true, "confidence": 1, "because": ["x"]}]"""));
        Assert.That(saved["suggestedSectors"], Is.Null);
        var replaced = await SendAsync(HttpMethod.Put, $"{saved.Path()}?suggest=true", OnlyText(source), 200, saved.Tag());
        Assert.That(replaced["suggestedSectors"]!.AsArray(), Is.Not.Empty);
    }

    [Test]
    public async Task What_it_seeks_is_not_what_it_does()
    {
        var source = New("s");
        var document = Samples.Small(source, name: "Example Limited").With("intents", """[{"type": "supply", "role": "seeks", "summary": "Corrugated boxes and packaging machinery"}]""");
        Assert.That((await SendAsync(HttpMethod.Put, $"/v1/sources/{source}/enterprises/1?suggest=true", document, 201))["suggestedSectors"], Is.Null);
    }

    [Test]
    public async Task A_value_that_is_neither_true_nor_false_is_refused()
    {
        using var response = await Admin.SendJsonAsync(HttpMethod.Post, "/v1/enterprises?suggest=maybe", Samples.Small(New("s")).ToJsonString());
        Assert.That(response.Code(), Is.EqualTo(400));
        Assert.That((string?)(await response.JsonAsync())["errors"]![0]!["pointer"], Is.EqualTo("?suggest"));
    }

    private async Task<JsonNode> SendAsync(HttpMethod method, string path, JsonObject document, int status, string? ifMatch = null)
    {
        using var response = await Admin.SendJsonAsync(method, path, document.ToJsonString(), ifMatch);
        Assert.That(response.Code(), Is.EqualTo(status), () => response.Content.ReadAsStringAsync().Result);
        return await response.JsonAsync();
    }
}
