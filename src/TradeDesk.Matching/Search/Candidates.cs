namespace TradeDesk.Matching;

/// <summary>An intent that may be among the best, with the highest score it can have.</summary>
internal readonly record struct Candidate(float Highest, int Segment, int Place);

/// <summary>The intents of one list that may be among the best: a heap, because most are never taken.</summary>
internal sealed class Candidates
{
    private Candidate[] _items = new Candidate[256];
    private int _count;

    public void Add(float highest, int segment, int place)
    {
        if (_count == _items.Length) Array.Resize(ref _items, _count * 2);
        _items[_count++] = new(highest, segment, place);
    }

    /// <summary>After the last was added, before the first is taken.</summary>
    public void Order()
    {
        for (var place = _count / 2 - 1; place >= 0; place--) Sink(place);
    }

    /// <summary>Takes the highest of those that reach a score, from the highest down; answers how many.</summary>
    public int Take(float least, Span<Candidate> highest)
    {
        var taken = 0;
        for (; taken < highest.Length && _count > 0 && _items[0].Highest >= least; taken++)
        {
            highest[taken] = _items[0];
            _items[0] = _items[--_count];
            Sink(0);
        }
        return taken;
    }

    public void Clear() => _count = 0;

    private void Sink(int place)
    {
        var sinking = _items[place];
        for (var child = 2 * place + 1; child < _count; child = 2 * place + 1)
        {
            if (child + 1 < _count && _items[child + 1].Highest > _items[child].Highest) child++;
            if (_items[child].Highest <= sinking.Highest) break;
            _items[place] = _items[child];
            place = child;
        }
        _items[place] = sinking;
    }
}
