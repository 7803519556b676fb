using System.Text;

namespace TradeDesk.Tests.Exchange;

public sealed class NdjsonImportTests
{
    private const string Good = """{ "source": "s", "externalId": "1", "legalName": "Ghee House", "country": "IN" }""";
    private ImportDesk desk = null!;

    [SetUp]
    public async Task SetUp() => desk = await ImportDesk.OpenAsync();

    [TearDown]
    public void TearDown() => desk.Dispose();

    [TestCase("""{ "source": "s", "externalId": "2", """, "3  not-json")]
    [TestCase("garbage", "3  not-json")]
    [TestCase("7", "3  wrong-type")]
    [TestCase("[]", "3  wrong-type")]
    [TestCase("null", "3  wrong-type")]
    [TestCase("""{ "source": "s", "externalId": "2", "country": "IN" }""", "3  required")]
    [TestCase("""{ "source": "s", "legalName": "No key", "country": "IN" }""", "3 /externalId required")]
    [TestCase("""{ "externalId": "2", "legalName": "No source", "country": "IN" }""", "3 /source required")]
    [TestCase("""{ "source": "s", "externalId": "2", "legalName": "A", "legalName": "B", "country": "IN" }""", "3 /legalName duplicate-member")]
    [TestCase("""{ "source": "s", "externalId": "2", "legalName": "Strange", "country": "IN", "colour": "red" }""", "3 /colour unknown-member")]
    [TestCase("""{ "source": "s", "externalId": "2", "legalName": "Wrong", "country": "IN", "employees": "many" }""", "3 /employees wrong-type")]
    [TestCase("""{ "source": "s", "externalId": "2", "legalName": "Wrong", "country": "IN", "intents": [{ "type": "barter", "role": "offers" }] }""", "3 /intents/0/type wrong-value")]
    [TestCase("""{ "source": "s", "externalId": "2", "legalName": "Nul \u0000 Ltd", "country": "IN" }""", "3 /legalName control-character")]
    [TestCase("""{ "source": "s", "externalId": "2", "legalName": "Half \ud83d Ltd", "country": "IN" }""", "3 /legalName wrong-type")]
    [TestCase("""{ "source": "s", "externalId": "\ud83d", "legalName": "Half an id", "country": "IN" }""", "3 /externalId wrong-type")]
    [TestCase("""{ "source": "s", "externalId": "2 ", "legalName": "Blank behind", "country": "IN" }""", "3 /externalId malformed")]
    [TestCase("""{ "source": "s", "externalId": "1", "legalName": "Ghee House again", "country": "IN" }""", "3 /externalId duplicate")]
    public async Task A_wrong_line_is_set_aside_and_the_others_are_loaded(string wrong, string fault)
    {
        var report = await desk.NdjsonAsync(Good, "", wrong, """{ "source": "s", "externalId": "3", "legalName": "Oil Mill", "country": "AE" }""");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((report.Read, report.Created, report.Refused), Is.EqualTo((3, 2, 1)));
            Assert.That(desk.Faults(), Is.EqualTo(new[] { fault }));
        }
    }

    [Test]
    public async Task A_line_that_is_not_UTF_8_is_refused()
    {
        var report = await desk.NdjsonAsync([.. Encoding.UTF8.GetBytes("""{ "source": "s", "externalId": "1", "legalName": "Caf"""), 0xE9, .. Encoding.UTF8.GetBytes(""" Ltd", "country": "IN" }""")]);
        Assert.That((report.Refused, desk.Faults().Single()), Is.EqualTo((1, "1 /legalName broken-encoding")));
    }

    [Test]
    public async Task Documents_without_a_source_take_the_one_of_the_command()
    {
        await desk.NdjsonAsync(Encoding.UTF8.GetBytes("""{ "externalId": "1", "legalName": "Ghee House", "country": "IN" }"""), "given");
        Assert.That(await desk.FindAsync("given", "1"), Is.Not.Null);
    }

    [Test]
    public async Task The_same_lines_again_change_nothing()
    {
        await desk.NdjsonAsync(Good);
        var sequence = await desk.LastSequenceAsync();
        var again = await desk.NdjsonAsync(Good);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(again.Unchanged, Is.EqualTo(1));
            Assert.That(await desk.LastSequenceAsync(), Is.EqualTo(sequence));
        }
    }
}
