namespace TradeDesk.Taxonomy;

/// <summary>
/// The code tables that are built in, as facts in the desk's own short form: which codes exist in an edition, what became of
/// them in another, and the sector they belong to. Official titles are not among them; they come with an official list.
/// </summary>
internal static class CodeFacts
{
    private static readonly string[] Files = ["codes-activities", "codes-products", "codes-procurement"];

    /// <summary>The tables in the order in which they build on each other.</summary>
    public static IReadOnlyList<CodeFactTable> Read() => [.. Files.SelectMany(f => FactFile.Read<CodeFactFile>(f).Tables)];

    /// <summary><c>0101:21,29</c> as the pairs (0101, 21) and (0101, 29).</summary>
    public static IEnumerable<(string Key, string Value)> Pairs(IReadOnlyList<string> lines) =>
        from line in lines
        from token in line.Split(' ')
        let colon = token.IndexOf(':', StringComparison.Ordinal)
        from value in colon < 0 ? [""] : token[(colon + 1)..].Split(',')
        select (colon < 0 ? token : token[..colon], value);

    /// <summary><c>0101:21,29</c> as the codes 010121 and 010129.</summary>
    public static IEnumerable<string> Codes(IReadOnlyList<string> lines) => Pairs(lines).Select(p => p.Key + p.Value);

    private sealed record CodeFactFile(string Version, IReadOnlyList<CodeFactTable> Tables);
}

/// <summary>What is known of one edition.</summary>
/// <param name="Scheme">The edition.</param>
internal sealed record CodeFactTable(string Scheme)
{
    /// <summary>Sections of activities: <c>01-03 Farming, forestry and fishing</c> by letter, in the desk's words.</summary>
    public IReadOnlyDictionary<string, string> Sections { get; init; } = new Dictionary<string, string>();

    /// <summary>Its finest codes, or all but a few when <see cref="From"/> is given.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];

    /// <summary>The edition whose codes it has but for <see cref="Without"/> and <see cref="With"/>.</summary>
    public string? From { get; init; }

    public IReadOnlyList<string> Without { get; init; } = [];

    public IReadOnlyList<string> With { get; init; } = [];

    /// <summary>Correspondences by the other scheme; codes that kept their number and are codes in both are left out.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> To { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>The sector of every code that starts so; <c>-</c> for none.</summary>
    public IReadOnlyList<string> Sectors { get; init; } = [];
}
