namespace TradeDesk.Matching;

/// <summary>An intent that may be among the best, with the highest score it can have.</summary>
internal readonly record struct Candidate(float Highest, int Segment, int Place) : IComparable<Candidate>
{
    public int CompareTo(Candidate other) => other.Highest.CompareTo(Highest);
}

/// <summary>The intents of one list that may be among the best.</summary>
internal sealed class Candidates
{
    private Candidate[] _items = new Candidate[256];
    private int _count;

    public void Add(float highest, int segment, int place)
    {
        if (_count == _items.Length) Array.Resize(ref _items, _count * 2);
        _items[_count++] = new(highest, segment, place);
    }

    /// <summary>All, from the highest down.</summary>
    public ReadOnlySpan<Candidate> Falling()
    {
        var items = _items.AsSpan(0, _count);
        items.Sort();
        return items;
    }

    public void Clear() => _count = 0;
}
