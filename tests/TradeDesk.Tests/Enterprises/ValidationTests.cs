using System.Text.Json.Nodes;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Enterprises;

public sealed class ValidationTests : DeskTests
{
    private const string Intents = """[{"type": "trade", "role": "offers", "value": {"min": 1, "max": 2, "currency": "USD"}}]""";

    [TestCase("legalName", "\" \"", "/legalName")]
    [TestCase("legalName", "\"a\\u0001b\"", "/legalName")]
    [TestCase("tradeNames", """["ok", ""]""", "/tradeNames/1")]
    [TestCase("country", "\"XX\"", "/country")]
    [TestCase("country", "\"Poland\"", "/country")]
    [TestCase("country", "\"pl\"", "/country")]
    [TestCase("region", "\"DE-BY\"", "/region")]
    [TestCase("region", "\"PL-14\\n\"", "/region")]
    [TestCase("city", "\"a\\u0000\"", "/city")]
    [TestCase("cluster", "\"Not A Slug\"", "/cluster")]
    [TestCase("employees", "-1", "/employees")]
    [TestCase("employees", "10000001", "/employees")]
    [TestCase("established", "1499", "/established")]
    [TestCase("established", "3000", "/established")]
    [TestCase("identifiers", """[{"scheme": "vat", "value": "1"}]""", "/identifiers/0")]
    [TestCase("identifiers", """[{"scheme": "DE-CR", "value": ""}]""", "/identifiers/0")]
    [TestCase("identifiers", """[{"scheme": "DE-CR", "value": "a\u0000"}]""", "/identifiers/0")]
    [TestCase("ownership", """{"group": ""}""", "/ownership/group")]
    [TestCase("sectors", """["dairy", "dairi"]""", "/sectors/1")]
    [TestCase("activities", """[{"scheme": "NIC-1066", "code": "10"}]""", "/activities/0/scheme")]
    [TestCase("activities", """[{"scheme": "NIC-2008", "code": "1050450"}]""", "/activities/0/code")]
    [TestCase("products", """[{"scheme": "HS-2022", "code": "०४०५"}]""", "/products/0/code")]
    [TestCase("products", """[{"scheme": "HS-2022", "code": ""}]""", "/products/0/code")]
    [TestCase("certifications", """[""]""", "/certifications/0")]
    [TestCase("languages", """["English"]""", "/languages/0")]
    [TestCase("languages", """["en\n"]""", "/languages/0")]
    [TestCase("keywords", """["  "]""", "/keywords/0")]
    [TestCase("exportsTo", """["AE", "EU"]""", "/exportsTo/1")]
    [TestCase("website", "\"ftp://example.org\"", "/website")]
    [TestCase("website", "\"javascript:alert(1)\"", "/website")]
    [TestCase("website", "\"example.org\"", "/website")]
    [TestCase("contact", """{"email": "nobody"}""", "/contact/email")]
    [TestCase("intents/0/role", "\"mutual\"", "/intents/0/role")]
    [TestCase("intents/0/type", "\"joint-venture\"", "/intents/0/role")]
    [TestCase("intents/0/id", "\"mine\"", "/intents/0/id")]
    [TestCase("intents/0/sectors", """["none-such"]""", "/intents/0/sectors/0")]
    [TestCase("intents/0/products", """[{"scheme": "HS-2022", "code": "x"}]""", "/intents/0/products/0/code")]
    [TestCase("intents/0/countries", """{"accept": ["EU", "Gulf"], "exclude": ["XX"]}""", "/intents/0/countries/accept/1,/intents/0/countries/exclude/0")]
    [TestCase("intents/0/requires", """{"certifications": [{"code": ""}]}""", "/intents/0/requires/certifications/0")]
    [TestCase("intents/0/value/min", "-1", "/intents/0/value")]
    [TestCase("intents/0/value/min", "3", "/intents/0/value")]
    [TestCase("intents/0/value/currency", "\"Rupee\"", "/intents/0/value/currency")]
    [TestCase("intents/0/value/currency", "\"USD\\n\"", "/intents/0/value/currency")]
    public async Task A_fault_is_pointed_at(string member, string value, string pointers)
    {
        var document = Samples.Small(New("s")).With("intents", Intents);
        Set(document, member.Split('/'), value);
        using var response = await Admin.CreateAsync(document);
        var problem = await response.ProblemAsync(422, "invalid");
        Assert.That(string.Join(',', problem.Pointers()), Is.EqualTo(pointers));
        Assert.That(problem["errors"]!.AsArray().Select(e => (string?)e!["message"]), Is.All.Not.Empty);
        Assert.That(problem["errors"]!.AsArray().Select(e => (string?)e!["code"]), Is.All.Match("^[a-z][a-z-]+$"));
    }

    [Test]
    public async Task Every_fault_of_a_document_is_listed_at_once()
    {
        var document = Samples.Small(New("s")).With("legalName", "\"\"").With("country", "\"XX\"").With("sectors", """["none"]""").With("employees", "-1").With("website", "\"x\"").With("intents", """
            [{ "type": "trade", "role": "mutual" }, { "type": "trade", "role": "offers", "countries": { "accept": ["Nowhere"] } }]
            """);
        using var response = await Admin.CreateAsync(document);
        var problem = await response.ProblemAsync(422, "invalid");
        Assert.That(problem.Pointers(), Is.EquivalentTo(["/legalName", "/country", "/sectors/0", "/employees", "/website", "/intents/0/role", "/intents/1/countries/accept/0"]));
        Assert.That((string?)problem["detail"], Does.StartWith("7 faults"));
    }

    [TestCase("PUT")]
    [TestCase("PATCH")]
    public async Task A_wrong_document_leaves_the_record_as_it_was(string method)
    {
        var sent = Samples.Small(New("s"));
        var there = await Admin.SaveAsync(sent);
        using var response = method == "PUT" ? await Admin.ReplaceAsync(there, sent.With("country", "\"XX\""), "*") : await Admin.PatchAsync(there, """{"country": "XX"}""", "*");
        Assert.That((await response.ProblemAsync(422, "invalid")).Pointers(), Is.EqualTo(["/country"]));
        Assert.That(JsonNode.DeepEquals(await Admin.GetJsonAsync(there.Path()), there));
    }

    [Test]
    public async Task A_near_miss_is_answered_with_what_was_meant()
    {
        using var response = await Admin.CreateAsync(Samples.Small(New("s")).With("country", "\"Polska\"").With("sectors", """["dairi"]"""));
        var messages = (await response.ProblemAsync(422, "invalid"))["errors"]!.AsArray().Select(e => (string)e!["message"]!).ToList();
        Assert.That(messages, Has.One.Contains("give PL").And.One.Contains("'dairy'"));
    }

    [TestCase("NOT_A_SOURCE")]
    [TestCase("-x")]
    [TestCase("a b")]
    [TestCase("abc%0A")]
    public async Task A_source_is_a_slug(string source)
    {
        using var response = await Admin.SendJsonAsync(HttpMethod.Put, $"/v1/sources/{source}/enterprises/1", """{"legalName": "Small Enterprise", "country": "PL"}""");
        Assert.That((await response.ProblemAsync(422, "invalid")).Pointers(), Is.EqualTo(["/source"]));
    }

    private static void Set(JsonNode at, string[] path, string value)
    {
        foreach (var step in path[..^1])
            at = int.TryParse(step, out var index) ? at[index]! : at[step]!;
        at[path[^1]] = JsonNode.Parse(value);
    }
}
