using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TradeDesk.Access;
using TradeDesk.Http;
using TradeDesk.Taxonomy;

namespace TradeDesk.Matches;

/// <summary>Corridors: the officer's view of the home country and one foreign country.</summary>
public static class CorridorApi
{
    public const int DefaultPerEnterprise = 3, MaximumPerEnterprise = 100;

    internal static IServiceCollection AddCorridors(this IServiceCollection services)
    {
        services.TryAddSingleton(new MatchPatience(Turn: TimeSpan.FromSeconds(2), Work: TimeSpan.FromSeconds(10)));
        return services.AddSingleton<CorridorAnswers>();
    }

    internal static void MapCorridors(this IEndpointRouteBuilder group) =>
        group.MapGet("/corridors/{country}/matches", ListCorridorMatches).WithName("listCorridorMatches").ProducesProblem(404);

    /// <summary>The best pairs of a corridor</summary>
    /// <remarks>The exact best pairs of the home country and one foreign country, taken from the best down; no enterprise stands in more than <c>perEnterprise</c> of them. A large corridor takes seconds; one that takes too long is answered with 503 and what to narrow.</remarks>
    /// <param name="country">The foreign country, ISO 3166-1 alpha-2.</param>
    internal static async Task<Results<Ok<CorridorAnswer>, ProblemHttpResult>> ListCorridorMatches(
        string country, [AsParameters] CorridorListQuery query, HttpContext http, MatchIndexReader index, CorridorAnswers answers, MatchPolicies policies, SectorCatalog sectors, CountryCatalog countries, DeskSettings desk)
    {
        if (countries.Find(country) is null || country == desk.HomeCountry)
            return Problem.Of(Problem.NotFound, $"There is no corridor to '{country}'. Give the ISO 3166-1 alpha-2 code of a foreign country such as {(desk.HomeCountry == "PL" ? "AE" : "PL")}; home is {desk.HomeCountry}.");
        var faults = new List<Fault>();
        var options = MatchOptions.Read(new(query.Limit, country, query.Sector, query.IntentType, null, query.MinScore, query.Policy, query.On, query.Explain), policies, sectors, countries, faults);
        if (query.PerEnterprise is < 1 or > MaximumPerEnterprise)
            faults.Add(new("?perEnterprise", "out-of-range", $"Give a number from 1 to {MaximumPerEnterprise}."));
        if (faults.Count > 0)
            return Problem.Of(Problem.Parameter, errors: faults);
        var snapshot = await index.CurrentAsync(http.RequestAborted);
        if (await answers.TopAsync(snapshot, country, options, query.PerEnterprise ?? DefaultPerEnterprise, http.Caller(), http.RequestAborted) is { } answer)
            return TypedResults.Ok(answer);
        http.Response.Headers.RetryAfter = $"{MatchPatience.RetrySeconds}";
        return Problem.Of(Problem.TooLong);
    }
}
