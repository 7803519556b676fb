using System.Diagnostics;
using System.Globalization;
using TradeDesk.Duplicates.Identity;

namespace TradeDesk.Benchmarks;

/// <summary>
/// How often pairs of real names that the desk would propose are one firm, and how many of those it finds, beside Jaro-Winkler over every pair of the
/// same names at the bar that suits each file best; then the time to find all proposals of a register of 115,000 firms.
/// </summary>
internal sealed class DuplicateReport(string folder, TextWriter output)
{
    // Pairs below it are not even looked at for the best bar.
    private const double LeastScore = 0.3;

    public static int Run(string folder)
    {
        var report = new DuplicateReport(folder, Console.Out);
        Console.Out.WriteLine("| names | firms with several | true pairs | ours precision | recall | F1 | ours F1 at its best bar | Jaro-Winkler precision | recall | F1 (bar) |");
        Console.Out.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        report.Clusters();
        report.Domains();
        report.TwoSources();
        report.Labelled();
        report.Transliterations();
        report.Register();
        return 0;
    }

    private void Clusters()
    {
        var rows = Rows("company_name_clusters.csv", r => new NamedFirm(r("company_id"), r("name"))).ToList();
        Line("company_name_clusters, as given", rows);
        var united = United(rows);
        Line("  one firm where two ids have the same name", united);
        var several = united.GroupBy(r => r.Firm).Where(g => g.Count() > 1).SelectMany(g => g).ToList();
        Line("  of these, firms of two names or more", several);
        Line("    first half of the firms", [.. several.Where(r => Half(r.Firm))]);
        Line("    other half", [.. several.Where(r => !Half(r.Firm))]);
    }

    private void Domains()
    {
        var rows = Rows("exhibitor_names_by_domain.csv", r => new NamedFirm(r("cluster_id"), r("exhibitor_name"), r("country_iso2") is { Length: 2 } country ? country : null)).ToList();
        Line("exhibitor_names_by_domain, names and countries only (weak)", rows);
    }

    private void TwoSources()
    {
        var pairs = Rows("cross_source_same_name.csv", r => (A: r("name_a"), B: r("name_b"))).ToList();
        Line("cross_source_same_name", [.. pairs.SelectMany((p, i) => new[] { new NamedFirm($"{i}", p.A), new NamedFirm($"{i}", p.B) })], unite: true);
    }

    private void Labelled()
    {
        var pairs = Rows("name_pairs.csv", r => (A: r("gt_name"), B: r("name"), Same: r("same_entity") == "True")).ToList();
        var rarity = Rarity(pairs.SelectMany(p => new[] { p.A, p.B }));
        var ours = pairs.Select(p => (Score: Score(p.A, p.B, rarity), p.Same)).ToList();
        output.WriteLine($"| name_pairs (labelled pairs) | | {pairs.Count(p => p.Same)} | {At(ours, Likeness.Proposed, pairs.Count(p => p.Same))} | {BestF(ours, pairs.Count(p => p.Same))} | {Best([.. pairs.Select(p => (JaroWinkler.Likeness(Plain(p.A), Plain(p.B)), p.Same))], pairs.Count(p => p.Same))} |");
    }

    private void Transliterations()
    {
        var rows = Rows("exhibitor_transliterations.csv", r => (A: r("name"), B: r("alias_latin_or_ascii"))).Where(r => r.A.Length > 0 && r.B.Length > 0).ToList();
        var rarity = Rarity(rows.SelectMany(p => new[] { p.A, p.B }));
        output.WriteLine();
        output.WriteLine("Names in another script and their Latin alias: how many the desk would propose by name alone (a Chinese name is mostly translated, not transliterated)");
        output.WriteLine();
        output.WriteLine("| script | pairs | proposed |");
        output.WriteLine("|---|---:|---:|");
        foreach (var script in rows.GroupBy(r => Script(r.A + r.B)).OrderByDescending(g => g.Count()))
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {script.Key} | {script.Count()} | {100.0 * script.Count(r => Score(r.A, r.B, rarity) >= Likeness.Proposed) / script.Count():0.0} % |"));
    }

    private void Register()
    {
        var firms = CsvRows.Read(Path.Combine(folder, "enterprises/fair_exhibitors.csv"), r => (Name: r("exhibitor_name"), Alias: r("alias"), Country: r("country_iso2"), Domain: r("website_domain"))).ToList();
        var (before, watch) = (GC.GetTotalMemory(true), Stopwatch.StartNew());
        var register = new FirmRegister();
        foreach (var (i, f) in firms.Index())
            if (FirmIdentity.Of($"ent_{i:D8}", [f.Name, f.Alias], f.Country.Length == 2 ? f.Country : null, null, f.Domain, []) is { } firm)
                register.Put(firm, find: false);
        var keyed = watch.Elapsed;
        register.FindAll();
        var found = watch.Elapsed;
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{register.Count} firms of {firms.Count} rows: keys in {keyed.TotalSeconds:0.0} s, all proposals in {(found - keyed).TotalSeconds:0.0} s more on one core, {register.Pairs.Count} proposals, {(GC.GetTotalMemory(true) - before) / 1e6:0} MB"));
        GC.KeepAlive(register);
    }

    private void Line(string name, IReadOnlyList<NamedFirm> rows, bool unite = false)
    {
        var names = (unite ? United(rows) : rows).DistinctBy(r => (r.Firm, r.Name)).ToList();
        var right = names.GroupBy(r => r.Firm).Sum(g => g.Count() * (g.Count() - 1) / 2);
        var register = new FirmRegister(LeastScore);
        foreach (var (i, row) in names.Index())
            if (FirmIdentity.Of($"{i:D6}", [row.Name], row.Country, null, null, []) is { } firm)
                register.Put(firm, find: false);
        register.FindAll();
        var ours = register.Pairs.Select(p => (p.Score, Firm(p.First) == Firm(p.Second))).ToList();
        output.WriteLine($"| {name} ({names.Count}) | {names.GroupBy(r => r.Firm).Count(g => g.Count() > 1)} | {right} | {At(ours, Likeness.Proposed, right)} | {BestF(ours, right)} | {Best(JaroWinkler.AllPairs([.. names.Select(n => Plain(n.Name))], (a, b) => names[a].Firm == names[b].Firm), right)} |");
        output.Flush();

        string Firm(string id) => names[int.Parse(id, CultureInfo.InvariantCulture)].Firm;
    }

    private static string At(IReadOnlyList<(double Score, bool Same)> pairs, double bar, int right)
    {
        var (said, hits) = (pairs.Count(p => p.Score >= bar), pairs.Count(p => p.Score >= bar && p.Same));
        return Figures(said, hits, right);
    }

    private static string Best(IReadOnlyList<(double Score, bool Same)> pairs, int right)
    {
        var (_, bar) = BestBar(pairs, right);
        return string.Create(CultureInfo.InvariantCulture, $"{At([.. pairs.Select(p => (Math.Round(p.Score, 3), p.Same))], bar, right)} ({bar:0.00})");
    }

    private static string BestF(IReadOnlyList<(double Score, bool Same)> pairs, int right)
    {
        var (f, bar) = BestBar(pairs, right);
        return string.Create(CultureInfo.InvariantCulture, $"{f:0.000} ({bar:0.00})");
    }

    private static (double F, double Bar) BestBar(IReadOnlyList<(double Score, bool Same)> pairs, int right)
    {
        var best = (F: -1.0, Bar: 0.0);
        var (said, hits) = (0, 0);
        foreach (var level in pairs.GroupBy(p => Math.Round(p.Score, 3)).OrderByDescending(g => g.Key))
        {
            (said, hits) = (said + level.Count(), hits + level.Count(p => p.Same));
            if (2.0 * hits / (said + right) is var f && f > best.F)
                best = (f, level.Key);
        }

        return best;
    }

    private static string Figures(int said, int hits, int right) =>
        string.Create(CultureInfo.InvariantCulture, $"{(double)hits / Math.Max(1, said):0.000} | {(double)hits / Math.Max(1, right):0.000} | {2.0 * hits / Math.Max(1, said + right):0.000}");

    // Two ids with the very same name are one firm, or the labels contradict themselves.
    private static List<NamedFirm> United(IReadOnlyList<NamedFirm> rows)
    {
        var parent = new Dictionary<string, string>();
        foreach (var same in rows.GroupBy(r => Plain(r.Name)))
            foreach (var row in same)
                parent[Root(row.Firm)] = Root(same.First().Firm);
        return [.. rows.Select(r => r with { Firm = Root(r.Firm) }).DistinctBy(r => Plain(r.Name))];

        string Root(string firm)
        {
            while (parent.TryGetValue(firm, out var above) && above != firm)
                firm = above;
            return firm;
        }
    }

    private static double Score(string a, string b, WordRarity rarity) =>
        FirmIdentity.Of("a", [a], null, null, null, []) is { } one && FirmIdentity.Of("b", [b], null, null, null, []) is { } other ? Likeness.Score(one, other, rarity) : 0;

    private static WordRarity Rarity(IEnumerable<string> names)
    {
        var rarity = new WordRarity();
        foreach (var key in names.Select(NameKey.Of).OfType<NameKey>())
            rarity.Add(key);
        return rarity;
    }

    private static string Plain(string name) => name.Trim().ToLowerInvariant();

    private static bool Half(string firm) => int.Parse(firm, CultureInfo.InvariantCulture) % 2 == 0;

    private static string Script(string text) =>
        text.Any(c => c is >= '\u3040' and <= '\u30FF') ? "Japanese" : text.Any(c => c is >= '\u4E00' and <= '\u9FFF') ? "Chinese" : text.Any(c => c is >= '\uAC00' and <= '\uD7AF') ? "Korean"
        : text.Any(c => c is >= '\u0400' and <= '\u052F') ? "Cyrillic" : text.Any(c => c is >= '\u0600' and <= '\u06FF') ? "Arabic" : text.Any(c => c is >= '\u0370' and <= '\u03FF') ? "Greek" : text.Any(c => c > '\u024F' && char.IsLetter(c)) ? "other" : "Latin with marks";

    private IEnumerable<T> Rows<T>(string file, Func<Func<string, string>, T> read) => CsvRows.Read(Path.Combine(folder, "duplicates", file), read);
}

/// <summary>A name and the firm it is of.</summary>
internal sealed record NamedFirm(string Firm, string Name, string? Country = null);
