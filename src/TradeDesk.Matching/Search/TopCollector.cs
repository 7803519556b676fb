namespace TradeDesk.Matching;

/// <summary>A peer's place in a search: the segment's number and the enterprise in it.</summary>
internal readonly record struct PeerKey(int Segment, int Enterprise);

/// <summary>
/// The best k peers seen so far, each with its best pair of intents: a binary heap with the worst on top and a map from
/// peer to place in the heap, so that a better pair of a peer that is already in replaces the worse one.
/// </summary>
internal sealed class TopCollector(int limit, string? lot = null)
{
    private readonly List<(PeerKey Key, ScoredMatch Match)> _heap = [];
    private readonly Dictionary<PeerKey, int> _places = [];

    /// <summary>A score below this cannot enter any more; -1 while there is room.</summary>
    public double Threshold => _heap.Count < limit ? -1 : _heap[0].Match.Score;

    public void Offer(PeerKey key, ScoredMatch match)
    {
        if (_places.TryGetValue(key, out var place))
        {
            if (IsBetterPair(match, _heap[place].Match)) Put(place, key, match);
            else return;
            SiftDown(place);
        }
        else if (_heap.Count < limit)
        {
            _heap.Add(default);
            Put(_heap.Count - 1, key, match);
            SiftUp(_heap.Count - 1);
        }
        else if (IsWorse(_heap[0].Match, match))
        {
            _places.Remove(_heap[0].Key);
            Put(0, key, match);
            SiftDown(0);
        }
    }

    public IReadOnlyList<ScoredMatch> Ranked()
    {
        var matches = new ScoredMatch[_heap.Count];
        for (var i = 0; i < matches.Length; i++) matches[i] = _heap[i].Match;
        Array.Sort(matches, CompareRank);
        return matches;
    }

    private static bool IsBetterPair(ScoredMatch match, ScoredMatch known)
    {
        var order = match.Score.CompareTo(known.Score);
        if (order == 0) order = string.CompareOrdinal(known.QueryIntentId, match.QueryIntentId);
        if (order == 0) order = string.CompareOrdinal(known.PeerIntentId, match.PeerIntentId);
        return order > 0;
    }

    private bool IsWorse(ScoredMatch match, ScoredMatch other) => CompareRank(match, other) > 0;

    private int CompareRank(ScoredMatch match, ScoredMatch other)
    {
        var order = other.Score.CompareTo(match.Score);
        if (order == 0 && lot is not null) order = Lots.Draw(lot, match.PeerId).CompareTo(Lots.Draw(lot, other.PeerId));
        return order != 0 ? order : string.CompareOrdinal(match.PeerId, other.PeerId);
    }

    private void Put(int place, PeerKey key, ScoredMatch match)
    {
        _heap[place] = (key, match);
        _places[key] = place;
    }

    private void SiftUp(int place)
    {
        while (place > 0 && IsWorse(_heap[place].Match, _heap[(place - 1) / 2].Match))
        {
            Swap(place, (place - 1) / 2);
            place = (place - 1) / 2;
        }
    }

    private void SiftDown(int place)
    {
        for (var child = place * 2 + 1; child < _heap.Count; child = place * 2 + 1)
        {
            if (child + 1 < _heap.Count && IsWorse(_heap[child + 1].Match, _heap[child].Match)) child++;
            if (!IsWorse(_heap[child].Match, _heap[place].Match)) return;
            Swap(place, child);
            place = child;
        }
    }

    private void Swap(int a, int b)
    {
        var (x, y) = (_heap[a], _heap[b]);
        Put(a, y.Key, y.Match);
        Put(b, x.Key, x.Match);
    }
}
