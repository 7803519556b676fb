namespace TradeDesk.Matching;

/// <summary>Keeps segments few: when eight of one size tier exist, they become one of the next.</summary>
internal static class SegmentTiers
{
    private const int Fanout = 8;
    private const int BitsOfFanout = 3;

    public static LiveSegment[] Merge(CompiledModel model, IReadOnlyList<LiveSegment> segments)
    {
        var kept = segments.Where(segment => segment.EnterpriseCount > 0).ToList();
        while (kept.GroupBy(Tier).FirstOrDefault(tier => tier.Count() >= Fanout)?.ToArray() is { } full)
        {
            kept.RemoveAll(full.Contains);
            kept.Add(new LiveSegment(SegmentMerge.Run(model, full)));
        }
        return [.. kept];
    }

    private static int Tier(LiveSegment segment) => int.Log2(segment.EnterpriseCount) / BitsOfFanout;
}
