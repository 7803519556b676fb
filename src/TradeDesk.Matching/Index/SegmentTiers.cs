namespace TradeDesk.Matching;

/// <summary>Keeps segments few: when eight of one size tier exist, they become one of the next.</summary>
internal static class SegmentTiers
{
    private const int Fanout = 8;
    private const int BitsOfFanout = 3;

    /// <summary>From this tier on (512 enterprises in a segment) a merge takes longer than a writer should wait.</summary>
    private const int FirstLargeTier = 3;

    /// <summary>Merges the small tiers at once and drops segments without a live enterprise.</summary>
    public static LiveSegment[] MergeSmall(CompiledModel model, IEnumerable<LiveSegment> segments)
    {
        var kept = segments.Where(segment => segment.EnterpriseCount > 0).ToList();
        while (Due(kept, tier => tier < FirstLargeTier) is { } full)
        {
            kept.RemoveAll(full.Contains);
            kept.Add(new LiveSegment(SegmentMerge.Run(model, full)));
        }
        return [.. kept];
    }

    /// <summary>Segments of a large tier that should become one, or a large segment most of which is deleted; null when there are none.</summary>
    public static LiveSegment[]? LargeDue(LiveSegment[] segments) => Due(segments, tier => tier >= FirstLargeTier) ?? MostlyDeleted(segments);

    /// <summary>
    /// Puts the merged segment in the place of its sources, without what was deleted from them while they were merged; answers
    /// the same segments when the sources are not among them.
    /// </summary>
    public static LiveSegment[] Swap(LiveSegment[] segments, LiveSegment[] sources, Segment merged)
    {
        var now = segments.ToDictionary(segment => segment.Segment);
        if (!sources.Any(source => now.ContainsKey(source.Segment))) return segments;
        var live = new LiveSegment(merged);
        foreach (var source in sources) live = live.Without(DeletedSince(source, now.GetValueOrDefault(source.Segment)));
        return [.. segments.Where(segment => !sources.Any(source => source.Segment == segment.Segment)), live];
    }

    private static LiveSegment[]? Due(IReadOnlyCollection<LiveSegment> segments, Func<int, bool> wanted) =>
        segments.Count < Fanout ? null : segments.GroupBy(Tier).FirstOrDefault(tier => wanted(tier.Key) && tier.Count() >= Fanout)?.ToArray();

    private static LiveSegment[]? MostlyDeleted(LiveSegment[] segments)
    {
        var hollow = Array.Find(segments, segment => Tier(segment) >= FirstLargeTier && segment.EnterpriseCount < segment.Segment.EnterpriseCount / 2);
        return hollow is null ? null : [hollow];
    }

    /// <summary>A source that is gone lost all its enterprises.</summary>
    private static IEnumerable<string> DeletedSince(LiveSegment source, LiveSegment? now)
    {
        if (ReferenceEquals(source, now)) yield break;
        for (var enterprise = 0; enterprise < source.Segment.EnterpriseCount; enterprise++)
            if (source.IsLive(enterprise) && now?.IsLive(enterprise) != true) yield return source.Segment.Id(enterprise);
    }

    private static int Tier(LiveSegment segment) => int.Log2(segment.EnterpriseCount) / BitsOfFanout;
}
