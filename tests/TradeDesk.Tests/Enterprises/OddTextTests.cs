using System.Text.Json.Nodes;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Enterprises;

[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.Providers))]
public sealed class OddTextTests(string provider) : DeskTests(provider)
{
    [TestCase("Sutlej घी एवं डेयरी प्रा॰ लि॰")]
    [TestCase("ਸਤਲੁਜ ਡੇਅਰੀ")]
    [TestCase("Şeker & Güneş A.Ş.")]
    [TestCase("שוקולד עלית")]
    [TestCase("شركة الخليج للألبان")]
    [TestCase("青岛食品股份有限公司")]
    [TestCase("Dairy 🧈🐄 👩‍🌾")]
    [TestCase("Cafe\u0301 and Caf\u00e9")]
    [TestCase("𝔘𝔫𝔦𝔠𝔬𝔡𝔢 beyond the first plane")]
    [TestCase("quote \" back \\ slash / <b>&amp;</b> '")]
    [TestCase("Robert'); DROP TABLE enterprise;--")]
    [TestCase("null")]
    public async Task A_name_comes_back_as_it_was_sent(string name)
    {
        var document = Samples.Small(New("s"), name: name).With("summary", JsonValue.Create(name + "\n\ttwice\r\n" + name)!.ToJsonString());
        var saved = await Admin.SaveAsync(document);
        var read = await Admin.GetJsonAsync(saved.Path());
        Assert.That((string?)read["legalName"], Is.EqualTo(name));
        Assert.That((string?)read["summary"], Is.EqualTo(name + "\n\ttwice\r\n" + name));
        var listed = (await Admin.GetJsonAsync($"/v1/enterprises?source={document["source"]}")).Items().Single();
        Assert.That(JsonNode.DeepEquals(listed, read), "the list shows the same");
        Assert.That(JsonNode.DeepEquals(await Admin.SaveAsync(document), read), "and sending it again changes nothing");
    }

    [Test]
    public async Task Answers_are_UTF_8_without_escapes()
    {
        var saved = await Admin.SaveAsync(Samples.Small(New("s"), name: "घी & Käse"));
        Assert.That(await Admin.GetStringAsync(saved.Path()), Does.Contain("\"legalName\":\"घी & Käse\""));
    }

    [Test]
    public async Task Blanks_around_a_name_are_dropped_and_codes_are_put_in_upper_case()
    {
        var saved = await Admin.SaveAsync(Samples.Small(New("s"), name: "  Two Blanks  ").With("certifications", """[" halal ", "HALAL", "Iso 9001"]""").With("sectors", """["dairy", "dairy"]"""));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((string?)saved["legalName"], Is.EqualTo("Two Blanks"));
            Assert.That(saved["certifications"].Texts(), Is.EqualTo(["HALAL", "ISO 9001"]));
            Assert.That(saved["sectors"].Texts(), Is.EqualTo(["dairy"]));
        }
    }

    [TestCase("1e3", "1000")]
    [TestCase("0.10", "0.10")]
    [TestCase("12345678901234.5678", "12345678901234.5678")]
    public async Task Money_is_exact(string sent, string kept)
    {
        var saved = await Admin.SaveAsync(Samples.Small(New("s")).With("intents", $$$"""[{"type": "trade", "role": "offers", "value": {"min": {{{sent}}}, "max": 99999999999999, "currency": "USD"}}]"""));
        var read = await Admin.GetStringAsync(saved.Path());
        Assert.That(read, Does.Contain($"\"value\":{{\"min\":{kept},"));
    }

    [Test]
    public async Task A_path_of_odd_bytes_is_no_fault_of_the_desk()
    {
        foreach (var path in (string[])["/v1/enterprises/%FF%FE", "/v1/enterprises/%0A", "/v1/sources/%C0%AF/enterprises/%F0%9F%A7%88", "/v1/sectors/%E0%A4%98", "/v1/countries/%20%20", "/v1/enterprises/" + new string('a', 5000)])
        {
            using var response = await Admin.GetAsync(path);
            Assert.That(response.Code(), Is.EqualTo(404), path);
        }
    }
}
