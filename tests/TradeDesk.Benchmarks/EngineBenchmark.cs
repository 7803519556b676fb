using System.Diagnostics;
using System.Runtime.CompilerServices;
using TradeDesk.Matching;

namespace TradeDesk.Benchmarks;

/// <summary>One run, one machine, same data: build, memory, top 20 by the index and by scanning, throughput, changes while it serves.</summary>
internal static class EngineBenchmark
{
    private const int BatchSize = 20_000;
    private const int Queries = 2_000;
    private const int WarmUps = 500;
    private const int Changes = 2_000;

    public static int Run(int size)
    {
        Print($"{size:N0} foreign intents, {Environment.ProcessorCount} cores, .NET {Environment.Version}, server GC {System.Runtime.GCSettings.IsServerGC}");
        var foreign = new Market(1).Foreign(size).ToArray();
        var asking = AskingEnterprises();
        var index = Build(foreign);
        Measure(foreign.Length, size);
        BuildInBatches(foreign);
        var exact = Compare(index.Current, asking);
        foreach (var threads in new[] { 1, 2 })
            Print($"{$"throughput, threads: {threads}",-28} {EngineUnderLoad.Throughput(index.Current, asking, threads),9:N0} questions/s");
        Change(index, foreign, asking);
        ChangeSteadily(index, foreign, asking);
        return exact ? 0 : 1;
    }

    private static MatchQuery[] AskingEnterprises()
    {
        var market = new Market(2);
        return [.. Enumerable.Range(0, Queries).Select(number => new MatchQuery { Enterprise = market.Home(number), On = Market.Today })];
    }

    private static MatchIndex Build(MatchEnterprise[] foreign)
    {
        var index = new MatchIndex(Market.Model);
        Took("build, one batch", () => index.Apply(foreign, [], 1));
        return index;
    }

    private static void BuildInBatches(MatchEnterprise[] foreign)
    {
        var index = new MatchIndex(Market.Model);
        Took($"build, batches of {BatchSize}", () =>
        {
            foreach (var (number, batch) in foreign.Chunk(BatchSize).Index()) index.Apply(batch, [], number);
        });
        Took("large merges left", () => index.WhenMerged().Wait());
    }

    /// <summary>Wall time, and processor time because other work on the machine stretches the first but not the second.</summary>
    private static void Took(string name, Action work)
    {
        var (watch, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        work();
        Print($"{name,-28} {watch.Elapsed.TotalSeconds,9:0.00} s   processor {(Environment.CpuUsage.TotalTime - before).TotalSeconds:0.00} s");
    }

    /// <summary>Live bytes with and without one more index whose input is gone.</summary>
    private static void Measure(int enterprises, int intents)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var again = Fill(intents);
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        Print($"memory of the index          {bytes / 1e6,9:0.0} MB, {bytes / (double)intents:0.0} bytes an intent, {enterprises:N0} enterprises");
        GC.KeepAlive(again);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static MatchIndex Fill(int intents)
    {
        var index = new MatchIndex(Market.Model);
        index.Apply([.. new Market(1).Foreign(intents)], [], 1);
        return index;
    }

    private static bool Compare(MatchSnapshot snapshot, MatchQuery[] queries)
    {
        foreach (var query in queries.Take(WarmUps)) Explained(snapshot, query);
        var engine = Time(queries, query => snapshot.Top(query), "top 20, index");
        Time(queries, query => Explained(snapshot, query), "top 20 with 20 explanations");
        Time(queries, query => snapshot.Top(query with { Country = "AB" }), "top 20 of one country");
        var some = queries.Take(Math.Clamp(40_000_000 / Math.Max(1, snapshot.IntentCount), 20, Queries)).ToArray();
        var scanned = Time(some, query => snapshot.Scan(query), "top 20, full scan");
        var equal = Enumerable.Range(0, some.Length).Count(number => engine[number].SequenceEqual(scanned[number]));
        Print($"equal answers                {equal,9:N0} of {some.Length:N0}");
        return equal == some.Length;
    }

    private static IReadOnlyList<ScoredMatch> Explained(MatchSnapshot snapshot, MatchQuery query)
    {
        var matches = snapshot.Top(query);
        foreach (var match in matches) snapshot.Explain(query, match);
        return matches;
    }

    private static IReadOnlyList<ScoredMatch>[] Time(MatchQuery[] queries, Func<MatchQuery, IReadOnlyList<ScoredMatch>> ask, string name)
    {
        var (answers, times) = (new IReadOnlyList<ScoredMatch>[queries.Length], new double[queries.Length]);
        var before = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < queries.Length; i++)
        {
            var start = Stopwatch.GetTimestamp();
            answers[i] = ask(queries[i]);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        Report(name, times, (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / queries.Length);
        return answers;
    }

    /// <summary>One change at a time: from the call until a reader of the current snapshot sees it.</summary>
    private static void Change(MatchIndex index, MatchEnterprise[] foreign, MatchQuery[] asking)
    {
        var (random, times) = (new Random(3), new double[Changes]);
        for (var i = 0; i < Changes; i++)
        {
            var changed = foreign[random.Next(foreign.Length)] with { Completeness = i / (double)Changes };
            var start = Stopwatch.GetTimestamp();
            index.Apply([changed], [], 2 + i);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        Report("one change visible", times, times.Average());
        Time(asking, query => index.Current.Top(query), "top 20 after the changes");
    }

    private static void ChangeSteadily(MatchIndex index, MatchEnterprise[] foreign, MatchQuery[] asking)
    {
        var (visible, asked) = EngineUnderLoad.Change(index, foreign, asking);
        Report("1,000 changes/s, visible", visible, visible.Average());
        Report("top 20 meanwhile", asked, asked.Average());
    }

    private static void Report(string name, double[] times, double mean)
    {
        Array.Sort(times);
        Print($"{name,-28} p50 {At(.5),9:0.000} ms   p99 {At(.99),9:0.000} ms   max {times[^1],9:0.000} ms   mean {mean,9:0.000} ms   n {times.Length:N0}");

        double At(double share) => times[(int)(share * (times.Length - 1))];
    }

    private static void Print(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
}
