using TradeDesk.Access;
using TradeDesk.Matching;

namespace TradeDesk.Matches;

/// <summary>Asks the index for one caller and puts the answer into the words of the contract.</summary>
public sealed class MatchAnswers(PeerCards cards, MatchReasons reasons, TimeProvider clock)
{
    /// <summary>A stored enterprise that the caller may see, or null.</summary>
    public MatchEnterprise? Enterprise(MatchSnapshot snapshot, string id, Caller caller) =>
        cards.Seen(id, caller) is null ? null : snapshot.Find(id);

    /// <param name="snapshot">Where to look.</param>
    /// <param name="enterprise">Who asks.</param>
    /// <param name="options">What was asked.</param>
    /// <param name="caller">Who may see the answer.</param>
    /// <param name="lot">What balanced exposure draws lots from; null for the enterprise's id.</param>
    /// <param name="cancellation">Ends balanced exposure, which asks for every peer, when the caller no longer waits.</param>
    public MatchAnswer Top(MatchSnapshot snapshot, MatchEnterprise enterprise, MatchOptions options, Caller caller, string? lot = null, CancellationToken cancellation = default)
    {
        var query = Query(enterprise, options, caller);
        var balanced = options.Exposure == ExposureMode.Balanced ? BalancedExposure.Top(snapshot, query with { Lot = lot }, cancellation) : null;
        var matches = balanced is null ? snapshot.Top(query) : [.. balanced.Select(b => b.Match)];
        var why = Why(snapshot, query, matches, options.Explain);
        var items = new List<MatchItem>(matches.Count);
        for (var i = 0; i < matches.Count; i++)
            if (cards.Seen(matches[i].PeerId, caller) is { } peer)
                items.Add(Item(matches[i], peer, items.Count + 1, why?[i], options.Explain) with { Rivals = balanced?[i].Rivals });
        return new(snapshot.Sequence, MatchPolicies.Label(options.Policy), query.On, items, options.Exposure);
    }

    public PairAnswer? Pair(MatchSnapshot snapshot, MatchEnterprise enterprise, string peerId, MatchOptions options, Caller caller)
    {
        var query = Query(enterprise, options, caller);
        if (snapshot.Pair(query, peerId) is not { } outcome || cards.Seen(peerId, caller) is not { } peer)
            return null;
        var policy = MatchPolicies.Label(options.Policy);
        return outcome.Match is { } match
            ? new(true, snapshot.Sequence, policy, query.On, Item(match, peer, 1, snapshot.Explain(query, match), ExplainLevel.Full), null)
            : new(false, snapshot.Sequence, policy, query.On, null, [.. outcome.Failed.Select(f => new ConstraintAnswer(f.Name, f.Detail))]);
    }

    /// <summary>One match of a stored enterprise, explained; null when its peer is gone or hidden from the caller.</summary>
    internal MatchItem? Item(MatchSnapshot snapshot, MatchEnterprise enterprise, ScoredMatch match, MatchOptions options, int rank, Caller caller)
    {
        if (cards.Seen(match.PeerId, caller) is not { } peer)
            return null;
        return Item(match, peer, rank, Why(snapshot, Query(enterprise, options, caller), [match], options.Explain)?[0], options.Explain);
    }

    private static IReadOnlyList<Explanation>? Why(MatchSnapshot snapshot, MatchQuery query, IReadOnlyList<ScoredMatch> matches, ExplainLevel explain) =>
        explain == ExplainLevel.None ? null : snapshot.Explain(query, matches, explain == ExplainLevel.Full ? ExplanationDepth.Full : ExplanationDepth.Reasons);

    private MatchQuery Query(MatchEnterprise enterprise, MatchOptions options, Caller caller) => new()
    {
        Enterprise = enterprise,
        On = options.On ?? clock.Today(),
        Policy = options.Policy,
        Limit = options.Limit,
        Country = options.Country,
        Sector = options.Sector,
        IntentType = options.IntentType,
        IntentId = options.Intent,
        MinScore = options.MinScore,
        SeesControlled = caller.Cleared,
        Sees = cards.SeenBy(caller),
    };

    private MatchItem Item(ScoredMatch match, PeerCard peer, int rank, Explanation? explanation, ExplainLevel explain)
    {
        var full = explain == ExplainLevel.Full ? explanation : null;
        return new(
            rank, match.Score, match.Forward, match.Backward, peer.Card, new(match.QueryIntentId, match.PeerIntentId),
            explanation is null ? null : reasons.Of(explanation),
            full is null ? null : new(Readable(full.Forward), Readable(full.Backward)),
            full?.Improve.Select(reasons.Improve).ToList());
    }

    // Nine decimals: short to read, and nine of them still add up to the score within 1e-6.
    private static List<FactorExplanation> Readable(DirectionExplanation direction) =>
        [.. direction.Factors.Select(f => f with { Value = Math.Round(f.Value, 9), Contribution = Math.Round(f.Contribution, 9) })];
}
