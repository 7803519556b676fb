using TradeDesk.Taxonomy;

namespace TradeDesk.Tests.Taxonomy;

/// <summary>The built-in code tables, without any list loaded.</summary>
public sealed class CodeFactsTests
{
    private static readonly SectorCatalog Sectors = new();
    private static readonly CodeSystems Codes = new(Sectors, new CountryCatalog());

    // As published.
    [TestCase("ISIC-4", 1, 21)]
    [TestCase("ISIC-4", 2, 88)]
    [TestCase("ISIC-4", 3, 238)]
    [TestCase("ISIC-4", 4, 419)]
    [TestCase("NIC-2008", 4, 419)]
    [TestCase("NACE-2", 2, 88)]
    [TestCase("NACE-2", 4, 615)]
    [TestCase("NAICS-2022", 6, 1012)]
    [TestCase("ISIC-5", 1, 22)]
    [TestCase("ISIC-5", 2, 87)]
    [TestCase("HS-2022", 2, 97)]
    [TestCase("HS-2022", 4, 1229)]
    [TestCase("HS-2022", 6, 5613)]
    [TestCase("HS-2017", 6, 5388)]
    [TestCase("HS-2012", 6, 5206)]
    public void Every_code_of_an_edition_is_known(string scheme, int digits, int count) =>
        Assert.That(Codes.Codes(scheme).Count(c => c.Length == digits), Is.EqualTo(count));

    [TestCase("ISIC-4", "ISIC-4", 4)]
    [TestCase("NIC-2008", "ISIC-4", 4)]
    [TestCase("HS-2022", "HS", 4)]
    [TestCase("HS-2022", "HS", 6)]
    [TestCase("ITC-HS", "HS", 6)]
    public void Every_code_leads_to_a_sector_or_says_why_not(string scheme, string mapping, int digits) =>
        Assert.That(Codes.Codes(scheme).Where(c => c.Length == digits && Codes.SectorsOf(scheme, c).Count == 0 && !Sectors.OutOfScope[mapping].ContainsKey(c[..4])), Is.Empty);

    [TestCase("HS-2017")]
    [TestCase("HS-2012")]
    public void Every_heading_of_an_older_edition_leads_to_a_sector(string scheme) =>
        Assert.That(Codes.Codes(scheme).Where(c => c.Length == 4 && Codes.SectorsOf(scheme, c).Count == 0 && !Sectors.OutOfScope["HS"].ContainsKey(c)), Is.Empty);

    [Test]
    public void Every_reason_for_being_out_of_scope_names_a_code_that_exists_and_leads_nowhere()
    {
        foreach (var (mapping, reasons) in Sectors.OutOfScope)
            foreach (var (code, reason) in reasons)
                using (Assert.EnterMultipleScope())
                {
                    Assert.That(Codes.Lists(mapping == "HS" ? "HS-2022" : mapping, code), code);
                    Assert.That(Codes.SectorsOf(mapping == "HS" ? "HS-2022" : mapping, code), Is.Empty, code);
                    Assert.That(reason, Is.Not.Empty);
                }
    }

    [Test]
    public void Every_class_of_NACE_and_every_industry_of_NAICS_goes_by_ISIC()
    {
        var lost = new[] { "NACE-2", "NAICS-2022" }.SelectMany(s => Codes.Codes(s).Where(c => c.Length is 4 or 6 && s == "NACE-2" ^ c.Length == 6).Select(c => (Answer: Codes.Find(s, c).Answer!, c)));
        Assert.That(lost.Where(l => l.Answer.Correspondences.All(k => k.Scheme != "ISIC-4")).Select(l => l.c), Is.Empty);
    }

    [Test]
    public void Every_division_of_CPV_leads_to_a_sector() =>
        Assert.That(Codes.Codes("CPV-2008").Where(c => c.EndsWith("000000", StringComparison.Ordinal) && Codes.SectorsOf("CPV-2008", c).Count == 0), Is.Empty);

    [TestCase("HS-2017", "854140", "854141,854142,854143,854149", TestName = "A code that was split becomes its parts")]
    [TestCase("HS-2017", "880330", "880730", TestName = "A heading that moved is followed")]
    [TestCase("HS-2017", "8803", "8807", TestName = "A wide code follows what is below it")]
    [TestCase("HS-2017", "852580", "852581,852582,852583,852589", TestName = "Cameras do not become drones")]
    [TestCase("HS-2017", "040590", "040590", TestName = "A code that stayed stays")]
    [TestCase("HS-2012", "040590", "040590")]
    [TestCase("HS-2012", "690810", "690721,690722,690723", TestName = "Two editions are crossed")]
    [TestCase("HS-2012", "382490", "3824", TestName = "Where the new parts are not known, the heading stands")]
    [TestCase("HS-2028", "040590", "0405", TestName = "Of an edition without a list the heading stands")]
    [TestCase("HS-2022", "04.05.90", "040590")]
    [TestCase("HS-2022", "04", "04")]
    [TestCase("ITC-HS", "0405 90 20", "040590")]
    [TestCase("CPV-2008", "15530000", "", TestName = "A code outside the HS is none")]
    [TestCase("HS-2022", "xx", "")]
    public void A_product_becomes_HS_2022(string scheme, string code, string codes) =>
        Assert.That(string.Join(',', Codes.Hs2022(scheme, code)), Is.EqualTo(codes));

    [Test]
    public void Every_product_of_an_older_edition_becomes_a_code_that_HS_2022_has()
    {
        foreach (var scheme in new[] { "HS-2017", "HS-2012" })
            foreach (var code in Codes.Codes(scheme))
                Assert.That(Codes.Hs2022(scheme, code), Is.Not.Empty.And.All.Matches<string>(c => Codes.Lists("HS-2022", c!)), $"{scheme} {code}");
    }

    [TestCase("NACE-2", "10.52", "milk-powder")]
    [TestCase("NACE-2", "C10.52", "milk-powder", TestName = "A section letter is left out")]
    [TestCase("NACE-2", "C.10.52", "milk-powder", TestName = "A section letter and dots are left out")]
    [TestCase("ISIC-4", "105", "milk-powder", TestName = "A group whose classes share a leaf")]
    [TestCase("ISIC-4", "10", "", TestName = "A division of many sectors has none")]
    [TestCase("ISIC-5", "06", "oil-gas", TestName = "A division that kept its number")]
    [TestCase("NIC-2025", "061000", "oil-gas", TestName = "Six digits on ISIC 5")]
    [TestCase("ISIC-5", "1050", "", TestName = "A class that nobody has listed")]
    [TestCase("HS-2028", "040590", "ghee-butter", TestName = "A heading that kept its number")]
    [TestCase("HS-2017", "8803", "aircraft-components")]
    [TestCase("CPV-2008", "15530000-2", "ghee-butter", TestName = "The check digit of CPV is left out")]
    [TestCase("CPV-2008", "15551300", "cheese-paneer-curd", TestName = "A CPV code by the nearest wider one")]
    [TestCase("CPV-2008", "30197644", "paper-paperboard")]
    [TestCase("CPV-2008", "92350000", "", TestName = "A CPV code that is out of scope")]
    [TestCase("NAICS-2022", "311511", "milk-powder")]
    [TestCase("NAICS-2022", "311513", "milk-powder", TestName = "An industry goes by its main class")]
    public void A_code_leads_to_its_sectors(string scheme, string code, string slugs) =>
        Assert.That(string.Join(',', Codes.SectorsOf(scheme, code)), Is.EqualTo(slugs));

    [TestCase("HS-2022", "854140", "wrong-edition", "HS-2017 and HS-2012 have; give that scheme, or 854141, 854142, 854143, 854149 of HS-2022")]
    [TestCase("HS-2022", "04059020", "wrong-edition", "ITC-HS has")]
    [TestCase("HS-2017", "854142", "wrong-edition", "HS-2022")]
    [TestCase("ISIC-5", "45", "wrong-edition", "ISIC-4 has")]
    [TestCase("NIC-2008", "104102", "wrong-edition", "NIC-2025 has")]
    [TestCase("HS-2022", "040591", "unknown-code", "Near it: 040590")]
    [TestCase("ISIC-4", "1055", "unknown-code", "Near it: 1050")]
    [TestCase("NACE-2", "A10.51", "malformed-code", "a section letter or 2, 3 or 4 digits")]
    [TestCase("HS-2022", "40590", "malformed-code", "2, 4 or 6 digits. Near it: 040590")]
    [TestCase("CPV-2008", "03999999", "unknown-code", "no code 03999999, nor 039 above it")]
    [TestCase("ISIC-4", "", "malformed-code", "2, 3 or 4 digits")]
    [TestCase("ISIC-4", "१०५०", "malformed-code", "2, 3 or 4 digits")]
    [TestCase("HS2022", "0405", "unknown-scheme", "did you mean HS-2022?")]
    [TestCase("HS", "0405", "unknown-scheme", "name its edition too")]
    [TestCase("ISO-3166", "IN", "unknown-scheme", "Give one of: ISIC-4,")]
    public void A_wrong_code_is_told_what_would_be_right(string scheme, string code, string fault, string message)
    {
        var found = Codes.Check(scheme, code, "/products/0");
        Assert.That(found?.Code, Is.EqualTo(fault), found?.Message);
        Assert.That(found!.Message, Does.Contain(message));
        Assert.That(found.Pointer, Is.EqualTo(fault == "unknown-scheme" ? "/products/0/scheme" : "/products/0/code"));
    }

    [Test]
    public void A_very_long_code_is_refused_without_work() =>
        Assert.That(Codes.Check("HS-2022", new string('1', 10_000_000), "/p")!.Code, Is.EqualTo("malformed-code"));
}
