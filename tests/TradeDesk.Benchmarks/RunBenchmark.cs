using System.Diagnostics;
using TradeDesk.Matching;

namespace TradeDesk.Benchmarks;

/// <summary>The best ten of every home enterprise, as a full run asks for them, and what one changed enterprise costs in reverse: all who match it, each asked for its best ten.</summary>
internal static class RunBenchmark
{
    private const int Best = 10, Changed = 50;

    public static int Run(int home, int foreign)
    {
        var index = new MatchIndex(Market.Model);
        var market = new Market(1);
        index.Apply([.. Enumerable.Range(0, home).Select(market.Home)], [], 1);
        index.Apply([.. new Market(2).Foreign(foreign)], [], 2);
        index.WhenMerged().Wait();
        var snapshot = index.Current;
        var others = snapshot.EnterpriseCount - snapshot.HomeCount;
        Print($"{home:N0} home x {others:N0} foreign enterprises, {snapshot.IntentCount:N0} intents, one thread, {Environment.ProcessorCount} cores");
        var run = Took(() => Enumerable.Range(0, home).Sum(i => Ask(snapshot, $"h{i:0000000}", Best).Count));
        Print($"full run, top {Best}: {run.Seconds:0.0} s (processor {run.Processor:0.0} s), {home / run.Seconds:N0} enterprises/s, {(double)home * others / run.Seconds / 1e6:N0} million pairs/s, {run.Found:N0} matches");
        Reverse(snapshot);
        return 0;
    }

    private static void Reverse(MatchSnapshot snapshot)
    {
        var candidates = new HashSet<string>();
        var finding = Took(() => Enumerable.Range(0, Changed).Sum(i => Matched(snapshot, $"f{i * 97:0000000}", candidates)));
        Print($"all matches of a changed enterprise: {finding.Seconds / Changed * 1000:0.0} ms, {finding.Found / Changed:N0} of them on average");
        var some = candidates.Order(StringComparer.Ordinal).Take(5000).ToList();
        var asking = Took(() => some.Sum(id => Ask(snapshot, id, Best).Count));
        Print($"one of them asked for its best {Best}: {asking.Seconds / Math.Max(1, some.Count) * 1000:0.00} ms");
    }

    private static int Matched(MatchSnapshot snapshot, string id, HashSet<string> candidates)
    {
        var matches = Ask(snapshot, id, snapshot.EnterpriseCount);
        candidates.UnionWith(matches.Select(m => m.PeerId));
        return matches.Count;
    }

    private static IReadOnlyList<ScoredMatch> Ask(MatchSnapshot snapshot, string id, int limit) =>
        snapshot.Find(id) is { } enterprise ? snapshot.Top(new() { Enterprise = enterprise, On = Market.Today, Limit = limit }) : [];

    private static (int Found, double Seconds, double Processor) Took(Func<int> work)
    {
        var (watch, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        return (work(), watch.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
    }

    private static void Print(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
}
