using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Exchange;

/// <summary>Files whose rows, faults or attempts are too many or too long: none of them fills the memory, the database, or the time of the desk.</summary>
public sealed class ImportLimitsTests
{
    private TestDatabase database = null!;

    [SetUp]
    public void SetUp() => database = new TestDatabase();

    [TearDown]
    public void TearDown() => database.Dispose();

    [Test]
    public async Task Long_rows_are_saved_a_few_at_a_time_and_shown_by_their_beginning()
    {
        await using var desk = await Desk.StartAsync(database);
        // 3 Mi characters each: a step takes no more when it has 8 Mi.
        var lines = string.Join('\n', Enumerable.Range(1, 9).Select(i => $$"""{"externalId": "{{i}}", "legalName": "Firm {{i}}", "country": "XX", "summary": "{{new string('a', 3 * 1024 * 1024)}}"}"""));
        var import = await desk.Admin.OverAsync(await desk.Admin.ImportAsync("source=s", lines).TakenAsync());
        var refused = await desk.Admin.RefusedAsync(import);
        Assert.That((import.Status(), import.Counts().Refused, refused.Count), Is.EqualTo(("succeeded", 9L, 9)));
        Assert.That(refused.Select(r => (string)r["row"]!), Is.All.Length.EqualTo(2000).And.All.StartsWith("{\"externalId\""));
        Assert.That(await ValueAsync("SELECT COUNT(*) FROM import_error"), Is.EqualTo(3));
    }

    [Test]
    public async Task Rows_of_very_many_columns_are_shown_by_their_beginning()
    {
        await using var desk = await Desk.StartAsync(database);
        var csv = $"id,name,country,{string.Join(',', Enumerable.Range(1, 20_000).Select(i => $"column {i}"))}\n1,One,Atlantis{new string(',', 20_000)}\n2,Two,India{new string(',', 20_000)}\n";
        var import = await desk.Admin.OverAsync(await desk.Admin.ImportCsvAsync("", ImportCalls.FairMap, Encoding.UTF8.GetBytes(csv)).TakenAsync());
        var row = (string)(await desk.Admin.RefusedAsync(import)).Single()["row"]!;
        Assert.That((import.Counts().Created, row.Length, row[..15]), Is.EqualTo((1L, 2000, "1,One,Atlantis,")));
    }

    [Test]
    public async Task A_long_record_that_is_refused_is_still_held_by_its_source()
    {
        await using var desk = await Desk.StartAsync(database);
        await desk.Admin.ImportedAsync("source=s", Samples.Small("s", "long"));
        var import = await desk.Admin.OverAsync(await desk.Admin.ImportAsync("source=s&mode=replace-source", $$"""{"externalId": "long", "legalName": 1, "summary": "{{new string('a', 100_000)}}"}""").TakenAsync());
        Assert.That((import.Status(), import.Counts()), Is.EqualTo(("succeeded", (0L, 0L, 0L, 1L, 0L))));
        Assert.That(await desk.Admin.HeldAsync("s"), Is.EqualTo(new[] { "long" }));
    }

    [Test]
    public async Task All_refused_records_are_counted_and_the_first_hundred_thousand_kept()
    {
        await using var desk = await Desk.StartAsync(database);
        var import = await desk.Admin.OverAsync(await desk.Admin.ImportAsync("source=s", string.Concat(Enumerable.Repeat("null\n", 101_000))).TakenAsync());
        Assert.That((import.Status(), import.Counts().Refused, (long)import["reasons"]!["wrong-type"]!), Is.EqualTo(("succeeded", 101_000L, 101_000L)));
        Assert.That((await desk.Admin.RefusedAsync(import)).Select(r => (int)r["line"]!), Is.EqualTo(Enumerable.Range(1, 100_000)));
    }

    [Test]
    public async Task A_record_tells_a_hundred_of_its_faults()
    {
        await using var desk = await Desk.StartAsync(database);
        var wrong = Samples.Small("s").With("exportsTo", $"[{string.Join(',', Enumerable.Repeat("\"XX\"", 300))}]");
        using var response = await desk.Admin.UpsertAsync(wrong);
        Assert.That((await response.ProblemAsync(422, "invalid"))["errors"]!.AsArray(), Has.Count.EqualTo(100));
    }

    [Test]
    public async Task A_file_that_is_no_csv_fails_in_few_words()
    {
        await using var desk = await Desk.StartAsync(database);
        var line = string.Join("", Enumerable.Repeat("a very long name that stands in no file", 1000));
        var import = await desk.Admin.OverAsync(await desk.Admin.ImportCsvAsync("", ImportCalls.FairMap, Encoding.UTF8.GetBytes($"{line},{string.Join(',', Enumerable.Range(1, 5000))}\n1,2\n")).TakenAsync());
        Assert.That((string?)import["failure"], Does.Contain("no column 'name', 'country', 'id'").And.Contain("'a very long name that stands in no filea…', '1', '2'").And.Contain("and 4971 more").And.Length.LessThan(1000));
    }

    [Test]
    public async Task An_import_that_stopped_the_desk_again_and_again_fails_and_its_source_is_free()
    {
        var loads = new HeldLoads();
        string import;
        await using (var desk = await Desk.StartAsync(database, loads.Replace))
        {
            loads.HoldAfter(12);
            import = await desk.Admin.ImportAsync("source=s", ImportCalls.Ndjson(Enumerable.Range(0, 10_000).Select(i => Samples.Small("s", $"{i}")))).TakenAsync();
            await desk.Admin.UntilAsync(import, s => (long)s["read"]! > 0);
        }

        await ValueAsync("UPDATE import_job SET owner = 'gone', lease_until = 0, attempts = 5");
        await using var again = await Desk.StartAsync(database);
        var done = await again.Admin.OverAsync(import);
        Assert.That(done.Status(), Is.EqualTo("failed"));
        Assert.That((string?)done["failure"], Does.StartWith($"The desk stopped 5 times while it worked on what stands behind line {done["line"]}. The first {done["read"]} records were looked at"));
        Assert.That((await again.Admin.ImportedAsync("source=s", Samples.Small("s", "after"))).Counts().Created, Is.EqualTo(1));
    }

    [Test]
    public async Task A_file_of_which_a_part_is_missing_is_not_taken_as_whole([Values] bool csv)
    {
        var loads = new HeldLoads();
        await using var desk = await Desk.StartAsync(database, loads.Replace);
        loads.HoldAfter(12);
        var rows = Enumerable.Range(0, 40_000).Select(i => $"{i},A firm of the fair,India\n");
        var sent = csv ? desk.Admin.ImportCsvAsync("", ImportCalls.FairMap, Encoding.UTF8.GetBytes("id,name,country\n" + string.Concat(rows))) : desk.Admin.ImportAsync("source=s", ImportCalls.Ndjson(Enumerable.Range(0, 10_000).Select(i => Samples.Small("s", $"{i}"))));
        var import = await sent.TakenAsync();
        await desk.Admin.UntilAsync(import, s => (long)s["read"]! > 0);
        await ValueAsync("DELETE FROM import_part WHERE number = (SELECT MAX(number) FROM import_part)");
        loads.Free();
        var done = await desk.Admin.OverAsync(import);
        Assert.That((done.Status(), (string?)done["failure"]), Is.EqualTo(("failed", "The desk failed. What was read before is loaded. This is the desk's fault; tell its administrator the id of the import.")));
        // It is written down before it is logged.
        Assert.That(() => desk.Failures.Text, Does.Contain("is missing").After(10_000, 10));
    }

    [Test]
    public async Task An_upload_that_stands_still_for_long_is_thrown_away_and_its_sender_told_to_send_it_again()
    {
        var clock = new AdjustableClock();
        await using var desk = await Desk.StartAsync(database, services => services.AddSingleton<TimeProvider>(clock));
        using var slow = new SlowBody(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("null\n", 100_000))), "application/x-ndjson");
        var sent = desk.Admin.ImportAsync("source=s", slow);
        await slow.Begun;
        while (await ValueAsync("SELECT COUNT(*) FROM import_part") == 0)
            await Task.Delay(5);
        clock.Advance(TimeSpan.FromHours(1));
        slow.End();
        using var response = await sent;
        Assert.That((string?)(await response.ProblemAsync(503, "database-away"))["detail"], Does.Contain("stood still").And.Contain("send it again"));
        Assert.That(response.Headers.RetryAfter?.Delta, Is.GreaterThan(TimeSpan.Zero));
        Assert.That((await desk.Admin.GetJsonAsync("/v1/imports")).Items(), Is.Empty);
    }

    private async Task<long> ValueAsync(string statement)
    {
        await using var connection = new SqliteConnection(database.ConnectionString + ";Pooling=false");
        return await connection.ExecuteScalarAsync<long>(statement);
    }
}
