using System.Text;
using TradeDesk.Data;

namespace TradeDesk.Tests.Exchange;

public sealed class CsvImportTests
{
    private const string Map =
        """
        { "source": "fair", "externalId": { "column": "id" },
          "members": { "legalName": { "column": "name" }, "country": { "column": "country", "as": "country" }, "summary": { "column": "text" } },
          "intents": [ { "intent": { "type": "trade", "role": "offers" } } ] }
        """;

    private ImportDesk desk = null!;

    [SetUp]
    public async Task SetUp() => desk = await ImportDesk.OpenAsync();

    [TearDown]
    public void TearDown() => desk.Dispose();

    [Test]
    public async Task Good_rows_are_loaded_and_wrong_ones_set_aside_with_line_pointer_and_row()
    {
        var report = await desk.CsvAsync(Map, "id,name,country,text\n1,Ghee House,India,\n2,Nowhere Ltd,Atlantis,\n3,,AE,\n4,Oil Mill,AE,\n");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((report.Read, report.Created, report.Refused), Is.EqualTo((4, 2, 2)));
            Assert.That(report.Reasons, Is.EquivalentTo(new Dictionary<string, long> { ["unknown-country"] = 1, ["required"] = 1 }));
            Assert.That(desk.Faults(), Is.EqualTo(new[] { "3 /country unknown-country", "4 /legalName required" }));
            Assert.That((string?)desk.Errors[0]["row"]!["name"], Is.EqualTo("Nowhere Ltd"));
            Assert.That((string?)(await desk.FindAsync("fair", "1"))!["country"], Is.EqualTo("IN"));
        }
    }

    [Test]
    public async Task The_line_is_the_one_where_the_record_starts_whatever_stands_before()
    {
        await desk.CsvAsync(Map, "id,name,country,\"te\nxt\",text\r\n1,A good one,IN,x,\"two\r\nlines\"\r\n\r\n\n2,Wrong,XX,x,\"three\nmore\nlines\"\n3,Wrong too,XX,x,");
        Assert.That(desk.Faults(), Is.EqualTo(new[] { "7 /country unknown-country", "10 /country unknown-country" }));
    }

    [Test]
    public async Task Blank_lines_and_a_byte_order_mark_are_passed_over()
    {
        var report = await desk.CsvAsync(Map, [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("id,name,country,text\n\n1,Ghee House,IN,\n\n")]);
        Assert.That((report.Read, report.Created), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task Quotes_commas_and_line_ends_within_a_field_are_kept()
    {
        await desk.CsvAsync(Map, "id,name,country,text\n1,\"The \"\"Ghee\"\" House, Ludhiana\",IN,\"one\ntwo\"\n");
        var stored = (await desk.FindAsync("fair", "1"))!;
        Assert.That(((string?)stored["legalName"], (string?)stored["summary"]), Is.EqualTo(("The \"Ghee\" House, Ludhiana", "one\ntwo")));
    }

    [Test]
    public async Task A_row_with_too_few_or_too_many_columns_is_set_aside()
    {
        var report = await desk.CsvAsync(Map, "id,name,country,text\n1,Short,IN\n2,Long,IN,,,\n3,Right one,IN,\n");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((report.Created, report.Reasons["wrong-columns"]), Is.EqualTo((1, 2)));
            Assert.That(desk.Faults(), Is.EqualTo(new[] { "2  wrong-columns", "3  wrong-columns" }));
        }
    }

    [Test]
    public void A_file_without_a_column_of_the_map_is_refused_whole() =>
        Assert.That(
            async () => await desk.CsvAsync(Map, "id,title,country,text\n1,Ghee House,IN,\n"),
            Throws.TypeOf<SettingsException>().With.Message.EqualTo("The file has no column 'name'; its columns are 'id', 'title', 'country', 'text'."));

    [Test]
    public void A_column_of_the_map_that_stands_twice_is_refused() =>
        Assert.That(async () => await desk.CsvAsync(Map, "id,name,country,text,name\n"), Throws.TypeOf<SettingsException>().With.Message.Contains("two columns 'name'"));

    [Test]
    public async Task A_strange_column_that_stands_twice_does_no_harm()
    {
        var report = await desk.CsvAsync(Map, "id,name,country,text,x,x\n1,Ghee House,IN,,,\n2,Ghee House,XX,,,\n");
        Assert.That((report.Created, report.Refused), Is.EqualTo((1, 1)));
    }

    [TestCase("", TestName = "An empty file is refused")]
    [TestCase("id,name,\"country,text\n1,A,IN,\n", TestName = "A header whose quote never closes is refused")]
    public void No_header(string csv) => Assert.That(async () => await desk.CsvAsync(Map, csv), Throws.TypeOf<SettingsException>().With.Message.Contains("header"));

    [Test]
    public async Task A_quote_that_is_never_closed_stops_the_file_after_what_was_read()
    {
        Assert.That(
            async () => await desk.CsvAsync(Map, "id,name,country,text\n1,Ghee House,IN,\n2,\"Oil Mill,AE,\n3,Rice Mill,AE,\n"),
            Throws.TypeOf<SettingsException>().With.Message.Contains("after line 2").And.Message.Contains("never closed"));
        Assert.That(await desk.CountAsync(), Is.EqualTo(1), "what was read before is loaded");
    }

    [Test]
    public async Task The_same_key_again_in_one_file_is_set_aside_and_the_first_counts()
    {
        var report = await desk.CsvAsync(Map, "id,name,country,text\n1,First,IN,\n2,Other,IN,\n1,Second,IN,\n");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((report.Created, report.Refused), Is.EqualTo((2, 1)));
            Assert.That(desk.Faults(), Is.EqualTo(new[] { "4 /externalId duplicate" }));
            Assert.That((string?)(await desk.FindAsync("fair", "1"))!["legalName"], Is.EqualTo("First"));
        }
    }

    [Test]
    public async Task A_refused_row_does_not_take_the_key_of_a_later_good_one()
    {
        var report = await desk.CsvAsync(Map, "id,name,country,text\n1,First,XX,\n1,Second,IN,\n");
        Assert.That((report.Created, report.Refused), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task Control_characters_and_broken_encoding_are_refused()
    {
        byte[] broken = [.. Encoding.UTF8.GetBytes("id,name,country,text\n1,Ghee"), 0x92, .. Encoding.UTF8.GetBytes("s House,IN,\n2,Bell\a Works,IN,\n3,Good Ltd,IN,C1 \u0092 sign\n4,नमस्ते Dairy,IN,\n")];
        var report = await desk.CsvAsync(Map, broken);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Created, Is.EqualTo(1));
            Assert.That(desk.Faults(), Is.EqualTo(new[] { "2 /legalName broken-encoding", "3 /legalName control-character", "4 /summary control-character" }));
        }
    }

    [Test]
    public async Task The_same_file_again_changes_nothing()
    {
        var csv = "id,name,country,text\n" + string.Concat(Enumerable.Range(1, 1200).Select(i => $"{i},Firm {i},{(i % 2 == 0 ? "IN" : "AE")},black pepper\n"));
        var first = await desk.CsvAsync(Map, csv);
        var sequence = await desk.LastSequenceAsync();
        var again = await desk.CsvAsync(Map, csv);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Created, Is.EqualTo(1200));
            Assert.That((again.Created, again.Updated, again.Unchanged, again.Refused), Is.EqualTo((0, 0, 1200, 0)));
            Assert.That(await desk.LastSequenceAsync(), Is.EqualTo(sequence));
        }
    }

    [Test]
    public async Task One_changed_row_makes_one_change()
    {
        await desk.CsvAsync(Map, "id,name,country,text\n1,One Ltd,IN,\n2,Two Ltd,IN,\n3,Three Ltd,IN,\n");
        var (sequence, before) = (await desk.LastSequenceAsync(), (await desk.FindAsync("fair", "2"))!);
        var report = await desk.CsvAsync(Map, "id,name,country,text\n1,One Ltd,IN,\n2,Two Private Limited,IN,\n3,Three Ltd,IN,\n");
        var after = (await desk.FindAsync("fair", "2"))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((report.Updated, report.Unchanged), Is.EqualTo((1, 2)));
            Assert.That(await desk.LastSequenceAsync(), Is.EqualTo(sequence + 1));
            Assert.That(((long)after["version"]!, (string?)after["legalName"]), Is.EqualTo((2L, "Two Private Limited")));
            Assert.That((string?)after["id"], Is.EqualTo((string?)before["id"]));
            Assert.That((string?)after["intents"]![0]!["id"], Is.EqualTo((string?)before["intents"]![0]!["id"]), "an intent keeps its id");
        }
    }
}
