using System.Text.Json;
using System.Text.Json.Nodes;
using TradeDesk.Exchange;
using TradeDesk.Http;
using TradeDesk.Taxonomy;

namespace TradeDesk.Tests.Exchange;

public sealed class RowMapperTests
{
    private static readonly CountryCatalog Countries = new();
    private static readonly SectorLexicon Lexicon = new(new SectorCatalog());

    [TestCase("""{ "column": "a" }""", "  Ghee  ", "\"Ghee\"", TestName = "A text loses its outer blanks")]
    [TestCase("""{ "column": "a" }""", "   ", null, TestName = "An empty cell is an absent member")]
    [TestCase("""{ "columns": ["a", "b"] }""", "x", "\"x bee\"", TestName = "Columns are joined with a blank")]
    [TestCase("""{ "columns": ["a", "b"], "as": "slug" }""", "A & Co.", "\"a-co-bee\"", TestName = "Slugs are joined with a hyphen")]
    [TestCase("""{ "columns": ["a", "b"], "split": "|" }""", "x | y", """["x","y","bee"]""", TestName = "Columns are gathered into a list")]
    [TestCase("""{ "value": true }""", "x", "true", TestName = "A fixed value needs no column")]
    [TestCase("""{ "prefix": "RFQ buyer ", "column": "a" }""", "17", "\"RFQ buyer 17\"", TestName = "A prefix stands before the value")]
    [TestCase("""{ "prefix": "RFQ buyer ", "column": "a" }""", "", null, TestName = "A prefix alone is nothing")]
    [TestCase("""{ "column": "a", "split": ";" }""", "one; two ;; one", """["one","two"]""", TestName = "A list has no empty and no repeated values")]
    [TestCase("""{ "column": "a", "split": ";", "most": 2 }""", "one;two;three", """["one","two"]""", TestName = "A list keeps the first values")]
    [TestCase("""{ "column": "a", "longest": 4 }""", "abc def", "\"abc\"", TestName = "A cut leaves no blank behind")]
    [TestCase("""{ "column": "a", "longest": 4 }""", "abc😀", "\"abc\"", TestName = "A cut never halves a character")]
    [TestCase("""{ "column": "a", "as": "slug", "longest": 5 }""", "Ärger, GmbH", "\"arger\"", TestName = "A slug is cut too")]
    [TestCase("""{ "column": "a", "default": "India" }""", "", "\"India\"", TestName = "A default stands for an empty cell")]
    [TestCase("""{ "column": "a", "default": "none", "values": { "NONE": ["x"] } }""", "", "\"x\"", TestName = "A default is looked up like a value")]
    [TestCase("""{ "column": "a", "split": "|", "values": { "Dairy": ["dairy"], "Both": ["rice", "tea"] } }""", "DAIRY | both | other", """["dairy","rice","tea"]""", TestName = "Values are found without case, others are left out")]
    [TestCase("""{ "column": "a", "split": "|", "keepOthers": true, "values": { "Dairy": ["dairy"] } }""", "dairy|other", """["dairy","other"]""", TestName = "Other values can be kept")]
    [TestCase("""{ "column": "a", "split": "|", "ignore": "^\\d{4}$|^others?$" }""", "2021 | Others | Optics", """["Optics"]""", TestName = "Ignored values count as empty")]
    [TestCase("""{ "column": "a", "ignore": "^n/?a$", "default": "-" }""", "NA", "\"-\"", TestName = "An ignored cell takes the default")]
    [TestCase("""{ "column": "a", "as": "country" }""", "the netherlands", "\"NL\"", TestName = "A country in any spelling")]
    [TestCase("""{ "column": "a", "as": "country" }""", "IND", "\"IN\"", TestName = "A country by three letters")]
    [TestCase("""{ "column": "a", "as": "country" }""", "Atlantis", "\"Atlantis\"", TestName = "An unknown country stays, so that the rules refuse it")]
    [TestCase("""{ "column": "a", "as": "number" }""", "1,250", "1250", TestName = "A number with thousands")]
    [TestCase("""{ "column": "a", "as": "number" }""", "12.5", "12.5", TestName = "A number with a fraction")]
    [TestCase("""{ "column": "a", "as": "number" }""", "about ten", "\"about ten\"", TestName = "No number stays a text, so that the rules refuse it")]
    [TestCase("""{ "column": "a", "as": "website" }""", "example.org", "\"https://example.org\"", TestName = "A bare domain becomes an address")]
    [TestCase("""{ "column": "a", "as": "website" }""", "http://example.org/x", "\"http://example.org/x\"", TestName = "An address stays")]
    [TestCase("""{ "column": "a", "as": "website", "ignore": "^(www\\.)?facebook\\.com$" }""", "facebook.com", null, TestName = "An address that is not its own is ignored")]
    public void A_rule(string rule, string cell, string? member)
    {
        var mapped = Map($$"""{ "source": "s", "externalId": { "column": "id" }, "members": { "member": {{rule}} } }""", ("id", "1"), ("a", cell), ("b", "Bee"), ("B", "unused"));
        Assert.That(mapped["member"]?.ToJsonString(DeskJson.Options)?.Replace("Bee", "bee", StringComparison.Ordinal), Is.EqualTo(member));
    }

    [Test]
    public void A_member_may_lie_within_another()
    {
        var mapped = Map("""{ "source": "s", "externalId": { "column": "id" }, "members": { "ownership/womenLed": { "value": true }, "ownership/group": { "column": "a" } } }""", ("id", "1"), ("a", "G"));
        Assert.That(mapped["ownership"]!.ToJsonString(), Is.EqualTo("""{"womenLed":true,"group":"G"}"""));
    }

    [TestCase("Distributor, IMPORTER", "IN", "distribution seeks,trade offers,supply offers")]
    [TestCase("importer", "IN", "trade offers,supply offers")]
    [TestCase("nothing of the kind", "IN", "supply offers")]
    [TestCase("", "AE", "supply seeks")]
    public void Intents_by_value_and_by_side(string wishes, string country, string intents)
    {
        var mapped = Map(
            """
            { "source": "s", "externalId": { "column": "id" }, "members": { "country": { "column": "country", "as": "country" } },
              "intents": [ { "column": "wishes", "split": ",", "is": ["distributor"], "intent": { "type": "distribution", "role": "seeks" } },
                           { "column": "wishes", "split": ",", "is": ["importer"], "intent": { "type": "trade", "role": "offers" } },
                           { "home": true, "intent": { "type": "supply", "role": "offers" } },
                           { "home": false, "intent": { "type": "supply", "role": "seeks" } } ] }
            """,
            ("id", "1"), ("wishes", wishes), ("country", country));
        Assert.That(string.Join(',', mapped["intents"]!.AsArray().Select(i => $"{i!["type"]} {i["role"]}")), Is.EqualTo(intents));
    }

    [Test]
    public void An_intent_without_values_means_any_value_and_takes_its_summary_from_a_column()
    {
        const string map = """{ "source": "s", "externalId": { "column": "id" }, "members": {}, "intents": [ { "column": "a", "intent": { "type": "trade", "role": "seeks" }, "summaryFrom": "b" } ] }""";
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Map(map, ("id", "1"), ("a", ""), ("b", "x"))["intents"]!.AsArray(), Is.Empty);
            Assert.That((string?)Map(map, ("id", "1"), ("a", "any"), ("b", " Black pepper "))["intents"]![0]!["summary"], Is.EqualTo("Black pepper"));
            Assert.That(Map(map, ("id", "1"), ("a", "any"), ("b", ""))["intents"]![0]!["summary"], Is.Null);
        }
    }

    [TestCase("stated", "rice", "black pepper", "Acme", "rice")]
    [TestCase("stated", "", "black pepper", "Acme", "spices")]
    [TestCase("words", "rice", "black pepper", "Acme", "spices")]
    [TestCase("words", "rice", "nothing to see", "Acme", "rice")]
    [TestCase("both", "rice", "black pepper", "Acme", "spices,rice")]
    [TestCase("words", "", "a retailer of black pepper", "Acme", "spices", TestName = "A sector that words alone do not make")]
    [TestCase("words", "", "", "Honey Well", "", TestName = "One word of a name says nothing")]
    [TestCase("words", "", "", "Arab Ready Meals", "ready-to-eat", TestName = "Two words of a name do")]
    [TestCase("words", "", "", "", "", TestName = "No words, no sectors")]
    [TestCase("words", "", "exquisite glass grape chandelier", "", "lighting,fresh-produce", TestName = "Of equal words the last leads")]
    public void Sectors_from_words(string prefer, string stated, string text, string name, string sectors)
    {
        var mapped = Map(
            $$"""
            { "source": "s", "externalId": { "column": "id" }, "members": { "sectors": { "column": "stated", "split": "," } },
              "suggestSectors": { "columns": ["text"], "names": ["name"], "except": ["retail-trade", "trading-house"], "prefer": "{{prefer}}" } }
            """,
            ("id", "1"), ("stated", stated), ("text", text), ("name", name));
        Assert.That(string.Join(',', mapped["sectors"]?.AsArray().Select(s => (string)s!) ?? []), Is.EqualTo(sectors));
    }

    private static JsonObject Map(string map, params (string Column, string Cell)[] row)
    {
        var cells = row.ToDictionary(c => c.Column, c => c.Cell);
        return new RowMapper(JsonSerializer.Deserialize<ColumnMap>(map, DeskJson.Options)!, Countries, Lexicon, new DeskSettings("IN")).Map(c => cells[c]);
    }
}
