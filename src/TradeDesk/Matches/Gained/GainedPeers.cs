using TradeDesk.Access;
using TradeDesk.Data;
using TradeDesk.Matching;

namespace TradeDesk.Matches;

/// <summary>
/// Finds who gained a peer: for each enterprise that changed, the peers that have it among their best. Scores are the same from both sides, so only
/// who is a match of a changed enterprise can have gained it; each of them is asked once for its best peers.
/// </summary>
public sealed class GainedPeers(ChangeLog log, MatchAnswers answers, PeerCards cards)
{
    /// <summary>Changed enterprises, and enterprises asked for their best peers, that one page looks at.</summary>
    public const int MostChanged = 25, MostAsked = 500;

    /// <param name="snapshot">At the sequence that the place ends at, or later.</param>
    /// <param name="place">Where the page begins.</param>
    /// <param name="options">What counts as the best: limit, policy, day; and how much to tell.</param>
    /// <param name="most">Enterprises on the page.</param>
    /// <param name="caller">Who may see the answer.</param>
    /// <param name="cancellation">Ends the search.</param>
    internal async Task<(IReadOnlyList<GainedItem> Items, GainedPlace? Next)> PageAsync(
        MatchSnapshot snapshot, GainedPlace place, MatchOptions options, int most, Caller caller, CancellationToken cancellation)
    {
        var changes = await log.LastOfEachAsync("enterprise", place.After, place.Until, MostChanged, cancellation);
        var changed = changes.Select(c => answers.Enterprise(snapshot, c.Id, caller)).OfType<MatchEnterprise>().ToDictionary(e => e.Id, StringComparer.Ordinal);
        var (items, asked, last) = (new List<GainedItem>(), 0, place.Peer);
        foreach (var id in Candidates(snapshot, changed.Values, options, caller, cancellation).Where(id => string.CompareOrdinal(id, place.Peer) > 0))
        {
            if (items.Count == most || asked++ == MostAsked)
                return (items, place with { Peer = last });
            cancellation.ThrowIfCancellationRequested();
            if (Gain(snapshot, id, changed, options, caller) is { } item)
                items.Add(item);
            last = id;
        }

        return (items, changes.Count < MostChanged ? null : new(place.Until, changes[^1].Sequence, ""));
    }

    /// <summary>Who matches one of the changed enterprises, in the order of their ids.</summary>
    private SortedSet<string> Candidates(MatchSnapshot snapshot, IEnumerable<MatchEnterprise> changed, MatchOptions options, Caller caller, CancellationToken cancellation)
    {
        var candidates = new SortedSet<string>(StringComparer.Ordinal);
        var every = options with { Limit = snapshot.EnterpriseCount, Explain = ExplainLevel.None };
        foreach (var enterprise in changed)
        {
            cancellation.ThrowIfCancellationRequested();
            candidates.UnionWith(answers.Top(snapshot, enterprise, every, caller, cancellation: cancellation).Items.Where(m => m.Score > 0).Select(m => m.Peer.Id));
        }

        return candidates;
    }

    private GainedItem? Gain(MatchSnapshot snapshot, string id, Dictionary<string, MatchEnterprise> changed, MatchOptions options, Caller caller)
    {
        if (answers.Enterprise(snapshot, id, caller) is not { } enterprise || cards.Seen(id, caller) is not { } card)
            return null;
        bool IsGained(MatchItem match) => match.Score > 0 && changed.ContainsKey(match.Peer.Id);
        if (!answers.Top(snapshot, enterprise, options with { Explain = ExplainLevel.None }, caller).Items.Any(IsGained))
            return null;
        // Few have gained one; only they are worth the reasons.
        return new(card.Card, [.. answers.Top(snapshot, enterprise, options, caller).Items.Where(IsGained)]);
    }
}
