using Microsoft.AspNetCore.Http.HttpResults;
using TradeDesk.Access;
using TradeDesk.Data;
using TradeDesk.Http;
using TradeDesk.Matching;
using TradeDesk.Taxonomy;

namespace TradeDesk.Matches;

/// <summary>Reverse matching: who gained a peer by what changed.</summary>
public static class GainedApi
{
    private const int DefaultPeers = 10, MostPeers = 20;

    internal static IServiceCollection AddGained(this IServiceCollection services) => services.AddSingleton<GainedPeers>();

    internal static void MapGained(this IEndpointRouteBuilder group) =>
        group.MapGet("/matches/gained", ListGained).WithName("listGainedMatches").ProducesProblem(410);

    /// <summary>Who gained a peer by what changed</summary>
    /// <remarks>An enterprise has gained a peer when that peer changed after <c>since</c> (is new, or was written) and is now among the enterprise's best <c>k</c>; it may have been among them before. The base for alerts: take every page, then ask again with the <c>sequence</c> of the answer.</remarks>
    internal static async Task<Results<Ok<GainedAnswer>, ProblemHttpResult>> ListGained(
        [AsParameters] GainedQuery query, HttpContext http, MatchIndexReader index, MatchPolicies policies, ChangeLog log, GainedPeers gained, TimeProvider clock)
    {
        var faults = new List<Fault>();
        var (options, limit, since) = (Read(query, policies, clock, faults), Paging.Limit(query.Limit, faults), query.Since ?? 0);
        var asked = GainedPlace.Read(query.Cursor, since, faults);
        if (faults.Count > 0)
            return Problem.Of(Problem.Parameter, errors: faults);
        var snapshot = await index.CurrentAsync(http.RequestAborted);
        var place = asked ?? new(snapshot.Sequence, since, "");
        if (await RefusalAsync(place, since, snapshot, log, http.RequestAborted) is { } refusal)
            return refusal;
        var (items, next) = await gained.PageAsync(snapshot, place, options, limit, http.Caller(), http.RequestAborted);
        if (next is not null)
            Paging.LinkNext(http, next.Cursor);
        return TypedResults.Ok(new GainedAnswer(place.Until, snapshot.Sequence, MatchPolicies.Label(options.Policy), options.On ?? clock.Today(), items, next?.Cursor));
    }

    private static MatchOptions Read(GainedQuery query, MatchPolicies policies, TimeProvider clock, List<Fault> faults)
    {
        if (query.Since is null or < 0)
            faults.Add(new("?since", query.Since is null ? "required" : "out-of-range", "Give the sequence of an earlier answer, or 0 for all there is."));
        if (query.K is < 1 or > MostPeers)
            faults.Add(new("?k", "out-of-range", $"Give a number from 1 to {MostPeers}."));
        return new()
        {
            Limit = query.K ?? DefaultPeers,
            Policy = policies.Chosen(query.Policy, "?policy", faults),
            On = clock.Today(),
            Explain = TagParameters.Word<ExplainLevel>("?explain", query.Explain, faults) ?? ExplainLevel.Reasons,
        };
    }

    /// <exception cref="IndexCatchingUpException">Another replica has answered a later sequence than this one has reached.</exception>
    private static async Task<ProblemHttpResult?> RefusalAsync(GainedPlace place, long since, MatchSnapshot snapshot, ChangeLog log, CancellationToken cancellation)
    {
        if (Math.Max(since, place.Until) is var needed && needed > snapshot.Sequence)
            return needed <= await log.LastSequenceAsync(cancellation)
                ? throw new IndexCatchingUpException()
                : Problem.Of(Problem.Parameter, errors: [new("?since", "in-the-future", $"The change log is at {snapshot.Sequence}; give the sequence of an earlier answer of this desk.")]);
        var lowest = Math.Max(0, await log.FirstSequenceAsync(cancellation) - 1);
        return since < lowest ? Problem.Of(Problem.NoLongerKept, $"The lowest sequence that is taken is {lowest}. What changed before it is no longer known; read the matches you watch anew.") : null;
    }
}
