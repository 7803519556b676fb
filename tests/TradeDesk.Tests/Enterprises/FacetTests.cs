using System.Text.Json.Nodes;
using TradeDesk.Access;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Enterprises;

[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.Providers))]
public sealed class FacetTests(string provider) : DeskTests(provider)
{
    private const string Offer = """[{"type": "trade", "role": "offers"}, {"type": "supply", "role": "seeks"}, {"type": "trade", "role": "offers", "sectors": ["coffee"]}]""";

    [Test]
    public async Task Enterprises_are_counted_once_for_each_value()
    {
        var source = await SaveAsync();
        var page = await Admin.GetJsonAsync($"/v1/enterprises?source={source}&facets=sector,country,intentType&limit=1");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(page.Items(), Has.Count.EqualTo(1), "the page is as before");
            Assert.That(page["nextCursor"], Is.Not.Null);
            Assert.That(Counts(page, "sector"), Is.EqualTo(["dairy 2", "beverages 1", "cheese-paneer-curd 1", "coffee 1", "ghee-butter 1", "metals 1"]));
            Assert.That(Counts(page, "country"), Is.EqualTo(["PL 2", "IN 1"]));
            Assert.That(Counts(page, "intentType"), Is.EqualTo(["supply 1", "trade 1"]));
        }
    }

    [Test]
    public async Task Intents_on_the_board_are_counted()
    {
        var source = await SaveAsync();
        var page = await Admin.GetJsonAsync($"/v1/intents?source={source}&facets=intentType,sector,country");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Counts(page, "intentType"), Is.EqualTo(["trade 2", "supply 1"]));
            Assert.That(Counts(page, "sector"), Is.EqualTo(["beverages 3", "cheese-paneer-curd 3", "coffee 3", "dairy 3", "ghee-butter 3"]));
            Assert.That(Counts(page, "country"), Is.EqualTo(["IN 3"]));
        }
    }

    [Test]
    public async Task The_filters_hold_for_the_counts()
    {
        var source = await SaveAsync();
        Assert.That(Counts(await Admin.GetJsonAsync($"/v1/enterprises?source={source}&sector=dairy&facets=country"), "country"), Is.EqualTo(["IN 1", "PL 1"]));
        Assert.That(Counts(await Admin.GetJsonAsync($"/v1/enterprises?source={source}&intentType=trade&facets=country"), "country"), Is.EqualTo(["IN 1"]));
        Assert.That(Counts(await Admin.GetJsonAsync($"/v1/enterprises?source={source}&role=seeks&facets=intentType"), "intentType"), Is.EqualTo(["supply 1"]));
        Assert.That(Counts(await Admin.GetJsonAsync($"/v1/intents?source={source}&role=seeks&facets=intentType"), "intentType"), Is.EqualTo(["supply 1"]));
        Assert.That(Counts(await Admin.GetJsonAsync($"/v1/enterprises?source={source}&country=AE&facets=country"), "country"), Is.Empty);
    }

    [Test]
    public async Task Each_count_is_what_its_filter_finds()
    {
        var source = await SaveAsync();
        var page = await Admin.GetJsonAsync($"/v1/enterprises?source={source}&facets=sector,country,intentType");
        foreach (var (facet, values) in page["facets"]!.AsObject())
            foreach (var value in values!.AsArray())
                Assert.That((await Admin.GetJsonAsync($"/v1/enterprises?source={source}&{facet}={value!["value"]}")).Items(), Has.Count.EqualTo((int)value["count"]!), $"{facet} {value}");
    }

    [Test]
    public async Task Only_what_a_caller_may_see_is_counted()
    {
        var source = await SaveAsync();
        await Admin.SaveAsync(Samples.Small(source, "draft").With("status", "\"draft\"").With("sectors", """["dairy"]"""));
        await Admin.SaveAsync(Samples.Small(source, "arms").With("sectors", """["small-arms"]"""));
        using var other = await Desk.ClientAsync(DeskRole.Officer, New("p"));
        var page = await other.GetJsonAsync($"/v1/enterprises?source={source}&facets=sector,country");
        Assert.That(Counts(page, "country"), Is.EqualTo(["PL 2", "IN 1"]));
        Assert.That(Counts(page, "sector"), Has.Some.EqualTo("dairy 2").And.None.Contains("arms").And.None.Contains("ammunition"));
    }

    [TestCase("enterprises", "colour")]
    [TestCase("enterprises", "sector,colour")]
    [TestCase("enterprises", "")]
    [TestCase("enterprises", "sector,")]
    [TestCase("enterprises", "Sector")]
    [TestCase("intents", "size")]
    public async Task Unknown_facets_are_refused_with_the_right_ones(string list, string facets)
    {
        using var response = await Admin.GetAsync($"/v1/{list}?facets={facets}");
        Assert.That(response.Code(), Is.EqualTo(400));
        var fault = (await response.JsonAsync())["errors"]![0]!;
        Assert.That((string?)fault["pointer"], Is.EqualTo("?facets"));
        Assert.That((string?)fault["message"], Does.Contain("sector, country, intentType"));
    }

    [Test]
    public async Task Without_the_parameter_there_are_no_counts() =>
        Assert.That((await Admin.GetJsonAsync("/v1/enterprises?limit=1"))["facets"], Is.Null);

    private async Task<string> SaveAsync()
    {
        var source = New("s");
        await Admin.SaveAsync(Samples.Small(source, "1", "IN").With("sectors", """["ghee-butter", "cheese-paneer-curd"]""").With("intents", Offer));
        await Admin.SaveAsync(Samples.Small(source, "2").With("sectors", """["dairy"]"""));
        await Admin.SaveAsync(Samples.Small(source, "3").With("sectors", """["metals"]"""));
        return source;
    }

    private static IEnumerable<string> Counts(JsonNode page, string facet) => page["facets"]![facet]!.AsArray().Select(f => $"{f!["value"]} {f["count"]}");
}
