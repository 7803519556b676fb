namespace TradeDesk.Matching;

/// <summary>Where numbers for texts come from: the writer's scope adds new ones, a query's scope must not.</summary>
internal interface ISymbolScope
{
    Vocabulary Vocabulary { get; }

    int Id(SymbolTable table, string name);
}

/// <summary>The writer's scope: what is new is added for good.</summary>
internal sealed class WriterSymbols(Vocabulary vocabulary) : ISymbolScope
{
    public Vocabulary Vocabulary => vocabulary;

    public int Id(SymbolTable table, string name) => table.Add(name);
}

/// <summary>A query's scope: what is new gets a number of its own that no stored profile can hold.</summary>
internal sealed class QuerySymbols(Vocabulary vocabulary) : ISymbolScope
{
    /// <summary>Below this are stored numbers; two bits are left for the class of a word.</summary>
    private const int FirstUnknown = 1 << 27;

    private readonly List<string> _unknown = [];

    public Vocabulary Vocabulary => vocabulary;

    public int Id(SymbolTable table, string name)
    {
        var id = table.Find(name);
        if (id >= 0) return id;
        var position = _unknown.IndexOf(name);
        if (position < 0)
        {
            position = _unknown.Count;
            _unknown.Add(name);
        }
        return table.Number(FirstUnknown + position, name);
    }

    public string Name(SymbolTable table, int id) =>
        table.Position(id) < FirstUnknown ? table.Name(id) : _unknown[table.Position(id) - FirstUnknown];

    /// <summary>The texts in ordinal order.</summary>
    public string[] Names(SymbolTable table, ReadOnlySpan<int> ids)
    {
        if (ids.IsEmpty) return [];
        var names = new string[ids.Length];
        for (var i = 0; i < names.Length; i++) names[i] = Name(table, ids[i]);
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }
}
