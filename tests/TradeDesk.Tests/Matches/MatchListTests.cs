using System.Text.Json.Nodes;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Matches;

public sealed class MatchListTests : DeskTests
{
    private JsonNode dairy = null!, gulf = null!, polish = null!;

    [OneTimeSetUp]
    public async Task Save()
    {
        dairy = await Admin.SaveAsync(Samples.IndianDairy());
        gulf = await Admin.SaveAsync(Samples.GulfDistributor());
        polish = await Admin.SaveAsync(Samples.GulfDistributor("PL-1").With("country", "\"PL\"").With("products", null).With("certifications", null).With("keywords", null));
        await Admin.SaveAsync(Samples.GulfDistributor("DE-1").With("country", "\"DE\""));
        await Admin.SaveAsync(Samples.IndianDairy("IN-2"));
    }

    [Test]
    public async Task The_best_peers_come_first_with_both_directions_and_reasons()
    {
        var answer = await Admin.GetJsonAsync(dairy.Path() + "/matches");
        var items = answer.Items();
        Assert.That(items.Select(i => (string?)i["peer"]!["id"]), Is.EqualTo([gulf.Id(), polish.Id()]), "Germany is not among the countries that are wanted, home is no peer");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((string?)answer["policy"], Is.EqualTo("default@2"));
            Assert.That((string?)answer["on"], Is.EqualTo(DateTime.UtcNow.ToString("yyyy-MM-dd", null)));
            Assert.That((long?)answer["snapshot"], Is.EqualTo(5));
            Assert.That(items.Select(i => (int?)i["rank"]), Is.EqualTo([1, 2]));
            Assert.That(items.Select(i => (double)i["score"]!), Is.Ordered.Descending.And.All.InRange(0.01, 1));
            Assert.That((string?)items[0]["intents"]!["query"], Is.EqualTo((string?)dairy["intents"]![0]!["id"]));
            Assert.That((string?)items[0]["intents"]!["peer"], Is.EqualTo((string?)gulf["intents"]![0]!["id"]));
            Assert.That(items[0]["peer"]!.ToJsonString(), Is.EqualTo($$"""{"id":"{{gulf.Id()}}","legalName":"Gulf Dairy Trading","country":"AE","sectors":["dairy"]}"""));
            Assert.That(items[0]["reasons"].Texts(), Has.Some.Contains("distribut").And.Some.Contains("HS 0405.90").And.Some.Contains("HALAL").And.Some.Contains("United Arab Emirates"));
        }

        foreach (var item in items)
        {
            var (forward, backward) = ((double)item["forward"]!, (double)item["backward"]!);
            Assert.That((double)item["score"]!, Is.EqualTo(2 * forward * backward / (forward + backward)).Within(2e-6), "the harmonic mean");
        }
    }

    [Test]
    public async Task From_the_other_side_the_pair_has_the_same_score_with_the_directions_exchanged()
    {
        var ours = (await Admin.GetJsonAsync(dairy.Path() + "/matches")).Items().Single(i => (string?)i["peer"]!["id"] == gulf.Id());
        var theirs = (await Admin.GetJsonAsync(gulf.Path() + "/matches")).Items().Single(i => (string?)i["peer"]!["id"] == dairy.Id());
        Assert.That((double)theirs["score"]!, Is.EqualTo((double)ours["score"]!));
        Assert.That((double)theirs["forward"]!, Is.EqualTo((double)ours["backward"]!));
        Assert.That((double)theirs["backward"]!, Is.EqualTo((double)ours["forward"]!));
    }

    [TestCase("country=PL", "PL")]
    [TestCase("country=DE", "")]
    [TestCase("country=IN", "")]
    [TestCase("sector=dairy", "AE,PL")]
    [TestCase("sector=ice-cream", "")]
    [TestCase("intentType=distribution", "AE,PL")]
    [TestCase("intentType=trade", "")]
    [TestCase("limit=1", "AE")]
    [TestCase("minScore=0", "AE,PL")]
    [TestCase("minScore=1", "")]
    [TestCase("intent=int_none", "")]
    [TestCase("policy=sourcing", "AE,PL")]
    [TestCase("policy=technology@1", "AE,PL")]
    public async Task A_filter_leaves_what_it_means(string query, string countries)
    {
        var answer = await Admin.GetJsonAsync($"{dairy.Path()}/matches?{query}");
        Assert.That(string.Join(',', answer.Items().Select(i => (string?)i["peer"]!["country"]).Order()), Is.EqualTo(countries));
    }

    [Test]
    public async Task The_least_score_is_itself_enough()
    {
        var best = (double)(await Admin.GetJsonAsync(dairy.Path() + "/matches")).Items()[0]["score"]!;
        Assert.That((await Admin.GetJsonAsync($"{dairy.Path()}/matches?minScore={best:R}")).Items(), Has.Count.EqualTo(1));
        Assert.That((await Admin.GetJsonAsync($"{dairy.Path()}/matches?minScore={best + 1e-6:F6}")).Items(), Is.Empty);
    }

    [Test]
    public async Task A_policy_weighs_as_its_description_says()
    {
        foreach (var policy in (await Desk.Anonymous.GetJsonAsync("/v1/policies")).Items())
        {
            var weights = policy["weights"]!.AsObject();
            Assert.That(weights.Sum(w => (double)w.Value!), Is.EqualTo(1).Within(1e-9));
            var answer = await Admin.GetJsonAsync($"{dairy.Path()}/matches?explain=full&policy={Uri.EscapeDataString((string)policy["policy"]!)}");
            Assert.That((string?)answer["policy"], Is.EqualTo((string?)policy["policy"]));
            foreach (var factor in answer.Items()[0]["explanation"]!["forward"]!.AsArray())
                Assert.That((double)factor!["weight"]!, Is.EqualTo((double)weights[(string)factor["factor"]!]!), (string?)factor["factor"]);
        }
    }

    [TestCase("limit=0", "?limit")]
    [TestCase("limit=101", "?limit")]
    [TestCase("limit=x", "?limit")]
    [TestCase("country=XX", "?country")]
    [TestCase("sector=dairi", "?sector")]
    [TestCase("intentType=barter", "?intentType")]
    [TestCase("minScore=1.1", "?minScore")]
    [TestCase("minScore=-0.1", "?minScore")]
    [TestCase("minScore=NaN", "?minScore")]
    [TestCase("policy=default@99", "?policy")]
    [TestCase("on=2026-02-30", "?on")]
    [TestCase("explain=everything", "?explain")]
    [TestCase("exposure=fair", "?exposure")]
    [TestCase("limit=0&country=XX&sector=x-y-z&intentType=x&minScore=9&policy=x&explain=x", "?limit,?country,?sector,?minScore,?policy,?intentType,?explain")]
    public async Task A_wrong_parameter_is_named(string query, string pointers)
    {
        using var response = await Admin.GetAsync($"{dairy.Path()}/matches?{query}");
        Assert.That((await response.ProblemAsync(400, "parameter")).Pointers(), Is.EquivalentTo(pointers.Split(',')));
    }

    [TestCase("ent_01JD8Q4Z7K5V3M2N1P0R9S8T7W")]
    [TestCase("x")]
    public async Task Matches_of_what_is_not_there_are_not_found(string id)
    {
        using var response = await Admin.GetAsync($"/v1/enterprises/{id}/matches");
        await response.ProblemAsync(404, "not-found");
    }
}
