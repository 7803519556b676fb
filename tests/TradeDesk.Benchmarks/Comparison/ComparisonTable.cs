using System.Globalization;
using System.Runtime.InteropServices;

namespace TradeDesk.Benchmarks;

/// <summary>The figures as Markdown.</summary>
internal static class ComparisonTable
{
    public static void PrintHeader(IReadOnlyList<int> sizes)
    {
        Print($"# The match engine beside what a desk could use instead");
        Print($"");
        Print($"{Line("/proc/cpuinfo", "model name")}, {Environment.ProcessorCount} cores, {Line("/proc/meminfo", "MemTotal")} of memory; {RuntimeInformation.OSDescription}; {RuntimeInformation.FrameworkDescription}; {DateTime.UtcNow:yyyy-MM-dd}; `scripts/bench compare {string.Join(' ', sizes)}`");
    }

    public static void Print(int size, IReadOnlyList<PeerFigures> figures, bool postgresIsMissing)
    {
        Print($"");
        Print($"## {size:N0} foreign intents");
        Print($"");
        Print($"| | load and build, s | MB | p50, ms | p99, ms | max, ms | queries | p50 to the engine's | top 20 as the engine's | equal lists | largest difference of scores |");
        Print($"|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var (name, place, loading, bytes, times, agreement) in figures)
            Print($"| {name} | {loading?.TotalSeconds:0.0} | {bytes / 1e6:0.0} {place} | {times.P50:0.000} | {times.P99:0.000} | {times.Max:0.000} | {times.Count:N0} | {times.P50 / figures[0].Latencies.P50:0.0} | {agreement.Share:0.00%} | {agreement.Equal:N0} of {times.Count:N0} | {(agreement.LargestDifference is { } difference ? difference.ToString("0.0e+0", CultureInfo.InvariantCulture) : "another score")} |");
        Print($"");
        if (postgresIsMissing) Print($"PostgreSQL: not measured: PostgreSQL 15 is missing.");
        Print($"The databases compute the whole model of the policy \"default\" in one prepared statement; Lucene.Net has the same constraints and the asker's wishes only, since its queries cannot say the score of two sides.");
    }

    /// <summary>How the times grow from size to size.</summary>
    public static void PrintGrowth(IReadOnlyList<(int Size, IReadOnlyList<PeerFigures> Figures)> runs)
    {
        Print($"");
        Print($"## Growth");
        Print($"");
        Print($"| | {string.Join(" | ", runs.Select(run => Invariant($"{run.Size:N0}: p50 / p99, ms")))} | p50 times | p99 times |");
        Print($"|---{string.Concat(Enumerable.Repeat("|---:", runs.Count + 2))}|");
        foreach (var name in runs[0].Figures.Select(figures => figures.Name))
        {
            var times = runs.Select(run => run.Figures.First(figures => figures.Name == name).Latencies).ToArray();
            Print($"| {name} | {string.Join(" | ", times.Select(one => Invariant($"{one.P50:0.000} / {one.P99:0.000}")))} | {Steps(times, one => one.P50)} | {Steps(times, one => one.P99)} |");
        }
    }

    private static string Steps(Latencies[] times, Func<Latencies, double> of) =>
        string.Join(", ", times.Zip(times.Skip(1), (one, next) => Invariant($"{of(next) / of(one):0.0}")));

    /// <summary>What a file of the system says under a name; the machine's architecture where there is no such file.</summary>
    private static string Line(string file, string name) => File.Exists(file)
        && File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
        ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
        : RuntimeInformation.ProcessArchitecture.ToString();

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static void Print(FormattableString line) => Console.WriteLine(Invariant(line));
}
