using System.Text.Json;
using TradeDesk.Taxonomy;

namespace TradeDesk.Tests.Taxonomy;

public sealed class TradeWordsTests
{
    private static readonly SectorCatalog Sectors = new();

    [Test]
    public void Every_trade_word_belongs_to_a_sector()
    {
        var facts = Read("trade-words");
        Assert.That(facts.GetProperty("words").EnumerateObject().Select(w => w.Name).Where(slug => Sectors.Find(slug) is null), Is.Empty);
        Assert.That(facts.GetProperty("words").EnumerateObject().Where(w => string.IsNullOrWhiteSpace(w.Value.GetString())).Select(w => w.Name), Is.Empty);
        foreach (var frame in facts.GetProperty("frames").EnumerateArray())
            Assert.That(frame.GetProperty("leads").EnumerateObject().SelectMany(l => (string?[])[l.Name, l.Value.GetString()]).Where(s => s is not (null or "*") && Sectors.Find(s) is null), Is.Empty, frame.GetProperty("name").GetString());
    }

    [Test]
    public void Every_product_word_stands_under_a_heading_that_leads_to_a_sector()
    {
        var codes = new CodeSystems(Sectors, new CountryCatalog());
        var headings = Read("product-words").GetProperty("headings").EnumerateObject().Select(h => h.Name).ToList();
        Assert.That(headings, Has.All.Match(@"^\d{4}$"));
        Assert.That(headings.Where(h => codes.SectorsOf("HS-2022", h).Count == 0), Is.Empty);
    }

    private static JsonElement Read(string name)
    {
        using var stream = typeof(SectorCatalog).Assembly.GetManifestResourceStream($"TradeDesk.Taxonomy.Facts.{name}.json")!;
        return JsonDocument.Parse(stream).RootElement.Clone();
    }
}
