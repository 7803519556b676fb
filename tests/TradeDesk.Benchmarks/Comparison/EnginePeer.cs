using TradeDesk.Matching;

namespace TradeDesk.Benchmarks;

/// <summary>The match engine: filled in batches, asked through its index.</summary>
internal sealed class EnginePeer : IPeer
{
    private readonly long _before = GC.GetTotalMemory(forceFullCollection: true);
    private readonly MatchIndex _index = new(Market.Model);
    private long _sequence;

    public string Name => "TradeDesk engine";

    public string Place => "memory";

    public long Bytes { get; private set; }

    public void Add(IReadOnlyList<MatchEnterprise> foreign) => _index.Apply(foreign, [], ++_sequence);

    public void Complete(IReadOnlyList<MatchEnterprise> asking) => _index.WhenMerged().Wait();

    /// <summary>Counts the live bytes; a full collection that must not count as loading.</summary>
    public void Weigh() => Bytes = GC.GetTotalMemory(forceFullCollection: true) - _before;

    public IReadOnlyList<PeerAnswer> Top(MatchQuery query) => Answers(_index.Current.Top(query));

    /// <summary>The same data, every candidate scored: the oracle.</summary>
    public IPeer Scan() => new FullScan(_index.Current, Bytes);

    public void Dispose() => _index.Clear();

    private static PeerAnswer[] Answers(IReadOnlyList<ScoredMatch> matches) => [.. matches.Select(match => new PeerAnswer(match.PeerId, match.Score))];

    private sealed class FullScan(MatchSnapshot snapshot, long bytes) : IPeer
    {
        public string Name => "full scan (oracle)";

        public string Place => "memory";

        public long Bytes => bytes;

        public void Add(IReadOnlyList<MatchEnterprise> foreign) => throw new NotSupportedException("It reads the engine's data.");

        public void Complete(IReadOnlyList<MatchEnterprise> asking) => throw new NotSupportedException("It reads the engine's data.");

        public IReadOnlyList<PeerAnswer> Top(MatchQuery query) => Answers(snapshot.Scan(query));

        public void Dispose() { }
    }
}
