using Microsoft.Extensions.DependencyInjection;
using TradeDesk.Data;
using TradeDesk.Matches;
using TradeDesk.Matching;
using TradeDesk.Taxonomy;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Matches;

[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.Providers))]
public sealed class FreshnessTests(string provider) : DeskTests(provider)
{
    [Test]
    public async Task Every_write_is_seen_by_the_very_next_match()
    {
        var dairy = await Admin.SaveAsync(Samples.IndianDairy(New("x")));
        for (var i = 0; i < 25; i++)
        {
            var peer = await Admin.SaveAsync(Samples.GulfDistributor(New("x")).With("legalName", $"\"Peer {i}\""));
            Assert.That(await MatchesAsync(dairy.Path()), Does.Contain($"\"legalName\":\"Peer {i}\""), "created");
            await Admin.ChangeAsync(peer, $$"""{"legalName": "Renamed {{i}}"}""");
            Assert.That(await MatchesAsync(dairy.Path()), Does.Contain($"\"legalName\":\"Renamed {i}\"").And.Not.Contain($"\"Peer {i}\""), "changed");
            using var deleted = await Admin.DeleteAsync(peer.Path(), "*");
            Assert.That(await MatchesAsync(dairy.Path()), Does.Not.Contain(peer.Id()), "deleted");
            using var pair = await Admin.GetAsync($"{dairy.Path()}/matches/{peer.Id()}");
            Assert.That(pair.Code(), Is.EqualTo(404));
        }
    }

    [Test]
    public async Task Answers_name_the_sequence_they_are_true_at_and_it_never_goes_back()
    {
        var dairy = await Admin.SaveAsync(Samples.IndianDairy(New("x")));
        var last = 0L;
        for (var i = 0; i < 5; i++)
        {
            await Admin.SaveAsync(Samples.GulfDistributor(New("x")));
            var snapshot = (long)(await Admin.GetJsonAsync(dairy.Path() + "/matches?limit=1"))["snapshot"]!;
            Assert.That(snapshot, Is.GreaterThan(last));
            last = snapshot;
        }
    }

    [Test]
    public async Task The_index_keeps_its_sequence_while_a_code_list_is_taken()
    {
        await Admin.SaveAsync(Samples.IndianDairy(New("x")));
        var (index, reader, log) = (Desk.Services.GetRequiredService<MatchIndex>(), Desk.Services.GetRequiredService<MatchIndexReader>(), Desk.Services.GetRequiredService<ChangeLog>());
        var before = (await reader.CurrentAsync(default)).Sequence;
        var line = (await log.AfterAsync(before - 1, 1, default)).Single();
        using var taken = new CancellationTokenSource();
        var watching = new TaskCompletionSource();
        var lowest = Task.Run(() =>
        {
            var least = index.Current.Sequence;
            watching.SetResult();
            while (!taken.IsCancellationRequested)
                least = Math.Min(least, index.Current.Sequence);
            return least;
        });
        await watching.Task;
        for (var i = 0; i < 20; i++)
            await reader.TakeAsync([line with { Kind = CodeLists.Kind }, line], moreWait: false, default);
        await taken.CancelAsync();
        Assert.That(await lowest, Is.EqualTo(before));
    }

    [Test]
    public async Task Writers_at_once_each_see_their_own_write()
    {
        var dairy = await Admin.SaveAsync(Samples.IndianDairy(New("x")));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            for (var i = 0; i < 10; i++)
            {
                var name = New("peer ");
                using var saved = await EnterpriseCalls.UntilTakenAsync(() => Admin.UpsertAsync(Samples.GulfDistributor(name)));
                var peer = await saved.JsonAsync();
                using var pair = await Admin.GetAsync($"{dairy.Path()}/matches/{peer.Id()}");
                Assert.That(pair.Code(), Is.EqualTo(200));
            }
        }));
    }

    private Task<string> MatchesAsync(string path) => Admin.GetStringAsync(path + "/matches?limit=100&explain=none");
}
