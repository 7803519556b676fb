using TradeDesk.Http;

namespace TradeDesk.Taxonomy;

/// <summary>The tags that lists and matches are narrowed by, as query parameters; wrong ones add faults.</summary>
internal static class TagParameters
{
    public static void CheckCountry(this CountryCatalog countries, string? code, List<Fault> faults)
    {
        if (code is not null && countries.Find(code) is null)
            faults.Add(new("?country", "unknown-country", "Give an ISO 3166-1 alpha-2 code such as PL."));
    }

    public static void CheckSector(this SectorCatalog sectors, string? slug, List<Fault> faults)
    {
        if (slug is not null && sectors.Check(slug, "?sector") is { } fault)
            faults.Add(fault);
    }

    /// <summary>The value of a word of a closed list; null when it is not given or wrong.</summary>
    public static T? Word<T>(string pointer, string? word, List<Fault> faults)
        where T : struct, Enum
    {
        if (word is null)
            return null;
        if (DeskJson.TryWord<T>(word, out var value))
            return value;
        faults.Add(new(pointer, "unknown-word", $"Give one of: {string.Join(", ", DeskJson.AllWords<T>())}."));
        return null;
    }
}
