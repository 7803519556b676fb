using System.Diagnostics;
using TradeDesk.Matching;

namespace TradeDesk.Benchmarks;

/// <summary>The best pairs of a corridor, beside taking them from the lists of all home enterprises.</summary>
internal static class CorridorBenchmark
{
    private const string Country = "AB";
    private const int Foreigners = 100_000;

    public static int Run(int home, int foreign)
    {
        var (market, others) = (new Market(1), new Market(2));
        var index = new MatchIndex(Market.Model);
        index.Apply([.. Enumerable.Range(0, home).Select(market.Home)], [], 1);
        // Those of the corridor among many of other countries, as they are in a register.
        index.Apply([.. others.Foreign(Foreigners).Where(e => e.Country != Country), .. Enumerable.Range(0, foreign).Select(i => others.Home(i) with { Id = $"c{i:0000000}", Country = Country })], [], 2);
        index.WhenMerged().Wait();
        var snapshot = index.Current;
        Print($"{home:N0} home enterprises x {foreign:N0} of one country, {snapshot.EnterpriseCount:N0} in the index");
        foreach (var (limit, most) in ((int, int)[])[(20, 3), (100, 3), (100, 1), (100, 100)])
            Ask(snapshot, new() { Country = Country, On = Market.Today, Limit = limit, PerEnterprise = most });
        Ask(snapshot, new() { Country = Country, On = Market.Today, Sector = "top1" });
        Ask(snapshot, new() { Country = Country, On = Market.Today, MinScore = .99 });
        return Check(snapshot, home);
    }

    private static IReadOnlyList<CorridorPair> Ask(MatchSnapshot snapshot, CorridorQuery query)
    {
        var (watch, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var pairs = snapshot.Corridor(query, default);
        Print($"limit {query.Limit,3}, {query.PerEnterprise,3} an enterprise, sector {query.Sector ?? "any",-5} {pairs.Count,3} pairs of {(pairs.Count > 0 ? pairs[0].Match.Score : 0):0.0000} to {(pairs.Count > 0 ? pairs[^1].Match.Score : 0):0.0000}   {watch.Elapsed.TotalSeconds:0.00} s   processor {(Environment.CpuUsage.TotalTime - before).TotalSeconds:0.00} s");
        return pairs;
    }

    /// <summary>With as many pairs as they like, the best pairs are those of the lists' beginnings.</summary>
    private static int Check(MatchSnapshot snapshot, int home)
    {
        const int Limit = 100;
        var found = snapshot.Corridor(new() { Country = Country, On = Market.Today, Limit = Limit, PerEnterprise = Limit }, default);
        var (watch, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var all = Enumerable.Range(0, home).Select(number => $"h{number:0000000}")
            .SelectMany(id => snapshot.Top(new() { Enterprise = snapshot.Find(id)!, On = Market.Today, Country = Country, Limit = Limit }).Select(match => new CorridorPair(id, match)))
            .OrderByDescending(pair => pair.Match.Score).ThenBy(pair => pair.HomeId, StringComparer.Ordinal).ThenBy(pair => pair.Match.PeerId, StringComparer.Ordinal).Take(Limit).ToList();
        Print($"the same from every list      {watch.Elapsed.TotalSeconds:0.00} s   processor {(Environment.CpuUsage.TotalTime - before).TotalSeconds:0.00} s   equal: {found.SequenceEqual(all)}");
        return found.SequenceEqual(all) ? 0 : 1;
    }

    private static void Print(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
}
