using Microsoft.AspNetCore.Http.HttpResults;
using TradeDesk.Access;
using TradeDesk.Http;

namespace TradeDesk.Matches;

/// <summary>Full runs: the best peers of every home enterprise, computed in the background.</summary>
public static class MatchRunApi
{
    private const int DefaultLimit = 10, RetrySeconds = 60;
    private const string Lines = "application/x-ndjson";

    internal static IServiceCollection AddMatchRuns(this IServiceCollection services) => services
        .AddSingleton<MatchRunStore>()
        .AddSingleton<MatchRunComputation>()
        .AddSingleton<MatchRunWorker>()
        .AddSingleton<IHostedService>(provider => provider.GetRequiredService<MatchRunWorker>());

    internal static void MapMatchRuns(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1").WithTags("Matches").RequireAuthorization(KeyAuthentication.Run).ProducesProblem(401).ProducesProblem(403).ProducesProblem(503);
        group.MapPost("/match-runs", StartMatchRun).WithName("startMatchRun").ProducesProblem(400).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422).ProducesProblem(429);
        group.MapGet("/match-runs", ListMatchRuns).WithName("listMatchRuns");
        group.MapGet("/match-runs/{id}", GetMatchRun).WithName("getMatchRun").ProducesProblem(404);
        group.MapGet("/match-runs/{id}/results", GetMatchRunResults).WithName("getMatchRunResults").Produces<MatchRunLine>(200, Lines).ProducesProblem(404).ProducesProblem(409);
        group.MapDelete("/match-runs/{id}", DeleteMatchRun).WithName("deleteMatchRun").ProducesProblem(404);
    }

    /// <summary>Match every home enterprise</summary>
    /// <remarks>Answers at once with the address of the run, which then works in the background at a lower share. It sees what your key sees, and only your key sees it. A run that is interrupted goes on where it stopped. A key keeps five runs at most.</remarks>
    /// <param name="request">What to compute.</param>
    internal static async Task<Results<Accepted<MatchRunAnswer>, ProblemHttpResult>> StartMatchRun(
        MatchRunRequest request, HttpContext http, MatchIndexReader index, MatchPolicies policies, MatchRunStore store, MatchRunWorker worker, TimeProvider clock)
    {
        var faults = new List<Fault>();
        var options = Read(request, policies, faults);
        if (faults.Count > 0)
            return Problem.Of(Problem.Invalid, errors: faults);
        var snapshot = await index.CurrentAsync(http.RequestAborted);
        var asked = MatchRun.Ask(http.NewId("run_", clock), http.Caller(), options, request.On ?? clock.Today(), new(snapshot.Sequence, snapshot.HomeCount), clock.GetUtcNow());
        var (run, refusal) = await store.AddAsync(asked, http.RequestAborted);
        if (run is null)
        {
            http.Response.Headers.RetryAfter = $"{RetrySeconds}";
            return Problem.Of(Problem.TooMany, refusal);
        }

        worker.Wake();
        return TypedResults.Accepted($"/v1/match-runs/{run.Id}", run.Answer());
    }

    /// <summary>Your match runs</summary>
    /// <remarks>The newest first; only those that your key asked for.</remarks>
    internal static async Task<Ok<MatchRunList>> ListMatchRuns(HttpContext http, MatchRunStore store) =>
        TypedResults.Ok(new MatchRunList([.. (await store.OfKeyAsync(http.Caller().KeyId, http.RequestAborted)).Select(r => r.Answer())]));

    /// <summary>How far a match run is</summary>
    /// <param name="id">The run's id.</param>
    internal static async Task<Results<Ok<MatchRunAnswer>, ProblemHttpResult>> GetMatchRun(string id, HttpContext http, MatchRunStore store) =>
        await store.FindAsync(id, http.Caller().KeyId, http.RequestAborted) is { } run ? TypedResults.Ok(run.Answer()) : Problem.Of(Problem.NotFound);

    /// <summary>The results of a match run</summary>
    /// <remarks>One line (NDJSON) for each home enterprise that your key sees, in the order of their ids, with its best peers. The same data, day and policy give the same bytes. There when the run has succeeded.</remarks>
    /// <param name="id">The run's id.</param>
    internal static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> GetMatchRunResults(string id, HttpContext http, MatchRunStore store)
    {
        if (await store.FindAsync(id, http.Caller().KeyId, http.RequestAborted) is not { } run)
            return Problem.Of(Problem.NotFound);
        return run.HasSucceeded
            ? TypedResults.Stream(output => WriteAsync(store, run, output, http), Lines)
            : Problem.Of(Problem.NotDone, $"The run is {run.State}: {run.Done} of {run.Total} enterprises are done. {run.Failure ?? $"Ask GET /v1/match-runs/{id} until it has succeeded."}");
    }

    /// <summary>Cancel or delete a match run</summary>
    /// <remarks>Work on it ends at once, and its results are deleted.</remarks>
    /// <param name="id">The run's id.</param>
    internal static async Task<Results<NoContent, ProblemHttpResult>> DeleteMatchRun(string id, HttpContext http, MatchRunStore store, MatchRunWorker worker)
    {
        if (!await store.RemoveAsync(id, http.Caller().KeyId, http.RequestAborted))
            return Problem.Of(Problem.NotFound);
        worker.Stop(id);
        return TypedResults.NoContent();
    }

    private static async Task WriteAsync(MatchRunStore store, MatchRun run, Stream output, HttpContext http)
    {
        await foreach (var lines in store.LinesAsync(run, http.RequestAborted))
            await http.SendAsync(output, lines);
    }

    private static MatchOptions Read(MatchRunRequest request, MatchPolicies policies, List<Fault> faults)
    {
        MatchOptions.CheckLimit("/limit", request.Limit, faults);
        if (request.Explain == ExplainLevel.Full)
            faults.Add(new("/explain", "not-here", "Give none or reasons; for every factor ask GET /v1/enterprises/{id}/matches/{peerId} about a pair."));
        return new() { Limit = request.Limit ?? DefaultLimit, Policy = policies.Chosen(request.Policy, "/policy", faults), Explain = request.Explain };
    }
}
