using System.Text.Json.Nodes;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Taxonomy;

public sealed class ReferenceDataTests : DeskTests
{
    [Test]
    public async Task The_sector_tree_is_public_and_whole()
    {
        var tree = await Desk.Anonymous.GetJsonAsync("/v1/sectors");
        var nodes = tree.Items();
        var slugs = nodes.Select(n => (string)n["slug"]!).ToList();
        var tops = nodes.Where(n => n["parent"] is null).Select(n => (string)n["slug"]!).ToHashSet();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((string?)tree["version"], Is.Not.Empty);
            Assert.That(slugs, Is.Unique.And.All.Match("^[a-z0-9]+(-[a-z0-9]+)*$"));
            Assert.That(tops, Has.Count.AtLeast(24));
            Assert.That(slugs, Has.Count.AtLeast(24 + 140));
            Assert.That(nodes.Where(n => n["parent"] is not null).Select(n => (string)n["parent"]!).Distinct(), Is.SubsetOf(tops), "every leaf lies in a top sector");
            Assert.That(nodes.SelectMany(n => n["related"].Texts()).Distinct(), Is.SubsetOf(slugs), "every link leads to a sector");
            Assert.That(nodes.Select(n => (string?)n["label"]), Is.All.Not.Empty);
            Assert.That(nodes.Where(n => (bool)n["controlled"]!).Select(n => (string?)n["parent"] ?? (string)n["slug"]!).Distinct(), Is.EquivalentTo(["defence", "ammunition"]));
        }
    }

    [Test]
    public async Task One_sector_is_as_it_is_in_the_tree()
    {
        var one = await Desk.Anonymous.GetJsonAsync("/v1/sectors/ghee-butter");
        Assert.That(JsonNode.DeepEquals(one, (await Desk.Anonymous.GetJsonAsync("/v1/sectors")).Items().Single(n => (string?)n["slug"] == "ghee-butter")));
        Assert.That((string?)one["parent"], Is.EqualTo("dairy"));
        Assert.That(one["codes"]!.ToJsonString(), Does.Contain("""{"scheme":"HS","code":"0405"}"""));
    }

    [TestCase("dairi", "dairy")]
    [TestCase("ghee-buter", "ghee-butter")]
    public async Task A_mistyped_sector_is_answered_with_the_nearest(string slug, string meant)
    {
        using var response = await Desk.Anonymous.GetAsync("/v1/sectors/" + slug);
        Assert.That((string?)(await response.ProblemAsync(404, "not-found"))["detail"], Does.Contain($"'{meant}'"));
    }

    [Test]
    public async Task Countries_are_public_with_their_names_regions_and_blocs()
    {
        var list = await Desk.Anonymous.GetJsonAsync("/v1/countries");
        Assert.That(list.Items().Select(c => (string?)c["code"]).ToList(), Is.Unique.And.Count.AtLeast(249).And.All.Match("^[A-Z]{2}$"));
        var poland = list.Items().Single(c => (string?)c["code"] == "PL");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((string?)poland["alpha3"], Is.EqualTo("POL"));
            Assert.That((string?)poland["name"], Is.EqualTo("Poland"));
            Assert.That((string?)poland["region"], Is.EqualTo("europe"));
            Assert.That((string?)poland["currency"], Is.EqualTo("PLN"));
            Assert.That(poland["blocs"].Texts(), Has.Member("EU"));
            Assert.That(list["blocs"]!.AsArray().Single(b => (string?)b!["code"] == "EU")!["members"]!.AsArray(), Has.Count.EqualTo(27));
        }
    }

    [TestCase("AE", "2022-04-30", false)]
    [TestCase("AE", "2022-05-01", true)]
    public async Task A_country_names_the_agreements_in_force_on_a_day(string code, string on, bool inForce)
    {
        var agreements = (await Desk.Anonymous.GetJsonAsync($"/v1/countries/{code}?on={on}"))["agreements"]!.AsArray().Select(a => (string?)a!["code"]);
        Assert.That(agreements.Contains("IN-AE-CEPA"), Is.EqualTo(inForce));
    }

    [TestCase("POL", "'PL'")]
    [TestCase("Polska", "'PL'")]
    [TestCase("pl", "PL")]
    [TestCase("XX", "ISO 3166-1")]
    public async Task A_country_that_is_not_found_is_answered_with_what_was_meant(string code, string words)
    {
        using var response = await Desk.Anonymous.GetAsync("/v1/countries/" + code);
        Assert.That((string?)(await response.ProblemAsync(404, "not-found"))["detail"], Does.Contain(words));
    }

    [Test]
    public async Task A_day_that_is_none_is_refused()
    {
        using var response = await Desk.Anonymous.GetAsync("/v1/countries/PL?on=2026-13-01");
        Assert.That((await response.ProblemAsync(400, "parameter")).Pointers(), Is.EqualTo(["?on"]));
    }

    [Test]
    public async Task Partnership_types_name_their_roles_and_complements()
    {
        var list = await Desk.Anonymous.GetJsonAsync("/v1/intent-types");
        var types = list.Items().ToDictionary(t => (string)t["type"]!, t => t["roles"].Texts());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(types, Has.Count.EqualTo(17));
            Assert.That(types["distribution"], Is.EqualTo(["offers", "seeks"]));
            Assert.That(types["joint-venture"], Is.EqualTo(["mutual"]));
            Assert.That(list["version"], Is.Not.Null);
        }

        foreach (var line in list["complements"]!.AsArray())
        {
            Assert.That((double)line!["strength"]!, Is.GreaterThan(0).And.LessThanOrEqualTo(1));
            Assert.That(types[(string)line["ask"]!], Has.Member((string?)line["askRole"]));
            Assert.That(types[(string)line["give"]!], Has.Member((string?)line["giveRole"]));
        }

        Assert.That(types.Keys, Is.All.Matches<string>(t => list["complements"]!.AsArray().Any(l => (string?)l!["ask"] == t && (string?)l["give"] == t)), "each type answers itself");
    }
}
