using System.Text.Json.Nodes;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Matches;

public sealed class ExplanationTests : DeskTests
{
    private static readonly string[] Factors = ["intent", "sector", "product", "text", "market", "capability", "preference", "trust", "language"];
    private JsonNode dairy = null!, gulf = null!;

    [OneTimeSetUp]
    public async Task Save()
    {
        dairy = await Admin.SaveAsync(Samples.IndianDairy());
        gulf = await Admin.SaveAsync(Samples.GulfDistributor().With("certifications", null));
        await Admin.SaveAsync(Samples.GulfDistributor("PL-1").With("country", "\"PL\"").With("languages", """["pl"]"""));
    }

    [TestCase("none", false, false)]
    [TestCase("reasons", true, false)]
    [TestCase("full", true, true)]
    public async Task An_answer_tells_as_much_as_was_asked(string level, bool reasons, bool full)
    {
        foreach (var item in (await Admin.GetJsonAsync($"{dairy.Path()}/matches?explain={level}")).Items())
            Assert.That((item["reasons"] is not null, item["explanation"] is not null, item["improve"] is not null), Is.EqualTo((reasons, full, full)));
    }

    [Test]
    public async Task How_much_is_told_changes_no_score()
    {
        async Task<string> ScoresAsync(string level) =>
            string.Join(';', (await Admin.GetJsonAsync($"{dairy.Path()}/matches?explain={level}")).Items().Select(i => $"{i["peer"]!["id"]} {i["score"]} {i["forward"]} {i["backward"]}"));
        Assert.That(await ScoresAsync("none"), Is.EqualTo(await ScoresAsync("full")).And.EqualTo(await ScoresAsync("reasons")));
    }

    [Test]
    public async Task The_contributions_of_a_direction_add_up_to_its_score()
    {
        var items = (await Admin.GetJsonAsync(dairy.Path() + "/matches?explain=full")).Items();
        Assert.That(items, Has.Count.AtLeast(2));
        foreach (var item in items)
            foreach (var direction in (string[])["forward", "backward"])
            {
                var factors = item["explanation"]![direction]!.AsArray();
                Assert.That(factors.Select(f => (string?)f!["factor"]), Is.EqualTo(Factors));
                Assert.That(factors.Sum(f => (double)f!["contribution"]!), Is.EqualTo((double)item[direction]!).Within(1e-6));
                foreach (var factor in factors)
                    Assert.That((double)factor!["contribution"]!, Is.EqualTo((double)factor["value"]! * (double)factor["weight"]!).Within(1e-8), (string?)factor["factor"]);
            }
    }

    [TestCase("Add the sector Dairy", "asker", """{"sectors": ["ghee-butter", "dairy"]}""")]
    [TestCase("Add the sector Ghee and butter", "peer", """{"sectors": ["dairy", "ghee-butter"]}""")]
    [TestCase("Name India as a target", "peer", """{"intents": [{"type": "distribution", "role": "offers", "value": {"min": 10000, "max": 100000, "currency": "USD"}, "countries": {"accept": ["IN"]}}]}""")]
    public async Task What_would_raise_the_score_raises_it_by_what_was_said(string change, string by, string patch)
    {
        var (asker, peer) = (await Admin.SaveAsync(Samples.IndianDairy(New("x"))), await Admin.SaveAsync(Samples.GulfDistributor(New("x"))));
        async Task<JsonNode> MatchAsync() => (await Admin.GetJsonAsync($"{asker.Path()}/matches/{peer.Id()}"))["match"]!;
        var before = await MatchAsync();
        var improve = before["improve"]!.AsArray().SingleOrDefault(i => (string?)i!["change"] == change && (string?)i["by"] == by);
        Assert.That(improve, Is.Not.Null, before["improve"]!.ToJsonString());
        await Admin.ChangeAsync(by == "asker" ? asker : peer, patch);
        Assert.That((double)(await MatchAsync())["score"]! - (double)before["score"]!, Is.EqualTo((double)improve!["gain"]!).Within(1.5e-6).And.GreaterThan(0));
    }

    [Test]
    public async Task At_most_three_changes_are_named_the_best_first()
    {
        var improve = (await Admin.GetJsonAsync($"{dairy.Path()}/matches/{gulf.Id()}"))["match"]!["improve"]!.AsArray();
        Assert.That(improve, Has.Count.InRange(1, 3));
        Assert.That(improve.Select(i => (double)i!["gain"]!), Is.Ordered.Descending);
    }

    [Test]
    public async Task Reasons_are_sentences_for_people()
    {
        foreach (var item in (await Admin.GetJsonAsync(dairy.Path() + "/matches")).Items())
            Assert.That(item["reasons"].Texts(), Has.Count.InRange(1, 6).And.Unique.And.All.Match("^[A-Z].{8,}$").And.All.Not.Contains("null"));
    }
}
