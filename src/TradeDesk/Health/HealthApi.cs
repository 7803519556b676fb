using Microsoft.AspNetCore.Http.HttpResults;
using TradeDesk.Data;
using TradeDesk.Matches;

namespace TradeDesk.Health;

/// <summary>Live: the process answers. Ready: the database answers, its migrations ran and the match index has caught up.</summary>
public static class HealthApi
{
    public static void MapDeskHealth(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/healthz").WithTags("Health").AllowAnonymous();
        group.MapGet("/live", Live).WithName("live");
        group.MapGet("/ready", Ready).WithName("ready").Produces<HealthAnswer>(200).Produces<HealthAnswer>(503);
    }

    /// <summary>The process answers</summary>
    internal static Ok<HealthAnswer> Live() => TypedResults.Ok(new HealthAnswer("live", null));

    /// <summary>The desk can do its work</summary>
    /// <remarks>200 when the database answers and the match index holds what is in it; 503 with the reason otherwise.</remarks>
    internal static async Task<JsonHttpResult<HealthAnswer>> Ready(ChangeLog log, MatchIndexReader index, CancellationToken cancellation)
    {
        var waiting = await WhatIsMissing(log, index, cancellation);
        return TypedResults.Json(new HealthAnswer(waiting is null ? "ready" : "waiting", waiting), statusCode: waiting is null ? 200 : 503);
    }

    private static async Task<string?> WhatIsMissing(ChangeLog log, MatchIndexReader index, CancellationToken cancellation)
    {
        if (!index.IsLoaded)
            return "The match index is loading.";
        try
        {
            await log.LastSequenceAsync(cancellation);
            return null;
        }
        catch (DatabaseAwayException)
        {
            return "The database does not answer.";
        }
    }
}

/// <summary>How the desk is.</summary>
/// <param name="Status"><c>live</c>, <c>ready</c> or <c>waiting</c>.</param>
/// <param name="Reason">What it waits for.</param>
public sealed record HealthAnswer(string Status, string? Reason);
