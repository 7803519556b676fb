using Microsoft.AspNetCore.Http.HttpResults;
using TradeDesk.Http;
using TradeDesk.Matching;

namespace TradeDesk.Taxonomy;

/// <summary>Reference data: sectors, countries and partnership types. Public.</summary>
public static class TaxonomyApi
{
    public static IServiceCollection AddTaxonomy(this IServiceCollection services, CountryCatalog countries) => services
        .AddSingleton<SectorCatalog>()
        .AddSingleton(countries)
        .AddSingleton<TradeAgreements>()
        .AddCodeSystems()
        .AddSingleton<SectorLexicon>()
        .AddSingleton<TagSuggester>();

    public static void MapTaxonomy(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1").WithTags("Reference data").AllowAnonymous();
        group.MapGet("/sectors", ListSectors).WithName("listSectors");
        group.MapGet("/sectors/{slug}", GetSector).WithName("getSector").ProducesProblem(404);
        group.MapGet("/countries", ListCountries).WithName("listCountries");
        group.MapGet("/countries/{code}", GetCountry).WithName("getCountry").ProducesProblem(404);
        group.MapGet("/intent-types", ListIntentTypes).WithName("listIntentTypes");
        group.MapTags();
    }

    /// <summary>The whole sector tree</summary>
    /// <remarks>Every sector and leaf with labels, trade words, value-chain links and the ISIC, NIC and HS codes that lead to it, in one answer.</remarks>
    internal static Ok<SectorTreeAnswer> ListSectors(SectorCatalog sectors) =>
        TypedResults.Ok(new SectorTreeAnswer([.. sectors.Sectors.Select(Answer)], sectors.Version));

    /// <summary>One sector</summary>
    /// <param name="slug">The sector's slug.</param>
    internal static Results<Ok<SectorAnswer>, ProblemHttpResult> GetSector(string slug, SectorCatalog sectors) =>
        sectors.Find(slug) is { } sector
            ? TypedResults.Ok(Answer(sector))
            : Problem.Of(Problem.NotFound, $"There is no sector '{slug}'.{(sectors.Nearest(slug) is { } near ? $" Did you mean '{near}'?" : "")}");

    /// <summary>All countries, and the blocs an intent may name</summary>
    internal static Ok<CountryList> ListCountries(CountryCatalog countries) =>
        TypedResults.Ok(new CountryList([.. countries.Countries.Select(c => Answer(c))], countries.Blocs, countries.Version));

    /// <summary>One country, with its trade agreements in force</summary>
    /// <param name="code">ISO 3166-1 alpha-2.</param>
    /// <param name="on">The day that counts; default today.</param>
    internal static Results<Ok<CountryAnswer>, ProblemHttpResult> GetCountry(string code, DateOnly? on, CountryCatalog countries, TradeAgreements agreements, DeskSettings desk, TimeProvider clock)
    {
        if (countries.Find(code) is not { } country)
            return Problem.Of(Problem.NotFound, $"There is no country '{code}'.{(countries.Named(code) is { } meant ? $" Did you mean '{meant.Code}'?" : " Give an ISO 3166-1 alpha-2 code such as PL.")}");
        return TypedResults.Ok(Answer(country, [.. agreements.InForce(desk.HomeCountry, country.Code, on ?? clock.Today())]));
    }

    /// <summary>Partnership types, roles and the complement table</summary>
    internal static Ok<IntentTypeList> ListIntentTypes() => TypedResults.Ok(new IntentTypeList(
        [.. PartnershipTypes.All.Select(IntentTypeWords.Describe)],
        [.. ComplementTable.Default.Rows.Select(r => new Complement(r.AskType, r.AskRole, r.GiveType, r.GiveRole, r.Strength))],
        ComplementTable.Default.Version));

    private static SectorAnswer Answer(Sector s) =>
        new(s.Slug, s.Parent, s.Label, s.Labels, s.Synonyms, s.Related, s.Controlled, [.. s.Codes.SelectMany(c => c.Value, (c, code) => new SectorCode(c.Key, code))]);

    private static CountryAnswer Answer(Country c, IReadOnlyList<TradeAgreement>? agreements = null) =>
        new(c.Code, c.Alpha3, c.Numeric, c.Names["en"], c.Names, c.Region, c.Subregion, c.Currency, c.Blocs, agreements);
}
