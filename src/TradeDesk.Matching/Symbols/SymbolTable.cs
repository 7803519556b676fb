using System.Collections.Concurrent;

namespace TradeDesk.Matching;

/// <summary>Texts as small numbers. Only the writer adds; readers look up without locks and numbers never change.</summary>
internal sealed class SymbolTable
{
    private readonly ConcurrentDictionary<string, int> _ids = new(1, 16, StringComparer.Ordinal);
    private volatile string[] _names = new string[16];

    public int Count { get; private set; }

    public int Add(string name)
    {
        if (_ids.TryGetValue(name, out var id)) return id;
        id = Count;
        if (id == _names.Length)
        {
            var longer = new string[id * 2];
            _names.CopyTo(longer, 0);
            _names = longer;
        }
        _names[id] = name;
        Count++;
        _ids[name] = id;
        return id;
    }

    public int Find(string name) => _ids.TryGetValue(name, out var id) ? id : -1;

    public string Name(int id) => _names[id];
}
