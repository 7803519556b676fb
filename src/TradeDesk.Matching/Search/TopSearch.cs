namespace TradeDesk.Matching;

/// <summary>Exact best peers: every intent that can match is a candidate, once for each of the asking intents.</summary>
internal sealed class TopSearch(CompiledQuery query)
{
    private readonly TopCollector _best = new(query.Source.Limit);

    public IReadOnlyList<ScoredMatch> Run(LiveSegment[] segments)
    {
        foreach (var intent in query.Intents)
            if (intent.Open)
                for (var i = 0; i < segments.Length; i++) Search(intent, segments[i], i);
        return _best.Ranked();
    }

    private void Search(CompiledIntent intent, LiveSegment segment, int number)
    {
        var seen = new ulong[(segment.Segment.IntentCount + 63) / 64];
        for (var kind = 0; kind < ComplementTable.KindCount; kind++)
            if (query.Context.Model.Complements.Strength(intent.Kind, kind) > 0) SearchKind(intent, kind, segment, number, seen);
    }

    private void SearchKind(CompiledIntent intent, int kind, LiveSegment segment, int number, ulong[] seen)
    {
        var lists = segment.Segment.Lists;
        if (query.Context.SectorFloor <= 0)
        {
            Score(intent, lists.OfKind(kind), segment, number, seen);
            return;
        }
        var self = IntentView.Of(query.Self, intent);
        var tree = query.Context.Model.Sectors;
        for (var sector = 0; sector < tree.Count; sector++)
            if (SectorTree.Proximity(SectorNearness.Best(self.Sectors, [sector], tree)) >= query.Context.SectorFloor)
                Score(intent, lists.OfSector(kind, sector), segment, number, seen);
        foreach (var product in self.Products)
            Score(intent, lists.OfChapter(kind, HsCode.Chapter(product)), segment, number, seen);
    }

    private void Score(CompiledIntent intent, ReadOnlySpan<int> candidates, LiveSegment segment, int number, ulong[] seen)
    {
        var self = IntentView.Of(query.Self, intent);
        foreach (var candidate in candidates)
        {
            if ((seen[candidate >> 6] >> candidate & 1) != 0) continue;
            seen[candidate >> 6] |= 1UL << candidate;
            var enterprise = segment.Segment.EnterpriseOf(candidate);
            if (segment.IsLive(enterprise)) Score(intent, self, segment.Segment, candidate, new(number, enterprise));
        }
    }

    private void Score(CompiledIntent intent, in IntentView self, Segment segment, int candidate, PeerKey key)
    {
        var enterprise = segment.Enterprise(key.Enterprise);
        if (!query.Admits(enterprise) || enterprise.Id == query.Self.Id) return;
        var peer = segment.View(candidate);
        if (!query.IsInSector(peer) || !IntentRules.Allow(self, peer, query.Context)) return;
        var score = PairScorer.Score(self, peer, query.Context);
        if (score.Score >= query.MinScore) _best.Offer(key, score.Between(enterprise.Id, intent.Id, segment.IntentId(candidate)));
    }
}
