using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using TradeDesk.Matches;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Matches;

/// <summary>Gained peers of the whole convention against the match list of every enterprise.</summary>
public sealed class GainedConventionTests
{
    private const int K = 3, Changed = 60;
    private TestDatabase database = null!;
    private Desk desk = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        await MatchRunCalls.LoadConventionAsync(database = new TestDatabase());
        desk = await Desk.StartAsync(database);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await desk.DisposeAsync();
        database.Dispose();
    }

    [Test]
    public async Task Every_gained_peer_is_found_and_no_other()
    {
        await using var connection = new SqliteConnection(database.ConnectionString);
        var ids = (await connection.QueryAsync<string>("SELECT id FROM enterprise ORDER BY id")).ToList();
        // Every ninth: home and foreign, more than one page looks at.
        var changed = ids.Where((_, i) => i % 9 == 0).Take(Changed).ToHashSet();
        var since = await connection.ExecuteScalarAsync<long>("SELECT MAX(sequence) FROM change_log");
        foreach (var id in changed)
            await desk.Admin.ChangeAsync(await desk.Admin.GetJsonAsync("/v1/enterprises/" + id), """{"city": "Elsewhere"}""");
        var expected = new List<string>();
        foreach (var id in ids)
            expected.AddRange((await desk.Admin.GetJsonAsync($"/v1/enterprises/{id}/matches?limit={K}&explain=none")).Items().Select(m => m["peer"]!.Id()).Where(changed.Contains).Select(peer => $"{id} {peer}"));
        Assert.That(changed, Has.Count.GreaterThan(2 * GainedPeers.MostChanged));
        Assert.That(expected, Has.Count.GreaterThan(Changed));
        foreach (var limit in (int[])[7, 200])
            Assert.That(await GainedTests.PairsAsync(desk.Admin, since, $"&k={K}&limit={limit}&explain=none"), Is.EquivalentTo(expected), $"{limit} a page");
    }

    [Test]
    public async Task A_page_holds_no_more_than_was_asked_for()
    {
        var page = await desk.Admin.GetJsonAsync($"/v1/matches/gained?since=40&k={K}&limit=4");
        Assert.That(page.Items(), Has.Count.EqualTo(4));
        Assert.That((string?)page["nextCursor"], Is.Not.Empty);
    }

    [Test]
    public async Task What_the_log_no_longer_keeps_is_said()
    {
        await using var connection = new SqliteConnection(database.ConnectionString);
        await connection.ExecuteAsync("DELETE FROM change_log WHERE sequence <= 40");
        foreach (var since in (int[])[0, 39])
        {
            using var response = await desk.Admin.GetAsync(string.Create(CultureInfo.InvariantCulture, $"/v1/matches/gained?since={since}"));
            Assert.That((string?)(await response.ProblemAsync(410, "no-longer-kept"))["detail"], Does.Contain(" 40."));
        }

        await desk.Admin.GetJsonAsync("/v1/matches/gained?since=40&limit=1");
    }
}
