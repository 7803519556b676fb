using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Enterprises;

public sealed class DerivedSectorsTests : DeskTests
{
    [TestCase("activities", "NIC-2008", "10504", "ghee-butter")]
    [TestCase("activities", "NIC-2008", "10.50.4", "ghee-butter", TestName = "Dots are left out")]
    [TestCase("activities", "ISIC-4", "1050", "milk-powder")]
    [TestCase("activities", "NIC-2008", "10501", "milk-powder", TestName = "A NIC code goes by its ISIC class")]
    [TestCase("products", "HS-2022", "040590", "ghee-butter")]
    [TestCase("products", "HS-2017", "0405", "ghee-butter")]
    [TestCase("products", "HS-2022", "2105.00", "ice-cream")]
    [TestCase("products", "ITC-HS", "04059020", "ghee-butter")]
    public async Task A_code_leads_to_its_sector_and_says_so(string member, string scheme, string code, string slug)
    {
        var saved = await Admin.SaveAsync(Samples.Small(New("s")).With(member, $$"""[{"scheme": "{{scheme}}", "code": "{{code}}"}]"""));
        Assert.That(saved["sectors"]!.AsArray(), Is.Empty);
        Assert.That(saved["derivedSectors"]!.ToJsonString(), Is.EqualTo($$"""[{"slug":"{{slug}}","derived":true,"scheme":"{{scheme}}","code":"{{code}}"}]"""));
        Assert.That((string?)saved[member]![0]!["code"], Is.EqualTo(code), "the code is kept as it was sent");
    }

    [Test]
    public async Task Stated_sectors_count_alone()
    {
        var saved = await Admin.SaveAsync(Samples.IndianDairy(source: New("s")).With("sectors", """["ice-cream"]"""));
        Assert.That(saved["derivedSectors"], Is.Null);
        Assert.That(saved["sectors"].Texts(), Is.EqualTo(["ice-cream"]));
    }

    [Test]
    public async Task A_sector_is_derived_once_and_in_the_order_of_the_codes()
    {
        var saved = await Admin.SaveAsync(Samples.Small(New("s")).With("products", """
            [{ "scheme": "HS-2022", "code": "2105" }, { "scheme": "HS-2022", "code": "040590" }, { "scheme": "HS-2022", "code": "040510" }]
            """));
        Assert.That(saved["derivedSectors"]!.AsArray().Select(d => (string?)d!["slug"]), Is.EqualTo(["ice-cream", "ghee-butter"]));
    }

    [Test]
    public async Task A_code_that_leads_nowhere_derives_nothing()
    {
        var saved = await Admin.SaveAsync(Samples.Small(New("s")).With("products", """[{ "scheme": "HS-2022", "code": "9999" }]"""));
        Assert.That(saved["derivedSectors"], Is.Null);
    }

    [Test]
    public async Task Derived_sectors_cannot_be_sent()
    {
        var saved = await Admin.SaveAsync(Samples.Small(New("s")).With("derivedSectors", """[{"slug": "dairy", "derived": true, "scheme": "HS-2022", "code": "0405"}]"""));
        Assert.That(saved["derivedSectors"], Is.Null);
    }

    [Test]
    public async Task A_derived_sector_is_found_by_its_parent()
    {
        var source = New("s");
        await Admin.SaveAsync(Samples.Small(source).With("products", """[{ "scheme": "HS-2022", "code": "2105" }]"""));
        Assert.That((await Admin.GetJsonAsync($"/v1/enterprises?source={source}&sector=dairy")).Items(), Has.Count.EqualTo(1));
    }
}
