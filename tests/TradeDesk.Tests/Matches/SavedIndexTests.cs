using System.Text;
using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Data.Sqlite;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Matches;

/// <summary>
/// A desk that starts again takes its match index from a file. Which of file and database it read is seen by a name that was changed
/// in the database behind the desk's back: the file has the old one.
/// </summary>
public sealed class SavedIndexTests
{
    private const string Old = "Gulf Foods", Secret = "Gulf Secret";
    private TestDatabase database = null!;
    private JsonNode dairy = null!;
    private JsonNode peer = null!;

    private string File => Path.Combine(database.Folder, "desk.db.matches");

    [SetUp]
    public async Task Write()
    {
        database = new TestDatabase();
        await using var desk = await Desk.StartAsync(database);
        dairy = await desk.Admin.SaveAsync(Samples.IndianDairy());
        peer = await desk.Admin.SaveAsync(Samples.GulfDistributor().With("legalName", $"\"{Old}\""));
        Assert.That(await MatchesAsync(desk), Does.Contain(Old));
    }

    [TearDown]
    public void Remove() => database.Dispose();

    [Test]
    public async Task A_start_reads_the_file_and_answers_the_same_bytes()
    {
        string before;
        await using (var desk = await Desk.StartAsync(database))
            before = await MatchesAsync(desk);
        await RenameBehindItsBackAsync();
        await using var again = await Desk.StartAsync(database);
        Assert.That(await MatchesAsync(again), Is.EqualTo(before));
    }

    [Test]
    public async Task What_was_written_since_the_file_comes_from_the_change_log()
    {
        await RenameBehindItsBackAsync();
        JsonNode later;
        await using (var other = await Desk.StartAsync(database, "--Matching:IndexFile=none"))
        {
            Assert.That(await MatchesAsync(other), Does.Contain(Secret), "without the file all is read from the database");
            later = await other.Admin.SaveAsync(Samples.GulfDistributor("later"));
            using var deleted = await other.Admin.DeleteAsync((await other.Admin.SaveAsync(Samples.GulfDistributor("gone"))).Path(), "*");
        }

        await using (var desk = await Desk.StartAsync(database))
            Assert.That(await MatchesAsync(desk), Does.Contain(Old).And.Contain(later.Id()).And.Not.Contain("gone"));
        await using var last = await Desk.StartAsync(database);
        using var removed = await last.Admin.DeleteAsync(peer.Path(), "*");
        Assert.That(await MatchesAsync(last), Does.Contain(later.Id()).And.Not.Contain(peer.Id()));
    }

    [Test]
    public async Task After_a_kill_nothing_is_missing()
    {
        var (service, admin) = await TradeDeskProcess.ServeAsync(database);
        JsonNode later;
        using (service)
        using (admin)
        {
            later = await admin.SaveAsync(Samples.GulfDistributor("later"));
            service.Kill();
        }

        await using var desk = await Desk.StartAsync(database);
        Assert.That(await MatchesAsync(desk), Does.Contain(later.Id()));
    }

    [TestCase("a byte is another")]
    [TestCase("the end is missing")]
    [TestCase("it is empty")]
    [TestCase("it is something else")]
    [TestCase("it is a folder")]
    public async Task A_damaged_file_is_not_used_and_made_anew(string damage)
    {
        var bytes = System.IO.File.ReadAllBytes(File);
        System.IO.File.Delete(File);
        switch (damage)
        {
            case "a byte is another":
                bytes[bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Old))] ^= 1;
                System.IO.File.WriteAllBytes(File, bytes);
                break;
            case "the end is missing":
                System.IO.File.WriteAllBytes(File, bytes[..^1]);
                break;
            case "it is empty":
                System.IO.File.WriteAllBytes(File, []);
                break;
            case "it is something else":
                System.IO.File.WriteAllText(File, "A desk of another kind keeps its notes here, at some length, for whoever reads them.");
                break;
            default:
                Directory.CreateDirectory(File);
                break;
        }

        await RenameBehindItsBackAsync();
        await using (var desk = await Desk.StartAsync(database))
            Assert.That(await MatchesAsync(desk), Does.Contain(Secret));
        if (Directory.Exists(File))
            return;
        await RenameBehindItsBackAsync("Gulf Again");
        await using var again = await Desk.StartAsync(database);
        Assert.That(await MatchesAsync(again), Does.Contain(Secret), "the new file is used");
    }

    [Test]
    public async Task The_file_of_another_database_is_not_used()
    {
        SqliteConnection.ClearAllPools();
        var (live, kept) = (Path.Combine(database.Folder, "desk.db"), Path.Combine(database.Folder, "kept.db"));
        System.IO.File.Copy(live, kept);
        await using (var desk = await Desk.StartAsync(database))
            await desk.Admin.SaveAsync(Samples.GulfDistributor("lost with the newer database"));
        SqliteConnection.ClearAllPools();
        System.IO.File.Copy(kept, live, overwrite: true);
        JsonNode other;
        await using (var desk = await Desk.StartAsync(database, "--Matching:IndexFile=none"))
            other = await desk.Admin.SaveAsync(Samples.GulfDistributor("at the same sequence"));
        await using var again = await Desk.StartAsync(database);
        var ids = (await again.Admin.GetJsonAsync(dairy.Path() + "/matches")).Items().Select(m => (string?)m["peer"]!["id"]);
        Assert.That(ids, Is.EquivalentTo([peer.Id(), other.Id()]));
    }

    [Test]
    public async Task The_file_of_another_home_country_is_not_used()
    {
        await RenameBehindItsBackAsync();
        await using (var desk = await Desk.StartAsync(database, "--Desk:HomeCountry=AE"))
            Assert.That(await MatchesAsync(desk), Does.Contain(Secret));
    }

    [Test]
    public async Task A_file_that_cannot_be_written_stops_nothing()
    {
        Directory.CreateDirectory(File + ".new");
        JsonNode later;
        await using (var desk = await Desk.StartAsync(database))
        {
            later = await desk.Admin.SaveAsync(Samples.GulfDistributor("later"));
            Assert.That(await MatchesAsync(desk), Does.Contain(later.Id()));
        }

        await using var again = await Desk.StartAsync(database);
        Assert.That(await MatchesAsync(again), Does.Contain(later.Id()));
    }

    [Test]
    public void Only_its_owner_reads_the_file()
    {
        if (!OperatingSystem.IsWindows())
            Assert.That(System.IO.File.GetUnixFileMode(File), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [TestCase("desk.db/x.matches", "whose folder cannot be created; name a file in a folder that may be written, or 'none'.")]
    [TestCase(".", "which is a folder; name a file.")]
    public async Task A_place_that_cannot_be_is_named(string place, string remedy)
    {
        var (code, output, errors) = await TradeDeskProcess.RunAsync(database.Folder, ["migrate", .. database.Settings, $"--Matching:IndexFile={place}"]);
        Assert.That((code, output), Is.EqualTo((1, "")));
        Assert.That(errors, Does.StartWith("Matching:IndexFile is '").And.EndsWith(remedy));
    }

    private Task<string> MatchesAsync(Desk desk) => desk.Admin.GetStringAsync(dairy.Path() + "/matches?on=2026-11-22");

    private async Task RenameBehindItsBackAsync(string name = Secret)
    {
        await using var connection = new SqliteConnection(database.ConnectionString);
        var changed = await connection.ExecuteAsync("UPDATE enterprise SET document = json_set(document, '$.legalName', @name) WHERE id = @id", new { name, id = peer.Id() });
        Assert.That(changed, Is.EqualTo(1));
    }
}
