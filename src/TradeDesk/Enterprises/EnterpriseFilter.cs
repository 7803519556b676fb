using Dapper;
using TradeDesk.Access;
using TradeDesk.Http;
using TradeDesk.Matching;
using TradeDesk.Taxonomy;

namespace TradeDesk.Enterprises;

/// <summary>What a list is narrowed to; null members narrow nothing.</summary>
public sealed record EnterpriseFilter
{
    public string? Country { get; init; }

    /// <summary>A sector and its leaves.</summary>
    public IReadOnlyList<string> Sectors { get; init; } = [];

    public string? IntentType { get; init; }

    public string? Role { get; init; }

    public string? Size { get; init; }

    public string? Certification { get; init; }

    public long? WomenLed { get; init; }

    public string? Cluster { get; init; }

    public string? Source { get; init; }

    /// <summary>Also records that were merged into others; those of one source are always there.</summary>
    public bool WithMerged { get; init; }

    /// <summary>Folded words that must all occur.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Milliseconds since 1970 UTC.</summary>
    public long? UpdatedSince { get; init; }

    /// <summary>The SQL parameters of this filter.</summary>
    public DynamicParameters Parameters(string after, int limit, Visibility visibility, DateOnly today)
    {
        var parameters = new DynamicParameters(new { after, limit, country = Country, sectors = Sectors, intentType = IntentType, role = Role, size = Size, certification = Certification, womenLed = WomenLed, cluster = Cluster, source = Source, updatedSince = UpdatedSince, today = today.ToString("yyyy-MM-dd", null) });
        visibility.AddTo(parameters);
        for (var i = 0; i < Words.Count; i++)
            parameters.Add($"word{i}", $"%{Words[i]}%");
        return parameters;
    }
}

/// <summary>What a caller may see: everything of its own; of others no drafts, only its countries, and the export-control compartment only when cleared.</summary>
public readonly record struct Visibility(Caller Caller, string HomeCountry)
{
    public string Sql => Caller.IsAdmin ? "1 = 1" : $"(e.partner = @callerPartner OR (e.status <> 'draft'{(Caller.Cleared ? "" : " AND e.controlled = 0")}{(Caller.Countries.Count == 0 ? "" : " AND e.country IN @callerCountries")}))";

    public void AddTo(DynamicParameters parameters)
    {
        parameters.Add("callerPartner", Caller.Partner);
        parameters.Add("callerCountries", (string[])[HomeCountry, .. Caller.Countries]);
    }

    public bool Sees(StoredEnterprise stored) =>
        Sees(stored.Partner, stored.Status == DeskJson.Word(EnterpriseStatus.Draft), stored.Controlled != 0, stored.Country);

    public bool Sees(string partner, bool draft, bool controlled, string country) =>
        Caller.Owns(partner) || (!draft && (!controlled || Caller.Cleared) && Caller.SeesCountry(country, HomeCountry));
}

/// <summary>The filters as query parameters.</summary>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Sector">Sector slug; its leaves count too.</param>
/// <param name="IntentType">Partnership type such as <c>distribution</c>.</param>
/// <param name="Role"><c>offers</c>, <c>seeks</c> or <c>mutual</c>.</param>
/// <param name="Size"><c>micro</c>, <c>small</c>, <c>medium</c> or <c>large</c>.</param>
/// <param name="Certification">A certificate held.</param>
/// <param name="WomenLed">Women-led enterprises only, or the others.</param>
/// <param name="Cluster">Cluster slug.</param>
/// <param name="Source">Register or feed.</param>
/// <param name="Q">Words that must all occur in names, keywords or summary, in any script.</param>
/// <param name="UpdatedSince">Changed at or after this instant.</param>
/// <param name="Facets">Counts beside the page, by comma: <c>sector</c>, <c>country</c>, <c>intentType</c>. They count the whole list under the same filters; a sector counts what lies in its leaves too.</param>
/// <param name="Limit">Items a page, 1 to 200; default 50.</param>
/// <param name="Cursor">The <c>nextCursor</c> of the page before.</param>
public sealed record EnterpriseQuery(
    string? Country, string? Sector, string? IntentType, string? Role, string? Size, string? Certification, bool? WomenLed,
    string? Cluster, string? Source, string? Q, DateTimeOffset? UpdatedSince, string? Facets, int? Limit, string? Cursor)
{
    private const int LongestSearch = 200, MostWords = 8;

    /// <summary>The filter these parameters mean; wrong ones add faults.</summary>
    public EnterpriseFilter ToFilter(SectorCatalog sectors, CountryCatalog countries, List<Fault> faults)
    {
        countries.CheckCountry(Country, faults);
        sectors.CheckSector(Sector, faults);
        TagParameters.Word<PartnershipType>("?intentType", IntentType, faults);
        TagParameters.Word<IntentRole>("?role", Role, faults);
        TagParameters.Word<SizeClass>("?size", Size, faults);
        var words = Words(faults);
        return new()
        {
            Country = Country,
            Sectors = Sector is null ? [] : sectors.WithLeaves(Sector),
            IntentType = IntentType,
            Role = Role,
            Size = Size,
            Certification = Certification,
            WomenLed = WomenLed is { } womenLed ? (womenLed ? 1 : 0) : null,
            Cluster = Cluster,
            Source = Source,
            Words = words,
            UpdatedSince = UpdatedSince?.ToUnixTimeMilliseconds(),
        };
    }

    // A search that is not understood is refused: without a word, or with some left out, it would find too much.
    private List<string> Words(List<Fault> faults)
    {
        if (Q is { Length: > LongestSearch })
            faults.Add(new("?q", "wrong-length", $"Give at most {LongestSearch} characters."));
        if (string.IsNullOrWhiteSpace(Q) || Q.Length > LongestSearch)
            return [];
        var words = TradeText.Words(Q).Distinct().ToList();
        if (words.Count is 0 or > MostWords)
            faults.Add(new("?q", "wrong-count", $"Give 1 to {MostWords} words of letters or digits."));
        return words;
    }
}
