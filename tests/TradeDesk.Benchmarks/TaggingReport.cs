using System.Diagnostics;
using System.Globalization;
using Sylvan.Data.Csv;
using TradeDesk.Taxonomy;

namespace TradeDesk.Benchmarks;

/// <summary>
/// How often free text gets the right sector: industry index entries through NAICS and ISIC 4, tenders through CPV, beside a plain token overlap over
/// the same vocabulary; and how many texts a second. The words were fitted looking at the errors of one half of the classes only; the other half is the figure.
/// </summary>
internal sealed class TaggingReport(string folder, TextWriter output)
{
    private readonly SectorCatalog sectors = new();
    private TagSuggester suggester = null!;
    private TokenOverlap baseline = null!;

    /// <param name="folder">The data folder, with <c>tagging</c> and <c>codelists</c> in it.</param>
    /// <param name="errors">A file for the wrong rows of the half that may be looked at; null for none.</param>
    public static int Run(string folder, string? errors = null)
    {
        var report = new TaggingReport(folder, Console.Out);
        report.Print(errors);
        return 0;
    }

    private void Print(string? errors)
    {
        suggester = new TagSuggester(sectors, new CountryCatalog());
        baseline = new TokenOverlap(sectors);
        var index = IndexEntries().ToList();
        var tenders = TenderRows.Read(folder, sectors).ToList();
        output.WriteLine("| texts | rows | ours top-1 | ours top-3 | token overlap top-1 | top-3 |");
        output.WriteLine("|---|---:|---:|---:|---:|---:|");
        Line("industry index entries, half looked at", index.Where(r => r.LookedAt));
        Line("industry index entries, other half", index.Where(r => !r.LookedAt));
        Line("  of these, classes of one sector only", index.Where(r => !r.LookedAt && r.Right.Count == 1));
        Line("tenders in English, half looked at", tenders.Where(r => r.LookedAt));
        Line("tenders in English, other half", tenders.Where(r => !r.LookedAt));
        output.WriteLine();
        Confidences([.. index.Where(r => !r.LookedAt)]);
        Confusions([.. index.Where(r => !r.LookedAt)]);
        Throughput([.. index.Select(r => r.Text)]);
        if (errors is not null)
            WriteErrors(errors, [.. index.Concat(tenders).Where(r => r.LookedAt)]);
    }

    private void Line(string name, IEnumerable<TaggedText> rows)
    {
        var texts = rows.ToList();
        var (ours, theirs) = (texts.Select(t => Place(Tops(t.Text), t)).ToList(), texts.Select(t => Place(baseline.Tops(t.Text), t)).ToList());
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {texts.Count} | {Share(ours, 1):0.0} % | {Share(ours, 3):0.0} % | {Share(theirs, 1):0.0} % | {Share(theirs, 3):0.0} % |"));
    }

    private List<string> Tops(string text) =>
        [.. suggester.Suggest(text).Sectors.Where(s => s.Parent is null).Select(s => s.Slug)];

    private static int Place(List<string> tops, TaggedText text) => tops.FindIndex(text.Right.Contains) is >= 0 and var place ? place + 1 : int.MaxValue;

    private static double Share(List<int> places, int within) => 100.0 * places.Count(p => p <= within) / Math.Max(1, places.Count);

    private void Confidences(List<TaggedText> rows)
    {
        output.WriteLine("Confidence of the first and the second suggestion, and how often they are right (other half):");
        output.WriteLine();
        output.WriteLine("| confidence | first | mean | right | second | mean | right |");
        output.WriteLine("|---|---:|---:|---:|---:|---:|---:|");
        var tops = rows.Select(r => (r.Right, Tops: suggester.Suggest(r.Text).Sectors.Where(s => s.Parent is null).ToList())).ToList();
        foreach (var bin in Enumerable.Range(0, 10))
            output.WriteLine($"| {bin / 10.0:0.0}-{(bin + 1) / 10.0:0.0} | {Bin(bin, 0)} | {Bin(bin, 1)} |");
        output.WriteLine($"| nothing | {tops.Count(t => t.Tops.Count == 0)} | | | {tops.Count(t => t.Tops.Count < 2)} | | |");
        output.WriteLine();

        string Bin(int bin, int place)
        {
            var inside = tops.Where(t => t.Tops.Count > place).Select(t => (t.Right, Tag: t.Tops[place])).Where(t => Math.Min(9, (int)(t.Tag.Confidence * 10)) == bin).ToList();
            return inside.Count == 0 ? "0 | | " : string.Create(CultureInfo.InvariantCulture, $"{inside.Count} | {inside.Average(t => t.Tag.Confidence):0.00} | {100.0 * inside.Count(t => t.Right.Contains(t.Tag.Slug)) / inside.Count:0} %");
        }
    }

    private void Confusions(List<TaggedText> rows)
    {
        output.WriteLine("Where the errors lie (other half, first suggestion):");
        output.WriteLine();
        var wrong = rows.Select(r => (Right: string.Join('/', r.Right.Order().Take(2)) + (r.Right.Count > 2 ? "/..." : ""), Said: Tops(r.Text).FirstOrDefault() ?? "nothing", r)).Where(w => !w.r.Right.Contains(w.Said)).ToList();
        foreach (var pair in wrong.GroupBy(w => (w.Right, w.Said)).OrderByDescending(g => g.Count()).Take(20))
            output.WriteLine($"- {pair.Count()} of {wrong.Count}: {pair.Key.Right} taken for {pair.Key.Said}");
        output.WriteLine();
    }

    private void Throughput(List<string> texts)
    {
        foreach (var text in texts)
            suggester.Suggest(text);
        var (count, watch) = (0, Stopwatch.StartNew());
        var before = GC.GetAllocatedBytesForCurrentThread();
        while (watch.Elapsed < TimeSpan.FromSeconds(3))
            foreach (var text in texts)
            {
                suggester.Suggest(text);
                count++;
            }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Throughput: {count / watch.Elapsed.TotalSeconds:0} short texts a second on one core ({texts.Average(t => t.Length):0} characters in the mean, {(GC.GetAllocatedBytesForCurrentThread() - before) / count} bytes each)"));
    }

    private void WriteErrors(string file, List<TaggedText> rows)
    {
        using var wrong = new StreamWriter(file);
        foreach (var row in rows)
            if (Place(Tops(row.Text), row) is var place && place > 1)
                wrong.WriteLine($"{(place > 3 ? "---" : " " + place + " ")} {string.Join('/', row.Right.Order())} <- {string.Join(' ', suggester.Suggest(row.Text).Sectors.Where(s => s.Parent is null).Take(3).Select(s => $"{s.Slug} {s.Confidence:0.00} [{string.Join("; ", s.Because)}]"))} :: {row.Text}");
    }

    // A NAICS class may lead to several ISIC classes and so to several sectors: each of them is right.
    // The halves part whole classes, so that no sibling of a row that was looked at is in the figure.
    private IEnumerable<TaggedText> IndexEntries()
    {
        var topOf = sectors.Sectors.SelectMany(s => (s.Codes.GetValueOrDefault("ISIC-4") ?? []).SelectMany(Codes), (s, code) => (code, Top: s.Parent ?? s.Slug)).ToLookup(p => p.code, p => p.Top);
        var isicOf = Rows("codelists/isic4_to_naics2022.csv", r => (Naics: r("naics2022").Trim(), Isic: r("isic4").Trim().PadLeft(4, '0'))).ToLookup(p => p.Naics, p => p.Isic);
        var entries = Rows("tagging/naics_index_entries.csv", r => (Naics: r("naics").Trim(), Text: r("index_entry"))).ToList();
        var half = entries.Select(e => e.Naics).Distinct().Order(StringComparer.Ordinal).Index().ToDictionary(e => e.Item, e => e.Index % 2 == 0);
        return entries.Select(e => new TaggedText(e.Text, isicOf[e.Naics].SelectMany(i => topOf[i].Take(1)).ToHashSet(), half[e.Naics])).Where(e => e.Right.Count > 0);
    }

    private static IEnumerable<string> Codes(string codes) =>
        codes.Split('-') is [var first, var last] ? Enumerable.Range(int.Parse(first, null), int.Parse(last, null) - int.Parse(first, null) + 1).Select(n => n.ToString("D4", null)) : [codes];

    private IEnumerable<T> Rows<T>(string file, Func<Func<string, string>, T> read) => CsvRows.Read(Path.Combine(folder, file), read);
}

/// <summary>A text with the top sectors that are right for it.</summary>
internal sealed record TaggedText(string Text, IReadOnlySet<string> Right, bool LookedAt);

/// <summary>Rows of a CSV file by column name.</summary>
internal static class CsvRows
{
    public static IEnumerable<T> Read<T>(string file, Func<Func<string, string>, T> read)
    {
        using var csv = CsvDataReader.Create(file, new CsvDataReaderOptions { MaxBufferSize = 1 << 22, BufferSize = 1 << 17 });
        while (csv.Read())
            yield return read(column => csv.GetString(csv.GetOrdinal(column)));
    }
}
