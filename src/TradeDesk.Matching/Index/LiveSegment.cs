namespace TradeDesk.Matching;

/// <summary>A segment with the enterprises deleted from it since; the bitmap is copied on every write.</summary>
internal sealed class LiveSegment
{
    private readonly ulong[] _deleted;

    public LiveSegment(Segment segment) : this(segment, [], segment.EnterpriseCount, segment.IntentCount)
    {
    }

    private LiveSegment(Segment segment, ulong[] deleted, int enterpriseCount, int intentCount)
    {
        Segment = segment;
        _deleted = deleted;
        EnterpriseCount = enterpriseCount;
        IntentCount = intentCount;
    }

    public Segment Segment { get; }

    /// <summary>Enterprises not deleted.</summary>
    public int EnterpriseCount { get; }

    /// <summary>Intents of the enterprises not deleted.</summary>
    public int IntentCount { get; }

    public bool IsLive(int enterprise) => _deleted.Length == 0 || (_deleted[enterprise >> 6] >> enterprise & 1) == 0;

    public int FindLive(string id)
    {
        var enterprise = Segment.Find(id);
        return enterprise >= 0 && IsLive(enterprise) ? enterprise : -1;
    }

    public LiveSegment Without(IEnumerable<string> ids)
    {
        ulong[]? deleted = null;
        var (enterprises, intents) = (EnterpriseCount, IntentCount);
        foreach (var id in ids)
        {
            var enterprise = FindLive(id);
            if (enterprise < 0) continue;
            deleted ??= _deleted.Length > 0 ? [.. _deleted] : new ulong[(Segment.EnterpriseCount + 63) / 64];
            deleted[enterprise >> 6] |= 1UL << enterprise;
            enterprises--;
            intents -= Segment.FirstIntent(enterprise + 1) - Segment.FirstIntent(enterprise);
        }
        return deleted is null ? this : new(Segment, deleted, enterprises, intents);
    }

    public IEnumerable<CompiledEnterprise> Live() =>
        Enumerable.Range(0, Segment.EnterpriseCount).Where(IsLive).Select(Segment.Enterprise);
}
