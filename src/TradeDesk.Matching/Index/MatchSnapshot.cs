namespace TradeDesk.Matching;

/// <summary>The index at one moment; immutable and safe for any number of readers.</summary>
public sealed class MatchSnapshot
{
    private readonly CompiledModel _model;

    internal MatchSnapshot(CompiledModel model, LiveSegment[] home, LiveSegment[] foreign, long sequence)
    {
        _model = model;
        Home = home;
        Foreign = foreign;
        Sequence = sequence;
        EnterpriseCount = All.Sum(segment => segment.EnterpriseCount);
        IntentCount = All.Sum(segment => segment.IntentCount);
    }

    /// <summary>Position in the change log.</summary>
    public long Sequence { get; }

    /// <summary>Enterprises in the index.</summary>
    public int EnterpriseCount { get; }

    /// <summary>Enterprises of the home side.</summary>
    public int HomeCount => Home.Sum(segment => segment.EnterpriseCount);

    /// <summary>Intents in the index.</summary>
    public int IntentCount { get; }

    internal LiveSegment[] Home { get; }

    internal LiveSegment[] Foreign { get; }

    private IEnumerable<LiveSegment> All => Home.Concat(Foreign);

    /// <summary>True when an enterprise with this id is in the index.</summary>
    public bool Contains(string id) => Locate(id) is not null;

    /// <summary>The enterprise with this id, lists sorted and without duplicates; null when there is none.</summary>
    public MatchEnterprise? Find(string id) =>
        Locate(id) is { } compiled ? new ProfileDecompiler(_model.Vocabulary).Decompile(compiled) : null;

    /// <summary>The exact best peers, best first.</summary>
    /// <exception cref="ArgumentException">The policy is not valid.</exception>
    public IReadOnlyList<ScoredMatch> Top(MatchQuery query)
    {
        var compiled = new CompiledQuery(query, _model);
        return compiled.CanMatch ? new TopSearch(compiled, compiled.Self.Is(EnterpriseFlags.Home) ? Foreign : Home).Run() : [];
    }

    /// <summary>
    /// What <see cref="Top"/> answers, found by scoring every stored intent of the other side: slow, for checks and
    /// measurements.
    /// </summary>
    /// <exception cref="ArgumentException">The policy is not valid.</exception>
    public IReadOnlyList<ScoredMatch> Scan(MatchQuery query)
    {
        var compiled = new CompiledQuery(query, _model);
        return compiled.CanMatch ? new TopSearch(compiled, compiled.Self.Is(EnterpriseFlags.Home) ? Foreign : Home).Scan() : [];
    }

    /// <summary>
    /// The answer about one peer; null when it is not in the index. The filters on the peer (country, sector, least score)
    /// do not apply.
    /// </summary>
    /// <exception cref="ArgumentException">The policy is not valid.</exception>
    public PairOutcome? Pair(MatchQuery query, string peerId) =>
        Locate(peerId) is { } peer ? new PairJudge(new CompiledQuery(query, _model)).Judge(peer) : null;

    /// <summary>Why a match of this snapshot scores as it does.</summary>
    /// <exception cref="ArgumentException">The policy is not valid, or an intent of the match is not there.</exception>
    public Explanation Explain(MatchQuery query, ScoredMatch match) => Explain(query, [match])[0];

    /// <summary>The same for several matches of one query, in their order.</summary>
    /// <param name="query">The query that gave the matches.</param>
    /// <param name="matches">Matches of this snapshot.</param>
    /// <param name="depth">How much of it.</param>
    /// <exception cref="ArgumentException">The policy is not valid, or an intent of a match is not there.</exception>
    public IReadOnlyList<Explanation> Explain(MatchQuery query, IReadOnlyList<ScoredMatch> matches, ExplanationDepth depth = ExplanationDepth.Full)
    {
        var compiled = new CompiledQuery(query, _model);
        var (explainer, scratch) = (new Explainer(compiled, depth), new Scratch());
        return [.. matches.Select(match => Explain(explainer, compiled, match, scratch))];
    }

    /// <summary>The exact best pairs of one corridor, best first, ties by ordinal ids; no enterprise stands in more than it may.</summary>
    /// <exception cref="ArgumentException">The policy is not valid.</exception>
    /// <exception cref="OperationCanceledException">The caller no longer waits.</exception>
    public IReadOnlyList<CorridorPair> Corridor(CorridorQuery query, CancellationToken cancellation)
    {
        var country = _model.Vocabulary.Codes.Find(query.Country);
        return query.Limit > 0 && query.PerEnterprise > 0 && country >= 0
            ? new CorridorSearch(this, query, _model.Sectors).Run([.. Home.SelectMany(segment => segment.IdsOf(_model.HomeCountry))], [.. Foreign.SelectMany(segment => segment.IdsOf(country))], cancellation)
            : [];
    }

    /// <summary>Writes the snapshot for <see cref="MatchIndex.Load"/>.</summary>
    /// <exception cref="IOException">The stream does not take it.</exception>
    public void Save(Stream stream)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        SavedIndex.Write(writer, _model.Vocabulary, this);
    }

    private Explanation Explain(Explainer explainer, CompiledQuery query, ScoredMatch match, Scratch scratch)
    {
        foreach (var segment in All)
            if (segment.FindLive(match.PeerId) is var enterprise and >= 0)
                return segment.Segment.TryView(enterprise, match.PeerIntentId, scratch, out var peer)
                    ? explainer.Explain(IntentView.Of(query.Self, Intent(query.Self, match.QueryIntentId)), peer)
                    : throw NotThere(match.PeerIntentId, match.PeerId);
        throw new ArgumentException($"Peer '{match.PeerId}' is not in this snapshot.");
    }

    private static CompiledIntent Intent(CompiledEnterprise enterprise, string id) =>
        Array.Find(enterprise.Intents, intent => intent.Id == id)
        ?? throw NotThere(id, enterprise.Id);

    private static ArgumentException NotThere(string intent, string enterprise) => new($"Intent '{intent}' is not one of enterprise '{enterprise}'.");

    private CompiledEnterprise? Locate(string id)
    {
        foreach (var segment in All)
            if (segment.FindLive(id) is var enterprise and >= 0) return segment.Segment.Enterprise(enterprise, _model.Vocabulary);
        return null;
    }
}
