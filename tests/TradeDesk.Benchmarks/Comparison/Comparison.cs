using System.Diagnostics;
using TradeDesk.Matching;

namespace TradeDesk.Benchmarks;

/// <summary>
/// What a desk could ask for its matches, side by side: the same enterprises, the same askers, the same hard constraints, the best
/// twenty, one query at a time. Every peer is filled, asked and emptied before the next, so that none shares the machine.
/// </summary>
/// <param name="folder">Where SQLite and Lucene.Net keep their files.</param>
/// <param name="postgres">Connection string of an empty PostgreSQL database; null leaves it out.</param>
internal sealed class Comparison(string folder, string? postgres)
{
    private const int BatchSize = 20_000;
    private const int MostQueries = 2_000;
    private const int FewestQueries = 20;
    private const int WarmUps = 100;

    // Code that was just loaded is compiled anew while it runs.
    private static readonly TimeSpan LeastWarming = TimeSpan.FromSeconds(3), MostWarming = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(60);

    // Fewer queries than the fewest rather than a run without end.
    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(120);

    private readonly MatchQuery[] _queries = Askers(2);
    private readonly MatchQuery[] _warming = Askers(4);
    private readonly List<PeerFigures> _figures = [];
    private IReadOnlyList<PeerAnswer>[] _expected = [];

    /// <summary>Prints one table a size and how the figures grow.</summary>
    /// <returns>0 when the scan and both databases answered as the engine did, else 1.</returns>
    public static int Run(string folder, string? postgres, IReadOnlyList<int> sizes)
    {
        var runs = new List<(int Size, IReadOnlyList<PeerFigures> Figures)>();
        ComparisonTable.PrintHeader(sizes);
        foreach (var size in sizes)
        {
            runs.Add((size, new Comparison(folder, postgres).Measure(size)));
            ComparisonTable.Print(size, runs[^1].Figures, postgres is null);
        }

        if (runs.Count > 1) ComparisonTable.PrintGrowth(runs);
        return runs.All(run => run.Figures.All(figures => figures.IsAsExpected)) ? 0 : 1;
    }

    private List<PeerFigures> Measure(int size)
    {
        using (var engine = new EnginePeer())
        {
            var loading = Fill(engine, size);
            engine.Weigh();
            Ask(engine, loading);
            using var scan = engine.Scan();
            Ask(scan, null);
        }

        Measure(() => new SqlitePeer(folder), size);
        if (postgres is not null) Measure(() => new PostgresPeer(postgres), size);
        Measure(() => new LucenePeer(folder), size);
        return _figures;
    }

    private void Measure(Func<IPeer> open, int size)
    {
        GC.Collect();
        using var peer = open();
        Ask(peer, Fill(peer, size));
    }

    /// <summary>Time of loading alone: the enterprises are made anew for each peer, outside the time.</summary>
    private TimeSpan Fill(IPeer peer, int size)
    {
        var watch = new Stopwatch();
        foreach (var batch in new Market(1).Foreign(size).Chunk(BatchSize))
        {
            watch.Start();
            peer.Add(batch);
            watch.Stop();
        }

        watch.Start();
        peer.Complete([.. _queries.Concat(_warming).Select(query => query.Enterprise)]);
        return watch.Elapsed;
    }

    private void Ask(IPeer peer, TimeSpan? loading)
    {
        Console.Error.WriteLine(FormattableString.Invariant($"{DateTime.UtcNow:HH:mm:ss} {peer.Name}: {(loading is { } time ? $"loaded in {time.TotalSeconds:0.0} s" : "the engine's data")}"));
        for (var (watch, i) = (Stopwatch.StartNew(), 0); watch.Elapsed < LeastWarming || (i < WarmUps && watch.Elapsed < MostWarming); i++) peer.Top(_warming[i % WarmUps]);
        var (answers, times, all) = (new List<IReadOnlyList<PeerAnswer>>(), new List<double>(), Stopwatch.StartNew());
        while (times.Count < MostQueries && all.Elapsed < (times.Count < FewestQueries ? TooLong : Enough))
        {
            var start = Stopwatch.GetTimestamp();
            answers.Add(peer.Top(_queries[times.Count]));
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        if (_figures.Count == 0) _expected = [.. answers];
        _figures.Add(new(peer.Name, peer.Place, loading, peer.Bytes, Latencies.Of(times), Agreement.Of(_expected, answers)));
        Console.Error.WriteLine(FormattableString.Invariant($"{DateTime.UtcNow:HH:mm:ss} {_figures[^1]}"));
    }

    // Their ids must differ from one list to the other: the databases know an asker by its id.
    private static MatchQuery[] Askers(int seed)
    {
        var (market, count) = (new Market(seed), seed == 2 ? MostQueries : WarmUps);
        return [.. Enumerable.Range(seed * 10_000, count).Select(number => new MatchQuery { Enterprise = market.Home(number), On = Market.Today })];
    }
}

/// <summary>What was measured of one peer.</summary>
internal sealed record PeerFigures(string Name, string Place, TimeSpan? Loading, long Bytes, Latencies Latencies, Agreement Agreement)
{
    /// <summary>True when the answers are the engine's, or from a peer that does not compute the score.</summary>
    public bool IsAsExpected => Agreement.LargestDifference is null || Agreement is { Share: 1, LargestDifference: < 2e-6 };
}
