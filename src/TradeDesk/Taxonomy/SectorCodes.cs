namespace TradeDesk.Taxonomy;

/// <summary>The codes that the desk itself gives to sectors: those of the sector tree, and the divisions, groups and classes of CPV.</summary>
internal sealed class SectorCodes
{
    private readonly Dictionary<(string Scheme, string Code), IReadOnlyList<string>> sectorsOf = [];

    public static SectorCodes Of(SectorCatalog catalog, IReadOnlyList<CodeFactTable> facts)
    {
        var codes = new SectorCodes();
        foreach (var sector in catalog.Sectors)
            foreach (var (scheme, ranges) in sector.Codes)
                foreach (var code in ranges.SelectMany(Expand))
                    codes.sectorsOf.TryAdd((scheme, code), [sector.Slug]);
        foreach (var table in facts)
            foreach (var (prefix, slug) in CodeFacts.Pairs(table.Sectors))
                codes.sectorsOf[(table.Scheme, prefix.PadRight(CodeSystem.Known[table.Scheme].Longest, '0'))] = slug == "-" ? [] : [slug];
        return codes;
    }

    /// <summary>The sectors stated for a code; empty where it is stated to have none, null where nothing is stated.</summary>
    public IReadOnlyList<string>? Of(CodeSystem system, string code) => sectorsOf.GetValueOrDefault((Mapping(system), code));

    /// <summary>The codes of a system that only this table knows, because no sharing system has them.</summary>
    public IEnumerable<string> Finer(CodeSystem system) =>
        system.IsPadded || system.Scheme == "NIC-2008" ? sectorsOf.Keys.Where(k => k.Scheme == system.Scheme).Select(k => k.Code) : [];

    private static string Mapping(CodeSystem system) => system.Scheme is "HS-2012" or "HS-2017" or "HS-2022" ? "HS" : system.Scheme;

    private static IEnumerable<string> Expand(string codes)
    {
        if (codes.Split('-') is not [var first, var last])
            return [codes];
        return Enumerable.Range(int.Parse(first, null), int.Parse(last, null) - int.Parse(first, null) + 1).Select(n => n.ToString("D4", null));
    }
}
