using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Enterprises;

[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.Providers))]
public sealed class LimitTests(string provider) : DeskTests(provider)
{
    [TestCase("tradeNames", "\"name {0}\"", 10)]
    [TestCase("identifiers", """{"scheme": "DE-CR", "value": "HRB {0}"}""", 20)]
    [TestCase("activities", """{"scheme": "ISIC-4", "code": "10"}""", 30)]
    [TestCase("products", """{"scheme": "HS-2022", "code": "040590", "label": "ghee {0}"}""", 100)]
    [TestCase("certifications", "\"CERT {0}\"", 50)]
    [TestCase("languages", "\"en\"", 20)]
    [TestCase("keywords", "\"word {0}\"", 60)]
    [TestCase("exportsTo", "\"AE\"", 250)]
    [TestCase("intents", """{"type": "trade", "role": "offers", "summary": "number {0}"}""", 100)]
    public async Task A_list_may_be_so_long_and_no_longer(string member, string item, int most)
    {
        var document = Samples.Small(New("s"));
        var saved = await Admin.SaveAsync(document.With(member, List(item, most)));
        Assert.That((await Admin.GetJsonAsync(saved.Path()))[member]!.AsArray(), Has.Count.EqualTo(most));
        using var response = await Admin.UpsertAsync(document.With(member, List(item, most + 1)));
        var problem = await response.ProblemAsync(422, "invalid");
        Assert.That(problem.Pointers(), Is.EqualTo(["/" + member]));
        Assert.That((string?)problem["errors"]![0]!["message"], Does.Contain($"{most}").And.Contain($"{most + 1}"));
    }

    [TestCase("legalName", 300)]
    [TestCase("externalId", 150)]
    [TestCase("city", 100)]
    [TestCase("summary", 4000)]
    public async Task A_text_may_be_so_long_and_no_longer(string member, int most)
    {
        var text = new string('ग', most);
        using var taken = await Admin.CreateAsync(Samples.Small(New("s")).With(member, $"\"{text}\""));
        var saved = await taken.JsonAsync();
        Assert.That((string?)(await Admin.GetJsonAsync(saved.Path()))[member], Is.EqualTo(text));
        using var refused = await Admin.CreateAsync(Samples.Small(New("s")).With(member, $"\"{text}ग\""));
        Assert.That((await refused.ProblemAsync(422, "invalid")).Pointers(), Is.EqualTo(["/" + member]));
    }

    [Test]
    public async Task A_hundred_certificates_wants_and_countries_are_within_a_document()
    {
        var intent = $$"""
            { "type": "distribution", "role": "seeks", "summary": "{{new string('a', 2000)}}", "countries": { "accept": {{List("\"AE\"", 250)}}, "exclude": {{List("\"PL\"", 250)}} },
              "requires": { "certifications": {{List("{\"code\": \"C{0}\"}", 30)}}, "sizeClasses": ["micro", "small", "medium", "large"] },
              "value": { "min": 0, "max": 1000000000000000, "currency": "INR" }, "contributes": ["capital", "brand"], "needs": ["skills"] }
            """;
        var saved = await Admin.SaveAsync(Samples.Small(New("s")).With("intents", $"[{intent}]"));
        var read = (await Admin.GetJsonAsync(saved.Path()))["intents"]![0]!;
        Assert.That(read["requires"]!["certifications"]!.AsArray(), Has.Count.EqualTo(30));
        Assert.That(read["value"]!.ToJsonString(), Is.EqualTo("""{"min":0,"max":1000000000000000,"currency":"INR"}"""));
        Assert.That(read["contributes"].Texts(), Is.EqualTo(["capital", "brand"]));
    }

    private static string List(string item, int count) =>
        $"[{string.Join(',', Enumerable.Range(0, count).Select(i => item.Replace("{0}", $"{i}", StringComparison.Ordinal)))}]";
}
