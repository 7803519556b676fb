using TradeDesk.Access;
using TradeDesk.Matching;

namespace TradeDesk.Matches;

/// <summary>Asks the index for the pairs of a corridor that one caller may see, and puts the answer into the words of the contract.</summary>
public sealed class CorridorAnswers(MatchAnswers answers, PeerCards cards, MatchPatience patience, DeskSettings desk, TimeProvider clock) : IDisposable
{
    // A corridor keeps a processor busy for as long as it takes; half of them are left to everybody else.
    private readonly SemaphoreSlim turns = new(Math.Max(1, Environment.ProcessorCount / 2));

    public void Dispose() => turns.Dispose();

    /// <returns>Null when it takes too long.</returns>
    /// <exception cref="OperationCanceledException">The caller no longer waits.</exception>
    public async Task<CorridorAnswer?> TopAsync(MatchSnapshot snapshot, string country, MatchOptions options, int perEnterprise, Caller caller, CancellationToken cancellation)
    {
        if (!await turns.WaitAsync(patience.Turn, cancellation))
            return null;
        try
        {
            using var work = new CancellationTokenSource(patience.Work);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation, work.Token);
            var query = Query(country, options, perEnterprise, caller);
            var pairs = await Task.Run(() => snapshot.Corridor(query, limit.Token), limit.Token);
            return new(snapshot.Sequence, MatchPolicies.Label(options.Policy), query.On, desk.HomeCountry, country, perEnterprise, Items(snapshot, pairs, options with { On = query.On }, caller));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            turns.Release();
        }
    }

    private CorridorQuery Query(string country, MatchOptions options, int perEnterprise, Caller caller) => new()
    {
        Country = country,
        On = options.On ?? clock.Today(),
        Policy = options.Policy,
        Limit = options.Limit,
        PerEnterprise = perEnterprise,
        Sector = options.Sector,
        IntentType = options.IntentType,
        MinScore = options.MinScore,
        SeesControlled = caller.Cleared,
        Sees = cards.SeenBy(caller),
    };

    private List<CorridorItem> Items(MatchSnapshot snapshot, IReadOnlyList<CorridorPair> pairs, MatchOptions options, Caller caller)
    {
        var items = new List<CorridorItem>(pairs.Count);
        foreach (var (home, match) in pairs)
        {
            // What was deleted since the snapshot, or hidden, has no card any more.
            if (cards.Seen(home, caller) is not { } homeCard || snapshot.Find(home) is not { } asker)
                continue;
            if (answers.Item(snapshot, asker, match, options, items.Count + 1, caller) is { } item)
                items.Add(new(item.Rank, item.Score, item.Forward, item.Backward, homeCard.Card, item.Peer, new(item.Intents.Query, item.Intents.Peer), item.Reasons, item.Explanation, item.Improve));
        }

        return items;
    }
}
