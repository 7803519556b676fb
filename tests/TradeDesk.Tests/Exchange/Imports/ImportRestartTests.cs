using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Data.Sqlite;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Exchange;

/// <summary>A long import, killed, stopped and cancelled in its midst.</summary>
public sealed class ImportRestartTests
{
    // Some of them: the transactions that keep the file, and a few of the steps that load it.
    private const int Many = 25_000, SomeOfThem = 30;
    private TestDatabase database = null!;

    [SetUp]
    public void SetUp() => database = new TestDatabase();

    [TearDown]
    public void TearDown() => database.Dispose();

    [Test]
    public async Task A_killed_import_goes_on_where_it_stopped_and_each_record_is_written_once()
    {
        string import;
        var (service, admin) = await TradeDeskProcess.ServeAsync(database);
        using (service)
        using (admin)
        {
            await admin.ImportedAsync("source=s", Samples.Small("s", "gone"), Samples.Small("s", "R5", name: "Another name"));
            import = await admin.ImportAsync("source=s&mode=replace-source&removeAtMost=0.5", File(Many)).TakenAsync();
            while (await ReadAsync() == 0)
                await Task.Delay(5);
            service.Kill();
        }

        Assert.That(await ReadAsync(), Is.GreaterThan(0).And.LessThan(Many), "it was killed in its midst");
        (service, admin) = await TradeDeskProcess.ServeAsync(database);
        using (service)
        using (admin)
        {
            var done = await admin.OverAsync(import);
            Assert.That((done.Status(), done.Counts(), (long)done["read"]!), Is.EqualTo(("succeeded", ((long)Many - 1, 1L, 0L, 1L, 1L), (long)Many + 1)));
            Assert.That(await admin.RefusedAsync(done), Has.Count.EqualTo(1), "a duplicate of a record that was saved before the kill");
            Assert.That((await admin.HeldAsync("s")).Count, Is.EqualTo(Many));
            Assert.That((await admin.ImportedAsync("source=s", Lines(Many))).Counts().Unchanged, Is.EqualTo(Many));
        }

        await using var connection = new SqliteConnection(database.ConnectionString);
        Assert.That(await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM change_log WHERE op = 'upsert' AND kind = 'enterprise'"), Is.EqualTo(Many + 2), "each was written once");
        Assert.That(await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM import_part"), Is.Zero, "a file is not kept");
    }

    [Test]
    public async Task While_the_database_is_locked_an_import_waits_and_then_goes_on()
    {
        await using var desk = await Desk.StartAsync(database);
        var import = await desk.Admin.ImportAsync("source=s", File(Many)).TakenAsync();
        await desk.Admin.UntilAsync(import, s => (long)s["read"]! > 0);
        await using (var other = new SqliteConnection(database.ConnectionString + ";Pooling=false"))
        {
            await other.OpenAsync();
            await other.ExecuteAsync("BEGIN IMMEDIATE");
            // Each waits for as long as a write waits for the database; so does the import.
            for (var i = 0; i < 3; i++)
                using (var busy = await desk.Admin.UpsertAsync(Samples.Small("other")))
                    Assert.That(busy.Code(), Is.EqualTo(503));
            await other.ExecuteAsync("ROLLBACK");
        }

        var done = await desk.Admin.OverAsync(import);
        Assert.That((done.Status(), done.Counts(), (await desk.Admin.HeldAsync("s")).Count), Is.EqualTo(("succeeded", ((long)Many, 0L, 0L, 1L, 0L), Many)));
    }

    [Test]
    public async Task An_import_that_is_cancelled_stops_and_keeps_what_it_loaded()
    {
        var loads = new HeldLoads();
        await using var desk = await Desk.StartAsync(database, loads.Replace);
        loads.HoldAfter(SomeOfThem);
        var import = await desk.Admin.ImportAsync("source=s", File(Many)).TakenAsync();
        await desk.Admin.UntilAsync(import, s => (long)s["read"]! > 0);
        using (var response = await desk.Admin.PostAsync(import + "/cancel", null))
            Assert.That((await response.JsonAsync()).Status(), Is.EqualTo("cancelled"));
        loads.Free();
        Assert.That((await desk.Admin.ImportedAsync("source=s", Samples.Small("s", "after"))).Counts().Created, Is.EqualTo(1), "the source is free again");
        var status = await desk.Admin.GetJsonAsync(import);
        Assert.That(((long)status["read"]!, (await desk.Admin.HeldAsync("s")).Count), Is.EqualTo(((long)status["created"]! + (long)status["refused"]!, (int)(long)status["created"]! + 1)));
        Assert.That((long)status["created"]!, Is.LessThan(Many));
    }

    [Test]
    public async Task An_import_of_a_desk_that_stops_goes_on_at_the_next()
    {
        string import;
        var loads = new HeldLoads();
        await using (var desk = await Desk.StartAsync(database, loads.Replace))
        {
            loads.HoldAfter(SomeOfThem);
            import = await desk.Admin.ImportAsync("source=s", File(Many)).TakenAsync();
            await desk.Admin.UntilAsync(import, s => (long)s["read"]! > 0);
        }

        Assert.That(await ReadAsync(), Is.GreaterThan(0).And.LessThan(Many));
        await using (var desk = await Desk.StartAsync(database))
            Assert.That((await desk.Admin.OverAsync(import)).Counts().Created, Is.EqualTo(Many));
    }

    [Test]
    public async Task Imports_of_one_source_do_not_interleave_whichever_replica_works()
    {
        var (service, other) = await TradeDeskProcess.ServeAsync(database);
        await using var desk = await Desk.StartAsync(database);
        using (service)
        using (other)
        {
            HttpClient[] sides = [desk.Admin, other];
            var imports = new List<string>();
            for (var i = 0; i < 6; i++)
                imports.Add(await sides[i % 2].ImportAsync("source=s", string.Join('\n', Enumerable.Range(0, 700).Select(r => Samples.Small("s", $"{r}", name: $"State {i}").ToJsonString()))).TakenAsync());
            var over = new List<JsonNode>();
            foreach (var import in imports)
                over.Add(await desk.Admin.OverAsync(import));
            Assert.That(over.Select(o => (o.Status(), o.Counts().Created + o.Counts().Updated)), Is.All.EqualTo(("succeeded", 700L)));
            for (var i = 1; i < over.Count; i++)
                Assert.That((DateTimeOffset)over[i]["startedAt"]!, Is.GreaterThanOrEqualTo((DateTimeOffset)over[i - 1]["finishedAt"]!));
            Assert.That((string?)(await desk.Admin.GetJsonAsync("/v1/sources/s/enterprises/699"))["legalName"], Is.EqualTo("State 5"));
        }
    }

    private static string File(int records) => ImportCalls.Ndjson([.. Lines(records), Samples.Small("s", "R5", name: "Twice in the file")]);

    private static IEnumerable<JsonNode> Lines(int records) => Enumerable.Range(0, records).Select(i => Samples.Small("s", $"R{i}"));

    private async Task<long> ReadAsync()
    {
        await using var connection = new SqliteConnection(database.ConnectionString);
        return await connection.ExecuteScalarAsync<long>("SELECT read_count FROM import_job ORDER BY id DESC LIMIT 1");
    }
}
