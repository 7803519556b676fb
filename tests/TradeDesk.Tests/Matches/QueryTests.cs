using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TradeDesk.Access;
using TradeDesk.Matches;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Matches;

public sealed class QueryTests : DeskTests
{
    private JsonNode dairy = null!;

    [OneTimeSetUp]
    public async Task Save() => dairy = await Admin.SaveAsync(Samples.IndianDairy());

    [TestCase(1)]
    [TestCase(100)]
    public async Task Each_need_has_its_answer_in_order(int count)
    {
        var needs = Enumerable.Range(0, count).Select(i => i % 2 == 0 ? Samples.GulfDistributor() : Samples.GulfDistributor().With("country", "\"DE\"")).ToList();
        using var response = await AskAsync(Admin, needs);
        Assert.That(response.Code(), Is.EqualTo(200));
        var answers = (await response.JsonAsync()).Items();
        Assert.That(answers, Has.Count.EqualTo(count));
        for (var i = 0; i < count; i++)
            Assert.That(answers[i].Items().Select(m => (string?)m["peer"]!["id"]), Is.EqualTo(i % 2 == 0 ? [dairy.Id()] : Array.Empty<string>()), $"need {i}");
    }

    [Test]
    public async Task Needs_that_take_too_long_are_answered_with_what_to_do()
    {
        using var database = new TestDatabase();
        await using var desk = await Desk.StartAsync(database, services => services.AddSingleton(new MatchPatience(TimeSpan.Zero, TimeSpan.Zero)));
        using var response = await AskAsync(desk.Admin, [Samples.GulfDistributor()]);
        Assert.That((string?)(await response.ProblemAsync(503, "too-long"))["detail"], Does.Contain("fewer needs"));
        Assert.That(response.Headers.RetryAfter?.Delta, Is.GreaterThan(TimeSpan.Zero));
    }

    [TestCase(0)]
    [TestCase(101)]
    public async Task None_or_more_than_a_hundred_needs_are_refused(int count)
    {
        using var response = await AskAsync(Admin, Enumerable.Range(0, count).Select(_ => Samples.GulfDistributor()));
        Assert.That((await response.ProblemAsync(422, "invalid")).Pointers(), Is.EqualTo(["/needs"]));
    }

    [Test]
    public async Task A_need_scores_as_the_same_enterprise_would_when_it_is_stored()
    {
        var sent = Samples.GulfDistributor(New("x"));
        using var response = await AskAsync(Admin, [sent], """, "explain": "full" """);
        var asked = (await response.JsonAsync()).Items()[0].Items().Single();
        var stored = await Admin.SaveAsync(sent);
        var listed = (await Admin.GetJsonAsync(stored.Path() + "/matches?explain=full")).Items().Single();
        using var deleted = await Admin.DeleteAsync(stored.Path(), "*");
        Assert.That((double)asked["score"]!, Is.EqualTo((double)listed["score"]!));
        Assert.That(JsonNode.DeepEquals(asked["explanation"], listed["explanation"]));
    }

    [TestCase("Wholesale lots of ghee and cheese wanted", true)]
    [TestCase("Retail and wholesale", false)]
    [TestCase("Steel pipes and tubes", false)]
    public async Task A_need_without_sectors_is_asked_for_by_its_words_stored_or_not(string summary, bool meets)
    {
        var seller = await Admin.SaveAsync(Samples.Small("in-words", New("s"), "IN", "Seller of ghee").With("sectors", """["dairy"]""").With("intents", """[{ "type": "trade", "role": "offers" }]"""));
        var need = Samples.Small("ae-words", New("n"), "AE", "Buyer").With("intents", $$"""[{ "type": "trade", "role": "seeks", "summary": "{{summary}}" }]""");
        using var response = await AskAsync(Admin, [need]);
        var stored = await Admin.SaveAsync(need);
        var listed = await Admin.GetJsonAsync(stored.Path() + "/matches");
        foreach (var enterprise in new[] { stored, seller })
            using (await Admin.DeleteAsync(enterprise.Path(), "*"))
            {
            }

        string[] expected = meets ? [seller.Id()] : [];
        Assert.That((await response.JsonAsync()).Items()[0].Items().Select(m => (string?)m["peer"]!["id"]), Is.EqualTo(expected));
        Assert.That(listed.Items().Select(m => (string?)m["peer"]!["id"]), Is.EqualTo(expected));
    }

    [Test]
    public async Task The_words_of_a_name_count()
    {
        var plain = await Admin.SaveAsync(Samples.Small("in-names", New("a"), "IN", "Gangotri Private Limited").With("sectors", """["dairy"]""").With("intents", """[{ "type": "trade", "role": "offers" }]"""));
        var named = await Admin.SaveAsync(Samples.Small("in-names", New("b"), "IN", "Gangotri Paneer Private Limited").With("sectors", """["dairy"]""").With("intents", """[{ "type": "trade", "role": "offers" }]"""));
        using var response = await AskAsync(Admin, [Samples.Small("ae-names", New("n"), "AE", "Buyer").With("sectors", """["dairy"]""").With("intents", """[{ "type": "trade", "role": "seeks", "summary": "Paneer" }]""")]);
        foreach (var enterprise in new[] { plain, named })
            using (await Admin.DeleteAsync(enterprise.Path(), "*"))
            {
            }

        Assert.That((await response.JsonAsync()).Items()[0].Items().Select(m => (string?)m["peer"]!["id"]), Is.EqualTo([named.Id(), plain.Id()]));
    }

    [Test]
    public async Task Nothing_is_stored()
    {
        var name = New("Nameless ");
        using var response = await AskAsync(Admin, [Samples.GulfDistributor().With("legalName", $"\"{name}\"")]);
        Assert.That(response.Code(), Is.EqualTo(200));
        Assert.That((await Admin.GetJsonAsync($"/v1/enterprises?q={name}")).Items(), Is.Empty);
    }

    [Test]
    public async Task Limit_policy_day_and_explanation_are_as_asked()
    {
        using var response = await AskAsync(Admin, [Samples.GulfDistributor()], """, "limit": 1, "policy": "sourcing", "on": "2030-01-02", "explain": "none" """);
        var answer = (await response.JsonAsync()).Items()[0];
        Assert.That(((string?)answer["policy"], (string?)answer["on"], answer.Items().Count), Is.EqualTo(("sourcing@1", "2030-01-02", 1)));
        Assert.That(answer.Items()[0]["reasons"], Is.Null);
    }

    [TestCase("\"country\": \"IN\"", 1)]
    [TestCase("\"country\": \"AE\"", 0)]
    [TestCase("\"sector\": \"dairy\"", 1)]
    [TestCase("\"sector\": \"solar\"", 0)]
    [TestCase("\"intentType\": \"distribution\"", 1)]
    [TestCase("\"intentType\": \"trade\"", 0)]
    [TestCase("\"minScore\": 0.1", 1)]
    [TestCase("\"minScore\": 1", 0)]
    public async Task A_filter_narrows_every_need(string filter, int matches)
    {
        using var response = await AskAsync(Admin, [Samples.GulfDistributor(), Samples.GulfDistributor()], ", " + filter);
        Assert.That((await response.JsonAsync()).Items().Select(a => a.Items().Count), Is.EqualTo([matches, matches]));
    }

    [Test]
    public async Task Every_fault_of_every_need_is_pointed_at()
    {
        using var response = await AskAsync(Admin,
        [
            Samples.GulfDistributor(), Samples.GulfDistributor().With("country", "\"XX\"").With("sectors", """["none"]"""), Samples.GulfDistributor().With("intents", "[]"),
            Samples.GulfDistributor().With("intents", """[{"type": "trade", "role": "mutual"}]"""),
        ], """, "limit": 0, "policy": "none", "country": "XX", "sector": "dairi", "minScore": 2 """);
        var problem = await response.ProblemAsync(422, "invalid");
        Assert.That(problem.Pointers(), Is.EquivalentTo(["/limit", "/policy", "/country", "/sector", "/minScore", "/needs/1/country", "/needs/1/sectors/0", "/needs/2/intents", "/needs/3/intents/0/role"]));
    }

    [TestCase("""{"needs": [null]}""", "/needs", "wrong-value")]
    [TestCase("""{"needs": null}""", "/needs", "null")]
    [TestCase("""{"needs": {}}""", "/needs", "wrong-type")]
    [TestCase("""{"limit": 3}""", "", "required")]
    [TestCase("""{"needs": [], "explain": "all"}""", "/explain", "wrong-value")]
    [TestCase("""{"needs": [], "exposure": "fair"}""", "/exposure", "wrong-value")]
    [TestCase("""{"needs": [], "intentType": "barter"}""", "/intentType", "wrong-value")]
    [TestCase("""{"needs": [], "on": "today"}""", "/on", "wrong-type")]
    [TestCase("""{"needs": [{"legalName": "Need", "country": "PL", "wants": 1}]}""", "/needs/0/wants", "unknown-member")]
    public async Task A_malformed_question_is_pointed_at(string body, string pointer, string code)
    {
        using var response = await Admin.SendJsonAsync(HttpMethod.Post, "/v1/matches/query", body);
        var error = (await response.ProblemAsync(400, "malformed"))["errors"]!.AsArray().Single()!;
        Assert.That(((string?)error["pointer"], (string?)error["code"]), Is.EqualTo((pointer, code)));
    }

    [TestCase(DeskRole.Reader)]
    [TestCase(DeskRole.Officer)]
    [TestCase(DeskRole.Partner)]
    public async Task Who_may_read_may_ask(DeskRole role)
    {
        using var client = await Desk.ClientAsync(role, New("p"));
        using var response = await AskAsync(client, [Samples.GulfDistributor()]);
        Assert.That((await response.JsonAsync()).Items()[0].Items(), Has.Count.EqualTo(1));
    }

    private static Task<HttpResponseMessage> AskAsync(HttpClient client, IEnumerable<JsonObject> needs, string more = "") =>
        client.SendJsonAsync(HttpMethod.Post, "/v1/matches/query", $$"""{"needs": [{{string.Join(',', needs.Select(n => n.ToJsonString()))}}]{{more}}}""");
}
