using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using TradeDesk.Access;
using TradeDesk.Data;
using TradeDesk.Enterprises;
using TradeDesk.Http;
using TradeDesk.Matching;
using TradeDesk.Taxonomy;

namespace TradeDesk.Matches;

/// <summary>Matches: the best peers of an enterprise or an ad-hoc need, and one pair explained.</summary>
public static class MatchApi
{
    public const int DefaultLimit = 20, MaximumLimit = 100, MostNeeds = 100;

    public static IServiceCollection AddMatches(this IServiceCollection services) => services
        .AddSingleton<MatchProjection>()
        .AddSingleton<PeerCards>()
        .AddSingleton<MatchReasons>()
        .AddSingleton<MatchAnswers>()
        .AddCorridors()
        .AddSingleton(provider => new MatchIndex(MatchModelBuilder.Build(provider)))
        .AddSingleton<SavedIndexFile>()
        .AddChangeReader<MatchIndexReader>()
        .AddHostedService<IndexSaver>()
        .AddMatchRuns()
        .AddGained();

    public static void MapMatches(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1").WithTags("Matches").RequireAuthorization(KeyAuthentication.Read).ProducesProblem(400).ProducesProblem(401).ProducesProblem(503);
        group.MapGet("/enterprises/{id}/matches", ListMatches).WithName("listMatches").Produces(307).ProducesProblem(404);
        group.MapGet("/enterprises/{id}/matches/{peerId}", GetMatch).WithName("getMatch").Produces(307).ProducesProblem(404);
        group.MapPost("/matches/query", QueryMatches).WithName("queryMatches").ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);
        group.MapCorridors();
        group.MapGained();
        routes.MapGroup("/v1").WithTags("Reference data").AllowAnonymous().MapGet("/policies", ListPolicies).WithName("listPolicies");
        routes.MapMatchRuns();
    }

    /// <summary>The best peers of an enterprise</summary>
    /// <remarks>The exact best of all peers on the other side, both directions scored, with reasons. The answer names the change-log sequence it is true at. An enterprise that was merged into another answers 307 with the address of that one's matches.</remarks>
    /// <param name="id">The enterprise's id.</param>
    internal static async Task<Results<Ok<MatchAnswer>, RedirectHttpResult, ProblemHttpResult>> ListMatches(
        string id, [AsParameters] MatchListQuery query, HttpContext http, MatchIndexReader index, MatchAnswers answers, EnterpriseForwarding forwarding, MatchPolicies policies, SectorCatalog sectors, CountryCatalog countries)
    {
        var faults = new List<Fault>();
        var options = MatchOptions.Read(query, policies, sectors, countries, faults);
        if (faults.Count > 0)
            return Problem.Of(Problem.Parameter, errors: faults);
        var snapshot = await index.CurrentAsync(http.RequestAborted);
        if (answers.Enterprise(snapshot, id, http.Caller()) is { } enterprise)
            return TypedResults.Ok(answers.Top(snapshot, enterprise, options, http.Caller(), cancellation: http.RequestAborted));
        return await forwarding.ToKeptAsync(id, kept => $"/v1/enterprises/{kept}/matches", http) is { } forward ? forward : Problem.Of(Problem.NotFound);
    }

    /// <summary>One pair, explained</summary>
    /// <remarks>A match with every factor of both directions, or the hard constraints that prevent it, with what would be right. Where one of the two was merged into another enterprise, answers 307 with the address of the pair with that one.</remarks>
    /// <param name="id">The asking enterprise's id.</param>
    /// <param name="peerId">The peer's id.</param>
    /// <param name="policy">A policy of <c>GET /v1/policies</c>, with or without its version; default <c>default</c>.</param>
    /// <param name="on">The day that counts; default today.</param>
    internal static async Task<Results<Ok<PairAnswer>, RedirectHttpResult, ProblemHttpResult>> GetMatch(
        string id, string peerId, string? policy, DateOnly? on, HttpContext http, MatchIndexReader index, MatchAnswers answers, EnterpriseForwarding forwarding, MatchPolicies policies)
    {
        if (policies.Find(policy) is not { } chosen)
            return Problem.Of(Problem.Parameter, errors: [policies.Unknown("?policy")]);
        var snapshot = await index.CurrentAsync(http.RequestAborted);
        if (answers.Enterprise(snapshot, id, http.Caller()) is not { } enterprise)
            return await forwarding.ToKeptAsync(id, kept => $"/v1/enterprises/{kept}/matches/{Uri.EscapeDataString(peerId)}", http) is { } forward ? forward : Problem.Of(Problem.NotFound, "There is no enterprise of the first id.");
        if (answers.Enterprise(snapshot, peerId, http.Caller()) is null && await forwarding.ToKeptAsync(peerId, kept => $"/v1/enterprises/{id}/matches/{kept}", http) is { } toPeer)
            return toPeer;
        return answers.Enterprise(snapshot, peerId, http.Caller()) is not null && answers.Pair(snapshot, enterprise, peerId, new() { Policy = chosen, On = on, Explain = ExplainLevel.Full }, http.Caller()) is { } answer
            ? TypedResults.Ok(answer)
            : Problem.Of(Problem.NotFound, "There is no peer of the second id.");
    }

    /// <summary>Matches of ad-hoc needs</summary>
    /// <remarks>Nothing is stored. A need is an enterprise document without id; it is checked as a stored one is. With balanced exposure a large batch takes seconds; one that takes too long is answered with 503.</remarks>
    /// <param name="request">One to a hundred needs.</param>
    internal static async Task<Results<Ok<MatchQueryAnswer>, ProblemHttpResult>> QueryMatches(
        MatchQueryRequest request, HttpContext http, MatchIndexReader index, MatchAnswers answers, MatchPatience patience, MatchPolicies policies, SectorCatalog sectors, CountryCatalog countries, EnterpriseRules rules, EnterpriseComposition composition, MatchProjection projection)
    {
        var faults = new List<Fault>();
        var options = MatchOptions.Read(request, policies, sectors, countries, rules, faults);
        if (faults.Count > 0)
            return Problem.Of(Problem.Invalid, errors: faults);
        var snapshot = await index.CurrentAsync(http.RequestAborted);
        using var work = new CancellationTokenSource(patience.Work);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, work.Token);
        try
        {
            return TypedResults.Ok(new MatchQueryAnswer([.. request.Needs.Select(Answer)]));
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            http.Response.Headers.RetryAfter = $"{MatchPatience.RetrySeconds}";
            return Problem.Of(Problem.TooLong, "Send fewer needs at once, or narrow them, for instance by sector, intentType or minScore.");
        }

        MatchAnswer Answer(Enterprise need)
        {
            limit.Token.ThrowIfCancellationRequested();
            return answers.Top(snapshot, projection.Project(composition.Complete(need)), options, http.Caller(), Lot(need), limit.Token);
        }
    }

    // A need has a new id in every call; the same need must have the same answer.
    private static string Lot(Enterprise need) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(need, DeskJson.Options)));

    /// <summary>The scoring policies</summary>
    /// <remarks>The desk's own and those its administrator defines, with version and weights. Every answer names the one it was scored by.</remarks>
    internal static Ok<PolicyList> ListPolicies(MatchPolicies policies) => TypedResults.Ok(new PolicyList([.. policies.All.Select(MatchPolicies.Describe)]));
}
