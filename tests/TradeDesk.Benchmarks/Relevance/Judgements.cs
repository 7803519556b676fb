using System.Globalization;

namespace TradeDesk.Benchmarks;

/// <summary>The needs and the grades that firms were given for them by reading; see GUIDELINE.md.</summary>
internal sealed class Judgements
{
    private readonly Dictionary<(string Need, string Firm), int> _grades = [];
    private readonly ILookup<string, int> _byNeed;

    private Judgements(IEnumerable<string> needs, IEnumerable<string> lines)
    {
        Needs = [.. needs.Where(n => n.Length > 0)];
        foreach (var cells in lines.Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split('\t')))
            if (cells is not [var need, var firm, var grade] || !int.TryParse(grade, CultureInfo.InvariantCulture, out var value) || value is < 0 or > 3)
                throw new InvalidDataException($"'{string.Join(" ", cells)}' is no label: a need, a firm and a grade 0 to 3, parted by tabs.");
            else if (!_grades.TryAdd((need, firm), value))
                throw new InvalidDataException($"{need} and {firm} are labelled twice.");
        _byNeed = _grades.ToLookup(g => g.Key.Need, g => g.Value, StringComparer.Ordinal);
    }

    public IReadOnlyList<string> Needs { get; }

    public int Count => _grades.Count;

    /// <summary>Every grade given to a firm for a need.</summary>
    public IEnumerable<int> Of(string need) => _byNeed[need];

    /// <summary>The grade of a pair; null when nobody judged it.</summary>
    public int? Grade(string need, string firm) => _grades.TryGetValue((need, firm), out var grade) ? grade : null;

    public static Judgements Read()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Relevance");
        return new(File.ReadLines(Path.Combine(folder, "needs.tsv")), Directory.EnumerateFiles(folder, "labels*.tsv").Order(StringComparer.Ordinal).SelectMany(File.ReadLines));
    }
}
