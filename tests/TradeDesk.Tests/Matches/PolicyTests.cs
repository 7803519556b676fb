using System.Text.Json.Nodes;
using TradeDesk.Matches;
using TradeDesk.Matching;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Matches;

/// <summary>Policies that an administrator defines, beside those that every desk has.</summary>
public sealed class PolicyTests
{
    private TestDatabase database = null!;
    private Desk desk = null!;
    private JsonNode dairy = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        desk = await Desk.StartAsync(
            database = new TestDatabase(),
            "--Matching:Policies:zeal:Weights:trust=1", "--Matching:Policies:zeal:SectorFloor=0",
            "--Matching:Policies:halal:Version=3", "--Matching:Policies:halal:Weights:Sector=0.75", "--Matching:Policies:halal:Weights:capability=0.25",
            "--Matching:Policies:default:Version=99", "--Matching:Policies:default:Weights:product=1");
        dairy = await desk.Admin.SaveAsync(Samples.IndianDairy());
        await desk.Admin.SaveAsync(Samples.GulfDistributor());
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await desk.DisposeAsync();
        database.Dispose();
    }

    [Test]
    public async Task All_are_listed_with_version_weights_and_floor()
    {
        var items = (await desk.Anonymous.GetJsonAsync("/v1/policies")).Items();
        Assert.That(items.Select(p => (string?)p["policy"]), Is.EqualTo([.. MatchPolicies.BuiltIn.Select(MatchPolicies.Label), "default@99", "halal@3", "zeal@1"]));
        var halal = items[4]["weights"]!.AsObject().ToDictionary(w => w.Key, w => (double)w.Value!);
        Assert.That(halal.Where(w => w.Value > 0), Is.EquivalentTo(new Dictionary<string, double> { ["sector"] = .75, ["capability"] = .25 }));
        Assert.That(halal, Has.Count.EqualTo(9));
        Assert.That(items.Select(p => (double?)p["sectorFloor"]), Is.EqualTo([.4, .4, .4, .4, .4, 0]));
    }

    [TestCase("", "default@99")]
    [TestCase("?policy=default", "default@99")]
    [TestCase("?policy=halal", "halal@3")]
    [TestCase("?policy=halal@3", "halal@3")]
    [TestCase("?policy=sourcing", "sourcing@1")]
    public async Task An_answer_is_scored_by_the_policy_it_names(string query, string policy)
    {
        var answer = await desk.Admin.GetJsonAsync(dairy.Path() + "/matches" + query);
        var best = answer.Items().Single();
        Assert.That((string?)answer["policy"], Is.EqualTo(policy));
        Assert.That((double)best["score"]! == 1, Is.EqualTo(policy == "default@99"), "only products count there, and they are the same");
        var pair = await desk.Admin.GetJsonAsync($"{dairy.Path()}/matches/{(string?)best["peer"]!["id"]}{query}");
        Assert.That(((string?)pair["policy"], (double?)pair["match"]!["score"]), Is.EqualTo((policy, (double?)best["score"])));
    }

    [Test]
    public async Task The_version_that_was_replaced_can_still_be_asked_for()
    {
        var before = MatchPolicies.Label(ScoringPolicy.Default);
        Assert.That((string?)(await desk.Admin.GetJsonAsync($"{dairy.Path()}/matches?policy={before}"))["policy"], Is.EqualTo(before));
    }

    [TestCase("halal@1")]
    [TestCase("halal@")]
    [TestCase("Halal")]
    [TestCase("strict")]
    public async Task An_unknown_name_or_version_is_answered_with_the_names(string policy)
    {
        using var response = await desk.Admin.GetAsync($"{dairy.Path()}/matches?policy={policy}");
        var error = (await response.ProblemAsync(400, "parameter"))["errors"]![0]!;
        Assert.That((string?)error["message"], Does.Contain("default, sourcing, technology, halal, zeal"));
    }
}
