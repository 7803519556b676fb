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

    /// <summary>Number of the enterprise with this id; -1 when it is not here or deleted.</summary>
    public int FindLive(string id)
    {
        var enterprise = Segment.Find(id);
        return enterprise >= 0 && IsLive(enterprise) ? enterprise : -1;
    }

    /// <summary>Ids of the enterprises of a country that have an intent which can match at all.</summary>
    public List<string> IdsOf(int country)
    {
        var (ids, seen, scratch) = (new List<string>(), new bool[Segment.EnterpriseCount], new Scratch());
        for (var place = 0; place < Segment.Hot.Length; place++)
        {
            if (Segment.Hot[place].Country != Math.Min(country, HotIntent.OtherCountry)) continue;
            var enterprise = Segment.EnterpriseOf(place);
            if (seen[enterprise]) continue;
            seen[enterprise] = true;
            if (IsLive(enterprise) && Segment.Head(enterprise, scratch).Country == country) ids.Add(Segment.Id(enterprise));
        }
        return ids;
    }

    public LiveSegment Without(IEnumerable<string> ids) => Without([.. ids.Select(FindLive).Where(enterprise => enterprise >= 0)]);

    /// <summary>The same segment without these live enterprises, each given once.</summary>
    public LiveSegment Without(List<int> enterprises)
    {
        if (enterprises.Count == 0) return this;
        ulong[] deleted = _deleted.Length > 0 ? [.. _deleted] : new ulong[(Segment.EnterpriseCount + 63) / 64];
        var (scratch, intents) = (new Scratch(), IntentCount);
        foreach (var enterprise in enterprises)
        {
            deleted[enterprise >> 6] |= 1UL << enterprise;
            intents -= Segment.Head(enterprise, scratch).IntentCount;
        }
        return new(Segment, deleted, EnterpriseCount - enterprises.Count, intents);
    }
}
