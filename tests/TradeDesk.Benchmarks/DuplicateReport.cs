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
        Oracle("  upper bound: an oracle that knows the labels and takes all pairs of one first word or none", rows);
        var united = United(rows);
        Line("  one firm where two ids have the same name", united);
        var several = united.GroupBy(r => r.Firm).Where(g => g.Count() > 1).SelectMany(g => g).ToList();
        Halves("  of these, firms of two names or more", several);
    }

    private void Domains()
    {
        var rows = Rows("exhibitor_names_by_domain.csv", r => new NamedFirm(r("cluster_id"), r("exhibitor_name"), r("country_iso2") is { Length: 2 } country ? country : null)).ToList();
        Halves("exhibitor_names_by_domain, names and countries only (weak)", rows);
    }

    // The constants of the comparison were chosen by the figures of even firms.
    private void Halves(string name, IReadOnlyList<NamedFirm> rows)
    {
        Line(name, rows);
        Line("    even firms: tuned on", [.. rows.Where(r => IsEven(r.Firm))]);
        Line("    odd firms: held out", [.. rows.Where(r => !IsEven(r.Firm))]);
    }

    // Blocks in the order of how many of their pairs are true, as far as F1 rises: no rule that goes by the first word alone does better on these labels.
    private void Oracle(string name, IReadOnlyList<NamedFirm> rows)
    {
        var names = rows.DistinctBy(r => (r.Firm, r.Name)).ToList();
        var right = Pairs(names.GroupBy(r => r.Firm));
        var blocks = names.Select(n => (n.Firm, Word: NameKey.Of(n.Name)?.Core[0])).Where(n => n.Word is not null).GroupBy(n => n.Word)
            .Select(b => (Said: Pairs([b]), Hits: Pairs(b.GroupBy(n => n.Firm)))).Where(b => b.Hits > 0).OrderByDescending(b => (double)b.Hits / b.Said);
        var (said, hits) = (0, 0);
        foreach (var block in blocks.TakeWhile(b => 2.0 * (hits + b.Hits) / (said + b.Said + right) >= 2.0 * hits / (said + right)))
            (said, hits) = (said + block.Said, hits + block.Hits);
        output.WriteLine($"| {name} | | {right} | {Figures(said, hits, right)} | | | | |");
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

    // Whoever shows at several fairs stands in the file as often, so most proposals are of one name; each name and country once is what a register of firms is like.
    private void Register()
    {
        var rows = CsvRows.Read(Path.Combine(folder, "enterprises/fair_exhibitors.csv"), r => (Name: r("exhibitor_name"), Alias: r("alias"), Country: r("country_iso2"), Domain: r("website_domain"))).ToList();
        output.WriteLine();
        output.WriteLine("| register | firms | keys, s | all proposals, s more on one core | MB | proposals | of one name | of one web domain otherwise | of other countries otherwise |");
        output.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        Line("every row", rows);
        Line("each name and country once", [.. rows.DistinctBy(r => (NameKey.Of(r.Name)?.Compact, r.Country))]);

        void Line(string name, IReadOnlyList<(string Name, string Alias, string Country, string Domain)> rows)
        {
            var (before, watch) = (GC.GetTotalMemory(true), Stopwatch.StartNew());
            var register = new FirmRegister();
            var firms = new Dictionary<string, FirmIdentity>(rows.Count);
            foreach (var (i, r) in rows.Index())
                if (FirmIdentity.Of($"ent_{i:D8}", [r.Name, r.Alias], r.Country.Length == 2 ? r.Country : null, null, r.Domain, []) is { } firm)
                    register.Put(firms[firm.Id] = firm, find: false);
            var keyed = watch.Elapsed;
            register.FindAll();
            var found = watch.Elapsed;
            var memory = GC.GetTotalMemory(true) - before;
            var (sameName, sameDomain, otherCountry) = (0, 0, 0);
            foreach (var (a, b) in register.Pairs.Select(p => (firms[p.First], firms[p.Second])))
                _ = a.Names.Any(n => b.Names.Any(m => n.Compact == m.Compact)) ? sameName++
                    : a.Domain is not null && a.Domain == b.Domain ? sameDomain++
                    : a.Country is not null && b.Country is not null && a.Country != b.Country ? otherCountry++ : 0;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {register.Count} | {keyed.TotalSeconds:0.0} | {(found - keyed).TotalSeconds:0.0} | {memory / 1e6:0} | {register.Pairs.Count} | {sameName} | {sameDomain} | {otherCountry} |"));
        }
    }

    private void Line(string name, IReadOnlyList<NamedFirm> rows, bool unite = false)
    {
        var names = (unite ? United(rows) : rows).DistinctBy(r => (r.Firm, r.Name)).ToList();
        var right = Pairs(names.GroupBy(r => r.Firm));
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

    private static int Pairs<T>(IEnumerable<IEnumerable<T>> groups) => groups.Sum(g => g.Count() * (g.Count() - 1) / 2);

    private static bool IsEven(string firm) => int.Parse(firm, CultureInfo.InvariantCulture) % 2 == 0;

    private static string Script(string text) =>
        text.Any(c => c is >= '\u3040' and <= '\u30FF') ? "Japanese" : text.Any(c => c is >= '\u4E00' and <= '\u9FFF') ? "Chinese" : text.Any(c => c is >= '\uAC00' and <= '\uD7AF') ? "Korean"
        : text.Any(c => c is >= '\u0400' and <= '\u052F') ? "Cyrillic" : text.Any(c => c is >= '\u0600' and <= '\u06FF') ? "Arabic" : text.Any(c => c is >= '\u0370' and <= '\u03FF') ? "Greek" : text.Any(c => c > '\u024F' && char.IsLetter(c)) ? "other" : "Latin with marks";

    private IEnumerable<T> Rows<T>(string file, Func<Func<string, string>, T> read) => CsvRows.Read(Path.Combine(folder, "duplicates", file), read);
}

/// <summary>A name and the firm it is of.</summary>
internal sealed record NamedFirm(string Firm, string Name, string? Country = null);
