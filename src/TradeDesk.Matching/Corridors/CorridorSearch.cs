namespace TradeDesk.Matching;

/// <summary>
/// Takes pairs from the best down, each enterprise at most so many times, exactly, without looking at every pair.
/// <para>
/// The side with fewer enterprises asks. Before a pair is taken, its asker's better peers are either its own already, fewer than
/// <c>PerEnterprise</c>, or full, which takes <c>PerEnterprise</c> pairs each of fewer than <c>Limit</c>: so much of each list is enough.
/// </para>
/// <para>
/// A bar ends the lists early. Go down the pairs with and without one more asker: at every step each peer stands in at least as
/// many with it, and each earlier asker in at most as many, for what an earlier asker is refused is refused by a full peer. So one
/// more asker never makes fewer pairs at or above a score: where the limit was reached once, it stays reached.
/// </para>
/// </summary>
internal sealed class CorridorSearch(MatchSnapshot snapshot, CorridorQuery query, SectorTree sectors)
{
    private readonly int _depth = Math.Min(query.Limit, query.PerEnterprise + ((query.Limit - 1) / Math.Max(1, query.PerEnterprise)));
    private List<CorridorPair> _found = [];
    private double _bar = double.IsNaN(query.MinScore) ? 0 : query.MinScore;
    private int _nextRaise = 4 * query.Limit;

    /// <exception cref="OperationCanceledException">The caller no longer waits.</exception>
    public IReadOnlyList<CorridorPair> Run(IReadOnlyList<string> home, IReadOnlyList<string> foreign, CancellationToken cancellation)
    {
        var homeAsks = home.Count <= foreign.Count;
        foreach (var id in homeAsks ? home : foreign)
        {
            cancellation.ThrowIfCancellationRequested();
            if (query.Sees?.Invoke(id) != false) Ask(id, homeAsks);
        }
        _found.Sort(CompareRank);
        var taken = Take(query.Limit);
        return homeAsks ? taken : [.. taken.Select(AsHomeAsks)];
    }

    private void Ask(string id, bool isHome)
    {
        var enterprise = snapshot.Find(id)!;
        foreach (var match in snapshot.Top((isHome ? OfHome(enterprise) : OfForeign(enterprise)) with { Limit = _depth, MinScore = _bar }))
            _found.Add(isHome ? new(id, match) : new(match.PeerId, match with { PeerId = id }));
        if (_found.Count >= _nextRaise) Raise();
    }

    private void Raise()
    {
        _found.Sort(CompareRank);
        var taken = Take(query.Limit);
        if (taken.Count == query.Limit)
        {
            _bar = Math.Max(_bar, taken[^1].Match.Score);
            _found = [.. _found.TakeWhile(pair => pair.Match.Score >= _bar)];
        }
        _nextRaise = Math.Max(2 * _found.Count, 4 * query.Limit);
    }

    private List<CorridorPair> Take(int limit)
    {
        var (taken, times) = (new List<CorridorPair>(), new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var pair in _found)
        {
            if (taken.Count == limit) break;
            var (home, foreign) = (times.GetValueOrDefault(pair.HomeId), times.GetValueOrDefault(pair.Match.PeerId));
            if (home >= query.PerEnterprise || foreign >= query.PerEnterprise) continue;
            (times[pair.HomeId], times[pair.Match.PeerId]) = (home + 1, foreign + 1);
            taken.Add(pair);
        }
        return taken;
    }

    private MatchQuery OfHome(MatchEnterprise enterprise) => Of(enterprise) with { Country = query.Country, Sector = query.Sector, IntentType = query.IntentType };

    /// <summary>The same filters seen from the other side: the sector is now the asker's, the type the peer's.</summary>
    private MatchQuery OfForeign(MatchEnterprise enterprise) => Of(enterprise with { Intents = [.. enterprise.Intents.Where(intent => IsInSector(enterprise, intent))] }) with { PeerIntentType = query.IntentType };

    private MatchQuery Of(MatchEnterprise enterprise) => new()
    {
        Enterprise = enterprise,
        On = query.On,
        Policy = query.Policy,
        SeesControlled = query.SeesControlled,
        Sees = query.Sees,
    };

    private bool IsInSector(MatchEnterprise enterprise, MatchIntent intent) =>
        query.Sector is null || (intent.Sectors.Count > 0 ? intent.Sectors : enterprise.Sectors).Any(slug => sectors.IsWithin(sectors.Position(slug), sectors.Position(query.Sector)));

    /// <summary>Which of equally good pairs of intents is named depends on who asks.</summary>
    private CorridorPair AsHomeAsks(CorridorPair pair) => pair with
    {
        Match = snapshot.Top(OfHome(snapshot.Find(pair.HomeId)!) with { Limit = 1, MinScore = pair.Match.Score, Sees = id => id == pair.Match.PeerId })[0],
    };

    private static int CompareRank(CorridorPair pair, CorridorPair other)
    {
        var order = other.Match.Score.CompareTo(pair.Match.Score);
        if (order == 0) order = string.CompareOrdinal(pair.HomeId, other.HomeId);
        return order != 0 ? order : string.CompareOrdinal(pair.Match.PeerId, other.Match.PeerId);
    }
}
