using System.Text.Json.Nodes;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Enterprises;

/// <summary>Right numbers are published ones, or were computed by hand from the register's own rule; never with the code under test.</summary>
public sealed class IdentifierTests : DeskTests
{
    [TestCase("IN-GSTIN", "27AAPFU0939F1ZV", TestName = "GSTIN: the tax department's specimen")]
    [TestCase("IN-PAN", "AAACV7757J")]
    [TestCase("IN-UDYAM", "UDYAM-PB-12-0001234")]
    [TestCase("IN-MCA", "L17110MH1973PLC019786", TestName = "CIN: Reliance Industries")]
    [TestCase("IN-MCA", "AAB-1234", TestName = "LLPIN")]
    [TestCase("IN-IEC", "0388066415")]
    [TestCase("IN-IEC", "AAACV7757J")]
    [TestCase("XI-LEI", "5493001KJTIIGC8Y1R12", TestName = "LEI: Bloomberg Finance")]
    [TestCase("XI-LEI", "529900T8BM49AURSDO55", TestName = "LEI: the example of ISO 17442")]
    [TestCase("XI-LEI", "7ZW8QJWVPR4P1J1KQY45", TestName = "LEI: Google")]
    [TestCase("XI-LEI", "213800WSGIIZCXF1P572", TestName = "LEI: Jaguar Land Rover")]
    [TestCase("XI-DUNS", "150483782")]
    [TestCase("XI-EORI", "DE123456789012345")]
    [TestCase("GB-COH", "00445790", TestName = "Companies House: Tesco")]
    [TestCase("GB-COH", "SC095000", TestName = "Companies House: a Scottish company")]
    [TestCase("KR-BRN", "124-81-00998", TestName = "KR: Samsung Electronics")]
    [TestCase("KR-BRN", "2208162517", TestName = "KR: Naver, without hyphens")]
    [TestCase("JP-JCN", "7000012050002", TestName = "JP: the National Tax Agency")]
    [TestCase("JP-JCN", "1180301018771", TestName = "JP: Toyota")]
    [TestCase("JP-JCN", "5010401067252", TestName = "JP: Sony")]
    [TestCase("AU-ABN", "51824753556", TestName = "AU: the Australian Taxation Office's example")]
    [TestCase("AU-ABN", "53004085616", TestName = "AU: Coles")]
    [TestCase("AU-ABN", "33102417032", TestName = "AU: an example of the register")]
    [TestCase("NZ-NZBN", "9429032389470", TestName = "NZ: Xero")]
    [TestCase("NZ-NZBN", "9429036975273")]
    [TestCase("NO-BRC", "974760673", TestName = "NO: the Brønnøysund register itself")]
    [TestCase("NO-BRC", "923609016", TestName = "NO: Equinor")]
    [TestCase("PL-NIP", "1234563218")]
    [TestCase("PL-NIP", "7740001454", TestName = "PL: Orlen")]
    [TestCase("PL-REGON", "123456785")]
    [TestCase("PL-REGON", "610188201", TestName = "PL: Orlen's REGON")]
    [TestCase("PL-REGON", "12345678512347", TestName = "PL: a local unit's 14 digits")]
    [TestCase("PL-REGON", "23511332857188")]
    [TestCase("FR-RCS", "732829320", TestName = "FR: the register's example")]
    [TestCase("FR-RCS", "552100554", TestName = "FR: Peugeot")]
    [TestCase("SG-ACRA", "197200078R")]
    [TestCase("SG-ACRA", "T08LL1234A")]
    [TestCase("DE-CR", "HRB 6684 München", TestName = "A scheme the desk does not check")]
    public async Task A_true_number_is_taken(string scheme, string value)
    {
        var saved = await Admin.SaveAsync(Document(scheme, value));
        Assert.That((await Admin.GetJsonAsync(saved.Path()))["identifiers"]!.ToJsonString(), Is.EqualTo(new JsonArray(new JsonObject { ["scheme"] = scheme, ["value"] = value }).ToJsonString()));
    }

    [TestCase("IN-GSTIN", "27AAPFU0939F1ZW")]
    [TestCase("IN-GSTIN", "72AAPFU0939F1ZV", TestName = "GSTIN: two digits exchanged")]
    [TestCase("IN-GSTIN", "27AAPFU0939F1ZV\n", TestName = "GSTIN: a line end behind it")]
    [TestCase("IN-GSTIN", "२७AAPFU0939F1ZV", TestName = "GSTIN: Devanagari digits")]
    [TestCase("IN-GSTIN", "27aapfu0939f1zv", TestName = "GSTIN: small letters")]
    [TestCase("IN-PAN", "AAAXV7757J", TestName = "PAN: no such kind of holder")]
    [TestCase("IN-UDYAM", "UDYAM-PB-1-0001234")]
    [TestCase("IN-UDYAM", "UDYAM-PB-१२-0001234", TestName = "Udyam: Devanagari digits")]
    [TestCase("IN-MCA", "L17110MH1973PLC01978")]
    [TestCase("XI-LEI", "5493001KJTIIGC8Y1R13")]
    [TestCase("XI-LEI", "5493001KJTIIGC8Y1R12\n", TestName = "LEI: a line end behind it")]
    [TestCase("XI-LEI", "5493001KJTIIGC8Y1R१२", TestName = "LEI: Devanagari digits")]
    [TestCase("XI-LEI", "5493001KJTIIGC8Y1R1")]
    [TestCase("XI-LEI", "", TestName = "LEI: nothing")]
    [TestCase("KR-BRN", "402-82-24197", TestName = "KR: a wrong check digit")]
    [TestCase("KR-BRN", "124-81-00998\n", TestName = "KR: a line end behind it")]
    [TestCase("JP-JCN", "8000012050002")]
    [TestCase("AU-ABN", "51824753557")]
    [TestCase("NZ-NZBN", "9429032389471")]
    [TestCase("NO-BRC", "974760674")]
    [TestCase("NO-BRC", "974760673\n", TestName = "NO: a line end behind it")]
    [TestCase("PL-NIP", "1234563219")]
    [TestCase("PL-REGON", "123456786")]
    [TestCase("PL-REGON", "12345678512348", TestName = "PL: 14 digits of which the last is wrong")]
    [TestCase("FR-RCS", "732829321")]
    [TestCase("GB-COH", "1234567")]
    [TestCase("SG-ACRA", "12345")]
    public async Task A_number_that_cannot_be_is_refused_with_what_would_be_right(string scheme, string value)
    {
        using var response = await Admin.UpsertAsync(Document(scheme, value));
        var problem = await response.ProblemAsync(422, "invalid");
        Assert.That(problem.Pointers(), Is.EqualTo(["/identifiers/0"]));
        Assert.That((string?)problem["errors"]![0]!["message"], Does.Contain(scheme).And.Contain("give "));
    }

    private static JsonObject Document(string scheme, string value) =>
        Samples.Small(New("s")).With("identifiers", new JsonArray(new JsonObject { ["scheme"] = scheme, ["value"] = value }).ToJsonString());
}
