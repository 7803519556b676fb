namespace TradeDesk.Matching;

/// <summary>The index of all enterprises. One writer at a time; readers take <see cref="Current"/> and never wait.</summary>
public sealed class MatchIndex
{
    private readonly Lock _writing = new();
    private readonly CompiledModel _model;
    private readonly ProfileCompiler _compiler;
    private volatile MatchSnapshot _current;

    /// <summary>An empty index at sequence 0.</summary>
    public MatchIndex(MatchModel model)
    {
        _model = new CompiledModel(model);
        _compiler = new ProfileCompiler(new WriterSymbols(_model.Vocabulary), model.Markets);
        _current = new MatchSnapshot(_model, [], [], 0);
    }

    /// <summary>The latest snapshot; it never changes.</summary>
    public MatchSnapshot Current => _current;

    /// <summary>
    /// Makes a batch of changes visible at once. Deletes are taken first, so an id in both lists is replaced; of two
    /// upserts with one id the last counts.
    /// </summary>
    /// <param name="upserts">Enterprises to add or replace.</param>
    /// <param name="deletes">Ids to remove; unknown ones are ignored.</param>
    /// <param name="sequence">Position in the change log that the index has reached with this batch.</param>
    public void Apply(IReadOnlyList<MatchEnterprise> upserts, IReadOnlyList<string> deletes, long sequence)
    {
        lock (_writing)
        {
            var fresh = new Dictionary<string, CompiledEnterprise>(upserts.Count, StringComparer.Ordinal);
            foreach (var enterprise in upserts) fresh[enterprise.Id] = _compiler.Compile(enterprise);
            var replaced = fresh.Keys.Union(deletes, StringComparer.Ordinal).ToArray();
            _current = new MatchSnapshot(
                _model,
                Replace(_current.Home, replaced, [.. fresh.Values.Where(enterprise => enterprise.Is(EnterpriseFlags.Home))]),
                Replace(_current.Foreign, replaced, [.. fresh.Values.Where(enterprise => !enterprise.Is(EnterpriseFlags.Home))]),
                sequence);
        }
    }

    private LiveSegment[] Replace(LiveSegment[] segments, string[] replaced, CompiledEnterprise[] fresh)
    {
        var left = segments.Select(segment => segment.Without(replaced)).ToList();
        if (fresh.Length > 0) left.Add(new LiveSegment(Build(fresh)));
        return SegmentTiers.Merge(_model, left);
    }

    private Segment Build(CompiledEnterprise[] fresh)
    {
        Array.Sort(fresh, (a, b) => string.CompareOrdinal(a.Id, b.Id));
        var builder = new SegmentBuilder(_model);
        foreach (var enterprise in fresh) builder.Add(enterprise);
        return builder.Build();
    }
}
