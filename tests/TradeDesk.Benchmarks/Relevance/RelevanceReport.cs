using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TradeDesk.Enterprises;
using TradeDesk.Matching;

namespace TradeDesk.Benchmarks;

/// <summary>How well the engine ranks real firms for real needs, by grades given by reading, beside full-text search and plain sector overlap.</summary>
internal sealed class RelevanceReport(RelevanceDesk desk, Judgements judged, TextWriter output)
{
    private const int Depth = 10, LongestShown = 260;

    private readonly IRanker[] _rankers = [new EngineRanker(desk, ScoringPolicy.Default), new Bm25Ranker(desk), new SectorRanker(desk)];

    /// <param name="folder">The data folder.</param>
    /// <param name="each">Whether to print each need, of the half that may be looked at.</param>
    public static async Task<int> RunAsync(string folder, bool each = false)
    {
        var report = await ReadAsync(folder, Console.Out);
        report.Print(each);
        return 0;
    }

    /// <summary>Writes what nobody judged yet: each need with the firms that any ranker puts among its first ten, shuffled, without saying which.</summary>
    public static async Task<int> WritePoolAsync(string folder, string file)
    {
        await using var pool = new StreamWriter(file);
        var report = await ReadAsync(folder, pool);
        report.WritePool();
        return 0;
    }

    private static async Task<RelevanceReport> ReadAsync(string folder, TextWriter output)
    {
        var judged = Judgements.Read();
        return new(await RelevanceDesk.LoadAsync(folder, judged.Needs), judged, output);
    }

    private void WritePool()
    {
        foreach (var (key, need) in desk.Needs)
        {
            var firms = _rankers.SelectMany(r => r.Rank(need, Depth)).Distinct().Where(f => judged.Grade(key, f) is null).OrderBy(f => Hash(key + f), StringComparer.Ordinal).ToList();
            if (firms.Count == 0)
                continue;
            output.WriteLine($"## {key}: {Short(RelevanceDesk.TextOf(need, asNeed: true), 2 * LongestShown)}");
            foreach (var (place, firm) in firms.Index())
                output.WriteLine($"{place + 1}. {firm} | {Short(RelevanceDesk.TextOf(desk.Firms[firm], asNeed: false), LongestShown)}");
            output.WriteLine();
        }
    }

    private void Print(bool each)
    {
        var rows = desk.Needs.SelectMany(n => _rankers.Select(r => Measure(n.Key, n.Value, r))).ToList();
        output.WriteLine($"{desk.Needs.Count} needs, {desk.Firms.Count} firms, {judged.Count} grades; nDCG@10 and precision@5 (grade 2 or 3), each with a 95 % interval over needs.");
        output.WriteLine();
        output.WriteLine("| needs | ranker | nDCG@10 | precision@5 | unjudged of the first ten |");
        output.WriteLine("|---|---|---|---|---:|");
        PrintPart("all", rows);
        PrintPart("looked at", [.. rows.Where(r => IsLookedAt(r.Need))]);
        PrintPart("held out", [.. rows.Where(r => !IsLookedAt(r.Need))]);
        if (each)
            PrintEach([.. rows.Where(r => IsLookedAt(r.Need))]);
    }

    private void PrintPart(string name, List<Row> rows)
    {
        foreach (var of in rows.GroupBy(r => r.Ranker))
            output.WriteLine($"| {name}, {of.Count()} | {of.Key} | {Figure([.. of.Select(r => r.Ndcg).OfType<double>()])} | {Figure([.. of.Select(r => r.Precision)])} | {of.Average(r => r.Unjudged).ToString("0.00", CultureInfo.InvariantCulture)} |");
        var pairs = rows.Where(r => r.Ranker == _rankers[0].Name).Zip(rows.Where(r => r.Ranker == _rankers[1].Name)).ToList();
        output.WriteLine($"| | {_rankers[0].Name} - {_rankers[1].Name} | {Figure([.. pairs.Select(p => p.First.Ndcg - p.Second.Ndcg).OfType<double>()])} | {Figure([.. pairs.Select(p => p.First.Precision - p.Second.Precision)])} | |");
    }

    private void PrintEach(List<Row> rows)
    {
        output.WriteLine();
        foreach (var need in rows.GroupBy(r => r.Need))
            output.WriteLine($"{need.Key}: {string.Join(", ", need.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Ranker} {r.Ndcg:0.00} [{string.Concat(r.Grades.Select(g => g?.ToString(CultureInfo.InvariantCulture) ?? "?"))}]")))}");
    }

    private Row Measure(string key, Enterprise need, IRanker ranker)
    {
        var grades = ranker.Rank(need, Depth).Select(f => judged.Grade(key, f)).ToList();
        var known = grades.Select(g => g ?? 0).ToList();
        return new(key, ranker.Name, RankingMeasures.Ndcg(known, judged.Of(key)), RankingMeasures.Precision(known), grades.Count(g => g is null), grades);
    }

    // Half of the needs may be looked at when the model is changed; the other half only measures it.
    private static bool IsLookedAt(string need) => Hash(need)[0] is >= '0' and <= '7';

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Figure(List<double> values) =>
        RankingMeasures.Interval(values) is var (mean, low, high) ? string.Create(CultureInfo.InvariantCulture, $"{mean:0.000} ({low:0.000} to {high:0.000})") : "";

    private static string Short(string text, int longest)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= longest ? line : line[..longest] + "...";
    }

    private sealed record Row(string Need, string Ranker, double? Ndcg, double Precision, int Unjudged, IReadOnlyList<int?> Grades);
}
