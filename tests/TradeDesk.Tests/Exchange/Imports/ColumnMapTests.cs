using System.Text.Json;
using TradeDesk.Data;
using TradeDesk.Enterprises;
using TradeDesk.Exchange;
using TradeDesk.Http;
using TradeDesk.Taxonomy;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Exchange;

public sealed class ColumnMapTests
{
    [TestCase("", "not valid at ''")]
    [TestCase("null", "holds no map")]
    [TestCase("""{ "source": "s", "members": {} }""", "externalId")]
    [TestCase("""{ "source": "s", "externalId": { "column": "id" }, "members": {}, "sorce": 1 }""", "'/sorce': There is no member")]
    [TestCase("""{ "source": "s", "externalId": { "column": "id" }, "members": { "a": { "column": 7 } } }""", "'/members/a/column': Give a text here")]
    [TestCase("""{ "source": "s", "externalId": { "column": "id", "as": "date" }, "members": {} }""", "Give one of: text, number, country, slug, website")]
    [TestCase("""{ "source": "s", "externalId": { "column": "id", "ignore": "(" }, "members": {} }""", "Give a regular expression")]
    [TestCase("""{ "source": "s", "externalId": { "column": "id", "ignore": "(a)\\1" }, "members": {} }""", "Give a regular expression")]
    [TestCase("""{ "source": "s", "externalId": { "column": "id", "values": { "a": ["x"], "A": ["y"] } }, "members": {} }""", "Give each value once")]
    public void A_wrong_map_is_refused_with_the_place(string json, string sentence)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, json);
            Assert.That(() => ColumnMap.Read(file), Throws.TypeOf<SettingsException>().With.Message.Contains(sentence).And.Message.Contains(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Test]
    public void A_map_that_is_not_there_is_refused() =>
        Assert.That(() => ColumnMap.Read(Path.Combine(Path.GetTempPath(), "no-such-map.json")), Throws.TypeOf<SettingsException>().With.Message.Contains("cannot be read"));

    public static IEnumerable<TestCaseData> MapsOfTheRepository() =>
        Directory.GetFiles(Path.Combine(Repository.Root, "scripts", "maps"), "*.json").Select(f => new TestCaseData(f).SetName("The map " + Path.GetFileName(f)));

    // A sector or region that does not exist would show only with the first row that means it.
    [TestCaseSource(nameof(MapsOfTheRepository))]
    public void A_map_of_the_repository_names_only_what_exists(string file)
    {
        var map = ColumnMap.Read(file);
        var example = new Enterprise
        {
            LegalName = "An example",
            Country = "IN",
            Source = map.Source,
            Intents = [.. map.Intents.Select(i => i.Intent.Deserialize<Intent>(DeskJson.Options)!)],
        };
        var meant = map.Members.GetValueOrDefault("sectors")?.Values?.Values.SelectMany(v => v) ?? [];
        var regions = map.Members.GetValueOrDefault("region")?.Values?.Values.SelectMany(v => v) ?? [];
        var rules = new EnterpriseRules(new SectorCatalog(), new CountryCatalog(), new CodeSystems(new SectorCatalog(), new CountryCatalog()), TimeProvider.System);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(map.Note, Is.Not.Empty, "a map says what it assumes");
            foreach (var sectors in meant.Concat(map.SuggestSectors?.Except ?? []).Distinct().Chunk(20))
                Assert.That(rules.Check(example with { Sectors = sectors }, null), Is.Empty);
            foreach (var region in regions)
                Assert.That(rules.Check(example with { Region = region }, null), Is.Empty);
        }
    }
}
