using System.Text.Json.Nodes;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Taxonomy;

public sealed class CodesApiTests : DeskTests
{
    [Test]
    public async Task A_code_with_everything_that_is_known_of_it()
    {
        var code = await Desk.Anonymous.GetJsonAsync("/v1/codes/ISIC-4/1050");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((string?)code["scheme"], Is.EqualTo("ISIC-4"));
            Assert.That((string?)code["code"], Is.EqualTo("1050"));
            Assert.That((string?)code["title"], Is.EqualTo("Milk, cream and milk powder"), "the sector's label stands in for a title that is not loaded");
            Assert.That((string?)code["titleFrom"], Is.EqualTo("desk"));
            Assert.That((string?)code["edition"], Is.EqualTo("Revision 4, 2008"));
            Assert.That((bool?)code["listed"], Is.True);
            Assert.That(code["parents"]!.AsArray().Select(p => (string?)p!["code"]), Is.EqualTo(["C", "10", "105"]));
            Assert.That(code["sectors"].Texts(), Is.EqualTo(["milk-powder"]));
            Assert.That(Links(code), Is.SupersetOf(["NIC-2008 1050", "NACE-2 1051", "NACE-2 1052", "NAICS-2022 311513"]));
        }
    }

    [TestCase("HS-2022/04.05%2090", "040590")]
    [TestCase("NACE-2/C10.51", "1051")]
    [TestCase("CPV-2008/15530000-2", "15530000")]
    [TestCase("ISO-3166/in", "IN")]
    [TestCase("ISO-3166/IND", "IN")]
    [TestCase("ISO-4217/INR", "INR")]
    public async Task Codes_are_read_as_people_write_them(string path, string code) =>
        Assert.That((string?)(await Desk.Anonymous.GetJsonAsync("/v1/codes/" + path))["code"], Is.EqualTo(code));

    [Test]
    public async Task Editions_lead_to_each_other()
    {
        Assert.That(Links(await Desk.Anonymous.GetJsonAsync("/v1/codes/HS-2022/854142")), Does.Contain("HS-2017 854140"));
        Assert.That(Links(await Desk.Anonymous.GetJsonAsync("/v1/codes/HS-2017/854140")), Is.SupersetOf(["HS-2022 854142", "HS-2012 854140"]));
        Assert.That(Links(await Desk.Anonymous.GetJsonAsync("/v1/codes/HS-2022/040590")), Is.EqualTo(["HS-2017 040590", "HS-2012 040590", "ITC-HS 040590"]));
        Assert.That(Links(await Desk.Anonymous.GetJsonAsync("/v1/codes/ISO-3166/IN")), Does.Contain("ISO-4217 INR"));
    }

    [Test]
    public async Task A_finer_code_than_the_desk_lists_says_so()
    {
        var line = await Desk.Anonymous.GetJsonAsync("/v1/codes/ITC-HS/04059020");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((bool?)line["listed"], Is.False);
            Assert.That((string?)line["level"], Is.EqualTo("tariff line"));
            Assert.That(line["parents"]!.AsArray().Select(p => (string?)p!["code"]), Is.EqualTo(["04", "0405", "040590"]));
            Assert.That(line["sectors"].Texts(), Is.EqualTo(["ghee-butter"]));
        }
    }

    [Test]
    public async Task A_code_out_of_scope_says_why() =>
        Assert.That((string?)(await Desk.Anonymous.GetJsonAsync("/v1/codes/HS-2022/840110"))["outOfScope"], Does.Contain("nuclear"));

    [TestCase("HS-2022/040591", "040590")]
    [TestCase("HS-2022/854140", "HS-2017 and HS-2012 have")]
    [TestCase("HS-1066/04", "The desk knows ISIC-4, NIC-2008")]
    [TestCase("hs2022/04", "did you mean HS-2022?")]
    [TestCase("ISIC-4/abc", "2, 3 or 4 digits")]
    [TestCase("ISO-4217/ZZZ", "tradedesk codes import")]
    [TestCase("HS-2022/%7F", "2, 4 or 6 digits")]
    [TestCase("HS-2022/0405%E2%80%8B", "2, 4 or 6 digits")]
    public async Task A_wrong_code_is_told_what_would_be_right(string path, string detail)
    {
        using var response = await Desk.Anonymous.GetAsync("/v1/codes/" + path);
        Assert.That((string?)(await response.ProblemAsync(404, "not-found"))["detail"], Does.Contain(detail));
    }

    [Test]
    public async Task The_systems_are_listed()
    {
        var systems = (await Desk.Anonymous.GetJsonAsync("/v1/codes"))["items"]!.AsArray();
        Assert.That(systems.Select(s => (string?)s!["scheme"]), Is.SupersetOf(["ISIC-4", "ISIC-5", "NIC-2008", "NIC-2025", "HS-2012", "HS-2017", "HS-2022", "HS-2028", "ITC-HS", "NACE-2", "CPV-2008", "ISO-3166", "ISO-4217"]));
        Assert.That(systems.Select(s => (bool?)s!["listLoaded"]), Is.All.False);
    }

    [TestCase("NACE-2", "10.51", "milk-powder")]
    [TestCase("CPV-2008", "15553000-8", "dairy")]
    [TestCase("HS-2012", "040590", "ghee-butter")]
    [TestCase("HS-2028", "040590", "ghee-butter")]
    [TestCase("NAICS-2022", "311511", "milk-powder")]
    [TestCase("NIC-2025", "061000", "oil-gas")]
    public async Task A_code_of_any_system_is_kept_as_sent_and_leads_to_a_sector(string scheme, string code, string slug)
    {
        var saved = await Admin.SaveAsync(Samples.Small(New("s")).With("activities", $$"""[{"scheme": "{{scheme}}", "code": "{{code}}"}]"""));
        Assert.That(saved["derivedSectors"]!.ToJsonString(), Is.EqualTo($$"""[{"slug":"{{slug}}","derived":true,"scheme":"{{scheme}}","code":"{{code}}"}]"""));
        Assert.That((string?)saved["activities"]![0]!["code"], Is.EqualTo(code));
    }

    [TestCase("activities", "ISIC-4", "1055", "unknown-code", "/activities/0/code")]
    [TestCase("products", "HS-2022", "854140", "wrong-edition", "/products/0/code")]
    [TestCase("products", "ISO-3166", "IN", "unknown-scheme", "/products/0/scheme")]
    public async Task A_wrong_code_is_refused_with_its_place(string member, string scheme, string code, string fault, string pointer)
    {
        using var response = await Admin.UpsertAsync(Samples.Small(New("s")).With(member, $$"""[{"scheme": "{{scheme}}", "code": "{{code}}"}]"""));
        var problem = await response.ProblemAsync(422, "invalid");
        Assert.That(problem["errors"]!.AsArray().Select(e => $"{e!["pointer"]} {e["code"]}"), Is.EqualTo([$"{pointer} {fault}"]));
    }

    [Test]
    public async Task Products_of_two_editions_meet_in_a_match()
    {
        var home = await Admin.SaveAsync(Samples.IndianDairy(source: New("s")).With("sectors", """["solar-panels"]""").With("products", """[{"scheme": "HS-2017", "code": "854140"}]"""));
        var peer = await Admin.SaveAsync(Samples.GulfDistributor(source: New("s")).With("sectors", """["solar-panels"]""").With("products", """[{"scheme": "HS-2022", "code": "8541.43"}]"""));
        var match = await Admin.GetJsonAsync($"{home.Path()}/matches/{peer.Id()}");
        var product = match["match"]!["explanation"]!["forward"]!.AsArray().Single(f => (string?)f!["factor"] == "product");
        Assert.That((double?)product!["value"], Is.EqualTo(1), match.ToJsonString());
    }

    private static IEnumerable<string> Links(JsonNode code) => code["correspondences"]!.AsArray().Select(c => $"{c!["scheme"]} {c["code"]}");
}
