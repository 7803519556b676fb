using System.Text.Json.Nodes;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Exchange;

/// <summary>Sixteen writers in two processes over one database, and a follower in each: neither may miss a line.</summary>
[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.Providers))]
public sealed class TwoProcessesTests(string provider) : DeskTests(provider)
{
    private const int Writers = 16, Writes = 12;

    [Test]
    public async Task No_line_is_skipped_whoever_writes()
    {
        var (service, other) = await TradeDeskProcess.ServeAsync(Database);
        using (service)
        using (other)
        {
            using var ending = new CancellationTokenSource();
            var start = await Admin.NowAsync();
            HttpClient[] sides = [Admin, other];
            var followers = sides.Select(side => Task.Run(() => FollowAsync(side, start, () => ending.IsCancellationRequested))).ToArray();
            var written = (await Task.WhenAll(Enumerable.Range(0, Writers).Select(number => Task.Run(() => WriteAsync(sides[number % 2]))))).SelectMany(w => w).ToList();
            await ending.CancelAsync();
            var seen = await Task.WhenAll(followers);
            Assert.That(written, Has.Count.EqualTo(Writers * Writes));
            foreach (var changes in seen)
            {
                Assert.That(changes.Select(c => (long)c["sequence"]!), Is.Ordered.Ascending.And.Unique);
                Assert.That(changes.Select(c => c.Id()), Is.EquivalentTo(written));
            }

            Assert.That(seen[0].Select(c => (long)c["sequence"]!), Is.EqualTo(seen[1].Select(c => (long)c["sequence"]!)));
        }
    }

    private static async Task<List<string>> WriteAsync(HttpClient side)
    {
        var (source, ids) = (New("w"), new List<string>());
        for (var i = 0; i < Writes; i++)
        {
            using var saved = await EnterpriseCalls.UntilTakenAsync(() => side.UpsertAsync(Samples.Small(source, $"{i}")));
            ids.Add((await saved.JsonAsync()).Id());
        }

        return ids;
    }

    /// <summary>Follows until the writers have ended and nothing is left.</summary>
    private static async Task<List<JsonNode>> FollowAsync(HttpClient side, string start, Func<bool> ended)
    {
        var (changes, cursor) = (new List<JsonNode>(), start);
        while (true)
        {
            var last = ended();
            using var response = await EnterpriseCalls.UntilTakenAsync(() => side.GetAsync($"/v1/changes?after={cursor}&limit=7"));
            var page = await response.JsonAsync();
            changes.AddRange(page.Items());
            cursor = (string)page["nextCursor"]!;
            if (last && (bool)page["upToDate"]!)
                return changes;
        }
    }
}
