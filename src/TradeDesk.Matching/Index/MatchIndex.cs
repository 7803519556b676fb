namespace TradeDesk.Matching;

/// <summary>The index of all enterprises. One writer at a time; readers take <see cref="Current"/> and never wait.</summary>
public sealed class MatchIndex
{
    private readonly Lock _writing = new();
    private readonly CompiledModel _model;
    private readonly ProfileCompiler _compiler;
    private volatile MatchSnapshot _current;
    private Task _merging = Task.CompletedTask;

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
            var batch = new ChangeBatch(upserts, _compiler);
            string[] deleted = [.. deletes.Where(id => !batch.Contains(id)).Distinct(StringComparer.Ordinal)];
            var replaced = batch.Ids.Concat(deleted);
            Publish(Replace(_current.Home, replaced, batch, home: true), Replace(_current.Foreign, replaced, batch, home: false), sequence);
            MergeInBackground();
        }
    }

    /// <summary>
    /// Puts a saved snapshot in the place of all there is. It must have been saved by the same build of this library, by an index of
    /// the same model; the bytes are trusted otherwise.
    /// </summary>
    /// <param name="stream">What <see cref="MatchSnapshot.Save"/> wrote; read to its last byte and no further.</param>
    /// <exception cref="InvalidDataException">The index has numbered other texts already, or of another model; nothing is replaced.</exception>
    /// <exception cref="EndOfStreamException">Something is missing; nothing is replaced.</exception>
    public void Load(Stream stream)
    {
        using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        lock (_writing) _current = SavedIndex.Read(reader, _model);
    }

    /// <summary>Takes everything out of the index; it is at sequence 0 again.</summary>
    public void Clear()
    {
        lock (_writing) Publish([], [], 0);
    }

    /// <summary>Completes when no large merge is under way. Answers never depend on it, only their speed.</summary>
    public Task WhenMerged()
    {
        lock (_writing) return _merging;
    }

    private void Publish(LiveSegment[] home, LiveSegment[] foreign, long sequence) =>
        _current = new MatchSnapshot(_model, home, foreign, sequence);

    private LiveSegment[] Replace(LiveSegment[] segments, IEnumerable<string> replaced, ChangeBatch batch, bool home)
    {
        var left = segments.Select(segment => segment.Without(replaced)).ToList();
        if (batch.Segment(_model, home) is { } fresh) left.Add(fresh);
        return SegmentTiers.MergeSmall(_model, left);
    }

    /// <summary>Merges that would make a writer wait run beside it, one at a time; each looks for the next when it is done.</summary>
    private void MergeInBackground()
    {
        if (!_merging.IsCompletedSuccessfully && !_merging.IsFaulted) return;
        var due = SegmentTiers.LargeDue(_current.Foreign) ?? SegmentTiers.LargeDue(_current.Home);
        if (due is not null) _merging = Task.Run(() => Merge(due));
    }

    private void Merge(LiveSegment[] sources)
    {
        while (sources.Length > 0)
        {
            var merged = SegmentMerge.Run(_model, sources);
            lock (_writing)
            {
                Publish(SegmentTiers.Swap(_current.Home, sources, merged), SegmentTiers.Swap(_current.Foreign, sources, merged), _current.Sequence);
                sources = SegmentTiers.LargeDue(_current.Foreign) ?? SegmentTiers.LargeDue(_current.Home) ?? [];
                if (sources.Length == 0) _merging = Task.CompletedTask;
            }
        }
    }
}
