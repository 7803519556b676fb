namespace TradeDesk.Matching;

/// <summary>The upserts of one batch as records: compiled one by one, so that nothing but bytes stays of each.</summary>
internal sealed class ChangeBatch
{
    private readonly RecordWriter _records = new();
    private readonly RecordWriter _intent = new();
    private readonly Dictionary<string, (int Start, int Length)> _places;
    private readonly HashSet<string> _home = new(StringComparer.Ordinal);

    public ChangeBatch(IReadOnlyList<MatchEnterprise> upserts, ProfileCompiler compiler)
    {
        _places = new(upserts.Count, StringComparer.Ordinal);
        foreach (var enterprise in upserts) Add(compiler.Compile(enterprise));
    }

    /// <summary>The ids, each once.</summary>
    public IEnumerable<string> Ids => _places.Keys;

    public bool Contains(string id) => _places.ContainsKey(id);

    /// <summary>The enterprises of one side as a segment; null when there are none.</summary>
    public LiveSegment? Segment(CompiledModel model, bool home)
    {
        string[] ids = [.. _places.Keys.Where(id => _home.Contains(id) == home)];
        if (ids.Length == 0) return null;
        Array.Sort(ids, StringComparer.Ordinal);
        var builder = new SegmentBuilder(model, ids.Length, _records.Length);
        foreach (var id in ids) builder.Add(_records.Written.Slice(_places[id].Start, _places[id].Length));
        return new(builder.Build(onTwoCores: true));
    }

    /// <summary>Of two enterprises with one id the last counts.</summary>
    private void Add(CompiledEnterprise enterprise)
    {
        var start = _records.Length;
        ProfileRecords.Write(_records, _intent, enterprise);
        _places[enterprise.Id] = (start, _records.Length - start);
        if (enterprise.Is(EnterpriseFlags.Home)) _home.Add(enterprise.Id);
        else _home.Remove(enterprise.Id);
    }
}
