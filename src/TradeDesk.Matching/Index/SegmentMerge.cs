namespace TradeDesk.Matching;

/// <summary>Makes one segment of several: their live records in ordinal order of id, copied byte by byte.</summary>
internal static class SegmentMerge
{
    public static Segment Run(CompiledModel model, IReadOnlyList<LiveSegment> segments)
    {
        var builder = new SegmentBuilder(model, segments.Sum(segment => segment.EnterpriseCount), (int)Math.Min(Array.MaxLength, segments.Sum(segment => (long)segment.Segment.RecordBytes)));
        var next = new PriorityQueue<(LiveSegment Segment, int Enterprise), string>(StringComparer.Ordinal);
        foreach (var segment in segments) Enqueue(next, segment, 0);
        while (next.TryDequeue(out var first, out _))
        {
            builder.Add(first.Segment.Segment.Record(first.Enterprise));
            Enqueue(next, first.Segment, first.Enterprise + 1);
        }
        return builder.Build();
    }

    private static void Enqueue(PriorityQueue<(LiveSegment, int), string> next, LiveSegment segment, int enterprise)
    {
        while (enterprise < segment.Segment.EnterpriseCount && !segment.IsLive(enterprise)) enterprise++;
        if (enterprise < segment.Segment.EnterpriseCount) next.Enqueue((segment, enterprise), segment.Segment.Id(enterprise));
    }
}
