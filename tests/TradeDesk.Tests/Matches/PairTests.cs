using System.Text.Json.Nodes;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Matches;

public sealed class PairTests : DeskTests
{
    private const string Day = "2026-11-22";
    private JsonNode dairy = null!;

    [OneTimeSetUp]
    public async Task Save() => dairy = await Admin.SaveAsync(Samples.IndianDairy().With("ownership", """{"group": "one-house"}"""));

    [Test]
    public async Task A_pair_that_matches_is_explained_in_full()
    {
        var gulf = await Admin.SaveAsync(Samples.GulfDistributor(New("x")));
        var answer = await Admin.GetJsonAsync($"{dairy.Path()}/matches/{gulf.Id()}?on={Day}&policy=sourcing");
        var listed = (await Admin.GetJsonAsync($"{dairy.Path()}/matches?explain=full&limit=100&on={Day}&policy=sourcing")).Items().Single(i => (string?)i["peer"]!["id"] == gulf.Id());
        listed["rank"] = 1;
        Assert.That(((bool?)answer["matched"], (string?)answer["policy"], (string?)answer["on"]), Is.EqualTo((true, "sourcing@1", Day)));
        Assert.That(JsonNode.DeepEquals(answer["match"], listed), "as in the list");
        Assert.That(answer["failedConstraints"], Is.Null);
    }

    [TestCase("status", "\"inactive\"", "active")]
    [TestCase("consent", """{"matching": false}""", "consent")]
    [TestCase("ownership", """{"group": "one-house"}""", "same-owner")]
    [TestCase("country", "\"IN\"", "sides")]
    [TestCase("country", "\"DE\"", "market")]
    [TestCase("intents", """[]""", "intent-open")]
    [TestCase("intents", """[{"type": "distribution", "role": "offers", "status": "closed"}]""", "intent-open")]
    [TestCase("intents", """[{"type": "distribution", "role": "offers", "validUntil": "2026-11-21"}]""", "intent-open")]
    [TestCase("intents", """[{"type": "distribution", "role": "seeks"}]""", "complement")]
    [TestCase("intents", """[{"type": "training", "role": "offers"}]""", "complement")]
    [TestCase("intents", """[{"type": "distribution", "role": "offers", "sectors": ["rd-services"], "products": [{"scheme": "HS-2022", "code": "84"}]}]""", "sector")]
    [TestCase("intents", """[{"type": "distribution", "role": "offers", "countries": {"accept": ["DE", "EU"]}}]""", "market")]
    [TestCase("intents", """[{"type": "distribution", "role": "offers", "countries": {"exclude": ["southern-asia"]}}]""", "market")]
    [TestCase("intents", """[{"type": "distribution", "role": "offers", "requires": {"certifications": [{"code": "KOSHER", "mandatory": true}]}}]""", "certification")]
    public async Task A_pair_that_fails_says_which_constraint_and_what_would_be_right(string member, string value, string constraint)
    {
        var peer = await Admin.SaveAsync(Samples.GulfDistributor(New("x")).With(member, value));
        foreach (var path in (string[])[$"{dairy.Path()}/matches/{peer.Id()}?on={Day}", $"{peer.Path()}/matches/{dairy.Id()}?on={Day}"])
        {
            var answer = await Admin.GetJsonAsync(path);
            Assert.That((bool?)answer["matched"], Is.False);
            Assert.That(answer["match"], Is.Null);
            var failed = answer["failedConstraints"]!.AsArray();
            Assert.That(failed.Select(f => (string?)f!["constraint"]), Is.EqualTo([constraint]));
            Assert.That((string?)failed[0]!["detail"], Has.Length.GreaterThan(20));
        }

        Assert.That((await Admin.GetJsonAsync($"{dairy.Path()}/matches?limit=100&on={Day}")).ToJsonString(), Does.Not.Contain(peer.Id()));
    }

    [Test]
    public async Task Several_constraints_may_fail_at_once()
    {
        var peer = await Admin.SaveAsync(Samples.GulfDistributor(New("x")).With("status", "\"inactive\"").With("country", "\"IN\""));
        var failed = (await Admin.GetJsonAsync($"{dairy.Path()}/matches/{peer.Id()}"))["failedConstraints"]!.AsArray();
        Assert.That(failed.Select(f => (string?)f!["constraint"]), Is.EqualTo(["sides", "active"]));
    }

    [Test]
    public async Task Nobody_matches_itself()
    {
        var answer = await Admin.GetJsonAsync($"{dairy.Path()}/matches/{dairy.Id()}");
        Assert.That(answer["failedConstraints"]!.AsArray().Select(f => (string?)f!["constraint"]), Has.Member("sides"));
    }

    [Test]
    public async Task A_mandatory_certificate_that_is_held_is_no_obstacle()
    {
        var peer = await Admin.SaveAsync(Samples.GulfDistributor(New("x")).With("intents", """[{"type": "distribution", "role": "offers", "requires": {"certifications": [{"code": "haccp", "mandatory": true}]}}]"""));
        Assert.That((bool?)(await Admin.GetJsonAsync($"{dairy.Path()}/matches/{peer.Id()}"))["matched"], Is.True);
    }

    [Test]
    public async Task What_is_not_there_is_not_found_on_either_side()
    {
        foreach (var path in (string[])[$"{dairy.Path()}/matches/ent_none", $"/v1/enterprises/ent_none/matches/{dairy.Id()}"])
        {
            using var response = await Admin.GetAsync(path);
            await response.ProblemAsync(404, "not-found");
        }
    }

    [TestCase("policy=none", "?policy")]
    [TestCase("on=tomorrow", "?on")]
    public async Task A_wrong_parameter_is_named(string query, string pointer)
    {
        using var response = await Admin.GetAsync($"{dairy.Path()}/matches/{dairy.Id()}?{query}");
        Assert.That((await response.ProblemAsync(400, "parameter")).Pointers(), Is.EqualTo([pointer]));
    }
}
