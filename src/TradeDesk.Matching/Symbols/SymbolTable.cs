using System.Collections.Concurrent;

namespace TradeDesk.Matching;

/// <summary>Texts as small numbers. Only the writer adds; readers look up without locks and numbers never change.</summary>
/// <param name="tagBits">How many of a number's lowest bits tell something about the text itself.</param>
/// <param name="tag">What they tell.</param>
internal sealed class SymbolTable(int tagBits = 0, Func<string, int>? tag = null)
{
    private readonly ConcurrentDictionary<string, int> _ids = new(1, 16, StringComparer.Ordinal);
    private volatile string[] _names = new string[16];

    public int Count { get; private set; }

    /// <summary>The texts in the order of their positions.</summary>
    public ReadOnlySpan<string> Names
    {
        get
        {
            var count = Count;
            return _names.AsSpan(0, count);
        }
    }

    public int Add(string name)
    {
        if (_ids.TryGetValue(name, out var id)) return id;
        if (Count == _names.Length)
        {
            var longer = new string[Count * 2];
            _names.CopyTo(longer, 0);
            _names = longer;
        }
        _names[Count] = name;
        id = Number(Count++, name);
        _ids[name] = id;
        return id;
    }

    /// <summary>The number of a text at a position.</summary>
    public int Number(int position, string name) => tag is null ? position : position << tagBits | tag(name);

    public int Position(int id) => id >> tagBits;

    public int Find(string name) => _ids.TryGetValue(name, out var id) ? id : -1;

    public string Name(int id) => _names[Position(id)];
}
