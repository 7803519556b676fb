using System.Text.Json.Nodes;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Matches;

/// <summary>Balanced exposure: who is shown changes, what is said of them does not.</summary>
public sealed class ExposureTests : DeskTests
{
    private readonly List<JsonNode> askers = [];

    [OneTimeSetUp]
    public async Task Save()
    {
        for (var i = 0; i < 6; i++)
            askers.Add(await Admin.SaveAsync(Samples.IndianDairy($"IN-{i}")));
        for (var i = 0; i < 12; i++)
            await Admin.SaveAsync(Samples.GulfDistributor($"AE-{i}"));
    }

    [Test]
    public async Task Equal_peers_are_shared_out_and_their_scores_stay_true()
    {
        var best = await ListsAsync("limit=2");
        var balanced = await ListsAsync("limit=2&exposure=balanced");
        Assert.That(Peers(best), Has.Count.EqualTo(2), "ties by id show everybody the same two");
        Assert.That(Peers(balanced), Has.Count.GreaterThan(2));
        for (var i = 0; i < askers.Count; i++)
            Assert.That(balanced[i].Items().Select(m => (double)m["score"]!), Is.EqualTo(best[i].Items().Select(m => (double)m["score"]!)));
    }

    [Test]
    public async Task The_answer_says_what_it_is_ranked_by()
    {
        var balanced = await Admin.GetJsonAsync(askers[0].Path() + "/matches?exposure=balanced");
        Assert.That((string?)balanced["exposure"], Is.EqualTo("balanced"));
        Assert.That(balanced.Items().Select(m => (int?)m["rivals"]), Is.All.EqualTo(0), "all six are as good for every peer");
        Assert.That(balanced.Items().Select(m => (int?)m["rank"]), Is.EqualTo(Enumerable.Range(1, 12)));
        foreach (var query in (string[])["", "?exposure=best"])
        {
            var best = await Admin.GetJsonAsync(askers[0].Path() + "/matches" + query);
            Assert.That(((string?)best["exposure"], best.Items()[0]["rivals"]), Is.EqualTo(("best", (JsonNode?)null)));
        }
    }

    [Test]
    public async Task Who_suits_a_peer_less_has_rivals()
    {
        var late = await Admin.SaveAsync(Samples.IndianDairy("IN-late").With("products", null).With("keywords", null));
        var items = (await Admin.GetJsonAsync(late.Path() + "/matches?exposure=balanced")).Items();
        using var deleted = await Admin.DeleteAsync(late.Path(), "*");
        Assert.That(items.Select(m => (int?)m["rivals"]), Is.Not.Empty.And.All.EqualTo(6));
    }

    [Test]
    public async Task The_same_question_has_the_same_answer()
    {
        var path = askers[0].Path() + "/matches?exposure=balanced";
        Assert.That(JsonNode.DeepEquals(await Admin.GetJsonAsync(path), await Admin.GetJsonAsync(path)));
        Assert.That(JsonNode.DeepEquals(await AskAsync(Samples.IndianDairy()), await AskAsync(Samples.IndianDairy())), "a need too, though it has no id");
        Assert.That(await AskAsync(Samples.IndianDairy()), Has.Count.EqualTo(3));
    }

    private async Task<JsonArray> AskAsync(JsonObject need)
    {
        using var response = await Admin.SendJsonAsync(HttpMethod.Post, "/v1/matches/query", $$"""{"needs": [{{need.ToJsonString()}}], "exposure": "balanced", "limit": 3, "explain": "none"}""");
        var answer = (await response.JsonAsync()).Items().Single();
        Assert.That((string?)answer["exposure"], Is.EqualTo("balanced"));
        return [.. answer.Items().Select(m => (JsonNode)(string)m["peer"]!["id"]!)];
    }

    private async Task<List<JsonNode>> ListsAsync(string query)
    {
        var lists = new List<JsonNode>();
        foreach (var asker in askers)
            lists.Add(await Admin.GetJsonAsync($"{asker.Path()}/matches?{query}"));
        return lists;
    }

    private static HashSet<string> Peers(List<JsonNode> lists) => [.. lists.SelectMany(l => l.Items()).Select(m => (string)m["peer"]!["id"]!)];
}
