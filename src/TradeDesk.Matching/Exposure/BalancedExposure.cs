namespace TradeDesk.Matching;

/// <summary>
/// Match lists in which few popular peers do not fill every place. A peer's rivals are the enterprises of the asker's side that
/// score higher with the same intent of the peer than the asker does: a peer that many others suit better gives way to one that
/// is as good for the asker and better for the peer. Peers that are equal even then are ranked by lot.
/// </summary>
/// <remarks>
/// A pure function of the snapshot and the query, like <see cref="MatchSnapshot.Top"/>: nothing is remembered from other answers.
/// Only the order among the best changes, never a score. How much a sector and type are asked for would be cheaper to know, but it
/// is the same for all peers that compete for the same places.
/// </remarks>
public static class BalancedExposure
{
    /// <summary>Peers are taken from the exact best of this many times the limit, but of no more than 200.</summary>
    public const int Window = 5;

    /// <summary>Rivals are counted up to this number.</summary>
    public const int MostRivals = 50;

    private const int MostPeers = 200;
    private const double Share = .3;
    private const double HalfAt = 10;

    // Scores have six decimals: this is between equal and higher.
    private const double HalfOfLastDigit = 5e-7;

    /// <summary>The best peers with exposure balanced, best first.</summary>
    /// <param name="snapshot">Where to look.</param>
    /// <param name="query">The question. <see cref="MatchQuery.Lot"/> draws the lots; without it the asking enterprise's id does.</param>
    /// <param name="cancellation">Ends the work when the caller no longer waits.</param>
    /// <exception cref="ArgumentException">The policy is not valid.</exception>
    /// <exception cref="OperationCanceledException">The caller no longer waits.</exception>
    public static IReadOnlyList<BalancedMatch> Top(MatchSnapshot snapshot, MatchQuery query, CancellationToken cancellation = default)
    {
        var lot = query.Lot ?? query.Enterprise.Id;
        var window = (int)Math.Min((long)query.Limit * Window, Math.Max(query.Limit, MostPeers));
        var matches = new List<BalancedMatch>();
        foreach (var match in snapshot.Top(query with { Limit = window, Lot = lot }))
        {
            cancellation.ThrowIfCancellationRequested();
            matches.Add(new(match, Rivals(snapshot, query, match)));
        }
        return [.. matches.OrderByDescending(Weight).ThenBy(balanced => Lots.Draw(lot, balanced.Match.PeerId)).Take(query.Limit)];
    }

    /// <summary>What a match is ranked by: with rivals the score loses up to three tenths, half of that at ten rivals.</summary>
    public static double Weight(BalancedMatch balanced) =>
        balanced.Match.Score * (1 - Share * balanced.Rivals / (balanced.Rivals + HalfAt));

    private static int Rivals(MatchSnapshot snapshot, MatchQuery query, ScoredMatch match) => snapshot.Top(new()
    {
        Enterprise = snapshot.Find(match.PeerId)!,
        IntentId = match.PeerIntentId,
        On = query.On,
        Policy = query.Policy,
        Limit = MostRivals,
        MinScore = match.Score + HalfOfLastDigit,
        SeesControlled = query.SeesControlled,
        Sees = id => id != query.Enterprise.Id,
    }).Count;
}

/// <summary>A match with how many of the asker's side its peer suits better.</summary>
/// <param name="Match">The match with its true score.</param>
/// <param name="Rivals">Enterprises of the asker's side with a higher score for the same intent of the peer; at most <see cref="BalancedExposure.MostRivals"/>.</param>
public sealed record BalancedMatch(ScoredMatch Match, int Rivals);
