namespace TradeDesk.Taxonomy;

/// <summary>Countries (ISO 3166-1) with names, regions and blocs, found by code or by any spelling.</summary>
public sealed class CountryCatalog
{
    private readonly Dictionary<string, Country> byCode;
    private readonly Dictionary<string, Country> bySpelling = new(StringComparer.Ordinal);
    private readonly HashSet<string> groups = new(StringComparer.Ordinal);

    public CountryCatalog()
    {
        var facts = FactFile.Read<CountryFacts>("countries");
        Version = facts.Version;
        Blocs = facts.Blocs;
        var blocsOf = Blocs.SelectMany(b => b.Members, (b, m) => (b.Code, Member: m)).ToLookup(p => p.Member, p => p.Code, StringComparer.Ordinal);
        Countries = [.. facts.Countries.Select(c => c with { Blocs = [.. blocsOf[c.Code]] })];
        byCode = Countries.ToDictionary(c => c.Code, StringComparer.Ordinal);
        foreach (var country in Countries)
        {
            groups.UnionWith(country.Groups);
            byCode.TryAdd(country.Alpha3, country);
            foreach (var spelling in country.Names.Values.Concat(country.Spellings))
                bySpelling.TryAdd(Spelling(spelling), country);
        }
    }

    public string Version { get; }

    public IReadOnlyList<Country> Countries { get; }

    public IReadOnlyList<Bloc> Blocs { get; }

    /// <summary>The country of an alpha-2 code.</summary>
    public Country? Find(string alpha2) => alpha2.Length == 2 ? byCode.GetValueOrDefault(alpha2) : null;

    /// <summary>The country a text names: a code in upper case, or a name in any known spelling, script and case; null when it names none.</summary>
    public Country? Named(string text) => byCode.GetValueOrDefault(text.Trim()) ?? bySpelling.GetValueOrDefault(Spelling(text));

    /// <summary>The country of an address or of a cell that holds more than a name; null when it names none, or more than one.</summary>
    public Country? InAddress(string text) => Named(text) ?? CountryInAddress.Find(text, Named);

    /// <summary>True for a bloc, region or subregion that an intent may name in place of countries.</summary>
    public bool IsGroup(string code) => groups.Contains(code);

    private static string Spelling(string text)
    {
        var folded = TradeText.Fold(text);
        return folded.StartsWith("the ", StringComparison.Ordinal) ? folded[4..] : folded;
    }

    private sealed record CountryFacts(string Version, IReadOnlyList<Country> Countries, IReadOnlyList<Bloc> Blocs);
}

/// <summary>One country.</summary>
/// <param name="Code">ISO 3166-1 alpha-2.</param>
/// <param name="Alpha3">ISO 3166-1 alpha-3.</param>
/// <param name="Numeric">ISO 3166-1 numeric, three digits; absent where none is assigned.</param>
/// <param name="Names">By language, BCP 47.</param>
/// <param name="Region">Continent as a slug.</param>
/// <param name="Subregion">M49 subregion as a slug.</param>
/// <param name="Currency">ISO 4217; absent where there is none.</param>
/// <param name="Spellings">Other ways to write it that imports understand.</param>
public sealed record Country(string Code, string Alpha3, string? Numeric, IReadOnlyDictionary<string, string> Names, string Region, string Subregion, string? Currency, IReadOnlyList<string> Spellings)
{
    /// <summary>The blocs it belongs to.</summary>
    public IReadOnlyList<string> Blocs { get; init; } = [];

    /// <summary>Every group that an intent may name to mean it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IEnumerable<string> Groups => [Region, Subregion, .. Blocs];
}

/// <summary>A group of countries.</summary>
public sealed record Bloc(string Code, string Label, IReadOnlyList<string> Members);
