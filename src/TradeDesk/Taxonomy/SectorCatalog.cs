using TradeDesk.Http;

namespace TradeDesk.Taxonomy;

/// <summary>The sector tree with its labels, synonyms, value-chain links and code mappings.</summary>
public sealed class SectorCatalog
{
    private readonly Dictionary<string, Sector> bySlug;
    private readonly ILookup<string, Sector> children;

    public SectorCatalog()
    {
        var facts = FactFile.Read<SectorFacts>("sectors");
        Version = facts.Version;
        Sectors = facts.Sectors;
        OutOfScope = facts.OutOfScope;
        bySlug = Sectors.ToDictionary(s => s.Slug, StringComparer.Ordinal);
        children = Sectors.Where(s => s.Parent is not null).ToLookup(s => s.Parent!, StringComparer.Ordinal);
    }

    /// <summary>The edition of the tree.</summary>
    public string Version { get; }

    /// <summary>Every node, parents before their leaves.</summary>
    public IReadOnlyList<Sector> Sectors { get; }

    /// <summary>Codes no sector takes, by scheme, each with the reason.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> OutOfScope { get; }

    public Sector? Find(string slug) => bySlug.GetValueOrDefault(slug);

    /// <summary>The sector and its leaves: what a filter on it means.</summary>
    public IReadOnlyList<string> WithLeaves(string slug) => [slug, .. children[slug].Select(s => s.Slug)];

    /// <summary>The fault of a slug that is no sector, with the one it may have meant; null for a sector.</summary>
    public Fault? Check(string slug, string pointer) => Find(slug) is not null
        ? null
        : new(pointer, "unknown-sector", $"There is no sector '{slug}'{(Nearest(slug) is { } near ? $"; did you mean '{near}'?" : "; see GET /v1/sectors.")}");

    /// <summary>The slug most like a wrong one, to offer as a remedy.</summary>
    public string? Nearest(string slug) => NearestWord.To(slug, bySlug.Keys);

    private sealed record SectorFacts(string Version, IReadOnlyList<Sector> Sectors, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> OutOfScope);
}

/// <summary>One node of the sector tree.</summary>
/// <param name="Slug">Stable name.</param>
/// <param name="Parent">The sector above; absent on a top sector.</param>
/// <param name="Labels">By language, BCP 47.</param>
/// <param name="Synonyms">Trade words that mean this sector.</param>
/// <param name="Related">Value-chain links, read in both directions.</param>
/// <param name="Controlled">Under export control: such profiles are shown to cleared keys only.</param>
/// <param name="Codes">By scheme (<c>ISIC-4</c>, <c>NIC-2008</c>, <c>HS</c>): codes, or inclusive ranges such as <c>0401-0406</c>.</param>
public sealed record Sector(
    string Slug,
    string? Parent,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyList<string> Synonyms,
    IReadOnlyList<string> Related,
    bool Controlled,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Codes)
{
    /// <summary>The English label.</summary>
    public string Label => Labels["en"];
}
