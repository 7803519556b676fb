using TradeDesk.Taxonomy;

namespace TradeDesk.Tests.Taxonomy;

public sealed class SectorFactsTests
{
    private static readonly SectorCatalog Sectors = new();
    private static readonly CodeSystems Codes = new(Sectors, new CountryCatalog());

    [Test]
    public void The_tree_is_wide_enough()
    {
        Assert.That(Sectors.Sectors.Count(s => s.Parent is null), Is.GreaterThanOrEqualTo(24));
        Assert.That(Sectors.Sectors.Count(s => s.Parent is not null), Is.GreaterThanOrEqualTo(140));
    }

    [Test]
    public void Every_node_is_whole()
    {
        foreach (var sector in Sectors.Sectors)
            using (Assert.EnterMultipleScope())
            {
                Assert.That(sector.Parent is null || Sectors.Find(sector.Parent) is { Parent: null }, Is.True, $"parent of {sector.Slug}");
                Assert.That(sector.Labels.Keys, Is.SupersetOf((string[])["en", "hi"]), sector.Slug);
                Assert.That(sector.Related.Where(r => Sectors.Find(r) is null), Is.Empty, sector.Slug);
                Assert.That(sector.Synonyms, Is.Not.Empty, sector.Slug);
                Assert.That(sector.Synonyms.Where(s => s.Any(char.IsUpper)), Is.Empty, sector.Slug);
                Assert.That(sector.Parent is { } parent && Sectors.Find(parent)!.Controlled, Is.EqualTo(sector.Controlled && sector.Parent is not null), sector.Slug);
            }
    }

    [Test]
    public void Defence_and_ammunition_and_nothing_else_are_controlled() =>
        Assert.That(Sectors.Sectors.Where(s => s.Controlled && s.Parent is null).Select(s => s.Slug), Is.EquivalentTo(["defence", "ammunition"]));

    // The sectors that the desk was first described with.
    [TestCase("food-processing")]
    [TestCase("agriculture")]
    [TestCase("textiles")]
    [TestCase("defence")]
    [TestCase("ammunition")]
    [TestCase("waste-management")]
    [TestCase("dairy")]
    [TestCase("coal")]
    [TestCase("jewellery")]
    [TestCase("health-care")]
    [TestCase("education")]
    public void Every_sector_of_the_first_convention_is_there(string slug) => Assert.That(Sectors.Find(slug), Is.Not.Null);

    [TestCase("NIC-2008", "10504", "ghee-butter")]
    [TestCase("HS-2022", "040590", "ghee-butter")]
    [TestCase("HS-2022", "0405.90", "ghee-butter")]
    [TestCase("ITC-HS", "04059020", "ghee-butter")]
    [TestCase("HS-2022", "04", null)]
    [TestCase("HS-2022", "71", "jewellery")]
    public void A_code_leads_to_its_sector(string scheme, string code, string? slug) =>
        Assert.That(Codes.SectorsOf(scheme, code), Is.EqualTo(slug is null ? (string[])[] : [slug]));

    [Test]
    public void Every_HS_heading_that_is_mapped_has_four_digits_and_ranges_run_upwards()
    {
        foreach (var code in Sectors.Sectors.SelectMany(s => s.Codes.GetValueOrDefault("HS") ?? []))
            Assert.That(code, Does.Match(@"^\d{4}(-\d{4})?$"));
    }
}
