namespace TradeDesk.Taxonomy;

/// <summary>All code tables as they stand at one moment: the built-in facts and the official lists that were loaded. Immutable once built.</summary>
internal sealed class CodeBook
{
    private const int MostSectors = 3;
    private static readonly Lazy<IReadOnlyList<CodeFactTable>> BuiltIn = new(CodeFacts.Read);
    private readonly Dictionary<string, CodeTable> tables = new(StringComparer.Ordinal);
    private readonly SectorCatalog sectors;

    public CodeBook(SectorCatalog sectors, CountryCatalog countries, IReadOnlyList<CodeList> lists)
    {
        this.sectors = sectors;
        var own = SectorCodes.Of(sectors, BuiltIn.Value);
        foreach (var system in CodeSystem.Known.Values)
        {
            var table = tables[system.Scheme] = new CodeTable(system);
            AddCodes(table, own);
            AddCountries(table, countries);
            foreach (var list in lists.Where(l => l.Scheme == system.Scheme))
                table.Load(list);
            table.Link();
            foreach (var (to, lines) in FactsOf(system)?.To ?? new Dictionary<string, IReadOnlyList<string>>())
                AddLinks(system.Scheme, to, CodeFacts.Pairs(lines));
        }

        foreach (var list in lists.Where(l => l.IsCorrespondence))
        {
            tables[list.Scheme].Unlink(list.Part);
            tables[list.Part].Unlink(list.Scheme);
            AddLinks(list.Scheme, list.Part, list.Rows.Select(r => (r[0], r[1])));
        }

        // ISIC-4 and HS-2022 stand first: every other table reads its sectors from one that is done.
        foreach (var table in tables.Values)
            AddSectors(table, own);
    }

    public CodeTable? Table(string scheme) => tables.GetValueOrDefault(scheme);

    public IEnumerable<CodeTable> Tables => tables.Values;

    private void AddCodes(CodeTable table, SectorCodes own)
    {
        var system = table.System;
        var facts = FactsOf(system);
        if (system.Shares is { } shares && system.Copies > 0)
            table.Add(tables[shares.Scheme].Entries.Where(e => e.Code.Length <= system.Copies));
        if (facts?.From is { } from)
            table.Add(tables[from].Entries.Where(e => e.Code.Length == system.Longest).Select(e => e.Code).Except(CodeFacts.Codes(facts.Without)).Concat(CodeFacts.Codes(facts.With)));
        table.Add(CodeFacts.Codes(facts?.Codes ?? []).Concat(own.Finer(system)).Concat((facts?.To.Values ?? []).SelectMany(CodeFacts.Pairs).Select(p => p.Key)));
        foreach (var (letter, text) in facts?.Sections ?? new Dictionary<string, string>())
            table.AddSection(letter, text);
    }

    private static CodeFactTable? FactsOf(CodeSystem system) => BuiltIn.Value.FirstOrDefault(f => f.Scheme == system.Scheme);

    private static void AddCountries(CodeTable table, CountryCatalog countries)
    {
        if (table.System.Use == CodeUse.Country)
            foreach (var country in countries.Countries)
                table.Add(country.Code, country.Names["en"], country.Currency is { } currency ? [new("ISO-4217", currency)] : []);
        if (table.System.Use == CodeUse.Currency)
            foreach (var users in countries.Countries.Where(c => c.Currency is not null).GroupBy(c => c.Currency!))
                table.Add(users.Key, $"Currency of {string.Join(", ", users.Select(c => c.Names["en"]).Order(StringComparer.Ordinal).Take(3))}{(users.Count() > 3 ? $" and {users.Count() - 3} more" : "")}", [.. users.Select(c => new CodeLink("ISO-3166", c.Code))]);
    }

    private void AddLinks(string scheme, string to, IEnumerable<(string From, string To)> pairs)
    {
        var both = pairs.ToList();
        tables[scheme].AddLinks(to, both.ToLookup(p => p.From, p => p.To, StringComparer.Ordinal));
        tables[to].AddLinks(scheme, both.ToLookup(p => p.To, p => p.From, StringComparer.Ordinal));
    }

    // Finest codes first, so that a wider one can say what all below it have in common.
    private void AddSectors(CodeTable table, SectorCodes own)
    {
        var below = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var entry in table.Entries.OrderByDescending(e => table.System.Depth(e.Code)))
        {
            entry.Sectors = Direct(table, entry, own) ?? Common(below.GetValueOrDefault(entry.Code));
            if (entry.Parent is not { } parent)
                continue;
            if (!below.TryGetValue(parent, out var all))
                below[parent] = all = new(StringComparer.Ordinal);
            all.UnionWith(entry.Sectors.Count > 0 || !below.TryGetValue(entry.Code, out var mixed) ? entry.Sectors : mixed);
        }
    }

    // By its own mapping, by the code it corresponds to, by the code it shares its digits with, or as the code above it.
    private IReadOnlyList<string>? Direct(CodeTable table, CodeEntry entry, SectorCodes own)
    {
        if (own.Of(table.System, entry.Code) is { } stated)
            return stated;
        if (table.System.Via is { } via && entry.Successors(tables[via].System) is { Count: > 0 } led)
            return Common([.. (tables[via].System.Family == table.System.Family ? led : MainParts(led)).SelectMany(code => tables[via].Find(code)?.Sectors ?? [])], MostSectors);
        if (table.System.Shares is { } shares && tables[shares.Scheme].Find(entry.Code.Length > shares.Digits ? entry.Code[..shares.Digits] : entry.Code) is { Sectors.Count: > 0 } shared)
            return shared.Sectors;
        return entry.Parent is { } parent && table.Find(parent) is { } above ? Direct(table, above, own) : null;
    }

    // A class of things "not elsewhere classified" ends in 9. Beside a class of its own it holds the rest of an industry, not its main part.
    private static IEnumerable<string> MainParts(IReadOnlyList<string> codes) => codes.Any(c => c[^1] != '9') ? codes.Where(c => c[^1] != '9') : codes;

    // One leaf, or the one sector of several leaves; up to so many where they have none in common.
    private IReadOnlyList<string> Common(HashSet<string>? slugs, int most = 1)
    {
        if (slugs is null || slugs.Count <= most)
            return slugs is null ? [] : [.. slugs];
        var tops = slugs.Select(s => sectors.Find(s)!.Parent ?? s).Distinct(StringComparer.Ordinal).ToList();
        return tops.Count == 1 ? tops : [];
    }
}
