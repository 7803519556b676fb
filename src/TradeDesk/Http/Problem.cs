using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace TradeDesk.Http;

/// <summary>One fault in what was sent: where (a JSON pointer, or a query parameter's name), a stable code, and what would be right.</summary>
/// <param name="Pointer">RFC 6901 pointer into the body such as <c>/intents/0/type</c>, or <c>?limit</c> for a query parameter.</param>
/// <param name="Code">A stable kebab-case code.</param>
/// <param name="Message">What was wrong and what would be right.</param>
public sealed record Fault(string Pointer, string Code, string Message);

/// <summary>A kind of problem the desk answers with; the slug is stable.</summary>
public sealed record ProblemKind(string Slug, int Status, string Title, string Remedy)
{
    /// <summary>The RFC 9457 type: a relative reference that <c>GET /problems</c> explains.</summary>
    public string Type => "/problems/" + Slug;
}

/// <summary>Every problem the desk answers with, and how it is written: RFC 9457 with <c>traceId</c>.</summary>
public static class Problem
{
    public static readonly ProblemKind Malformed = new("malformed", 400, "The request cannot be read", "Correct what errors[] points at; the body must be JSON of the documented shape.");
    public static readonly ProblemKind Parameter = new("parameter", 400, "A parameter is not valid", "Correct the query parameters that errors[] names.");
    public static readonly ProblemKind Unauthenticated = new("unauthenticated", 401, "A valid key is needed", "Send your key in the X-Api-Key header; ask the desk for one if you have none.");
    public static readonly ProblemKind Forbidden = new("forbidden", 403, "Your key may not do this", "Use a key with the scope that detail names.");
    public static readonly ProblemKind NotFound = new("not-found", 404, "There is no such record", "Check the id; the record may have been deleted or may not be visible to your key.");
    public static readonly ProblemKind MethodNotAllowed = new("method-not-allowed", 405, "This method is not offered here", "See the Allow header and the API description.");
    public static readonly ProblemKind Conflict = new("conflict", 409, "The record conflicts with another", "Read detail; write to the record that is there instead.");
    public static readonly ProblemKind NotDone = new("not-done", 409, "The work is not done", "Ask for its status; come back when it has succeeded.");
    public static readonly ProblemKind StillRunning = new("still-running", 409, "A request with this Idempotency-Key is running", "Send it again after the seconds in Retry-After; then you get its answer.");
    public static readonly ProblemKind NoLongerKept = new("no-longer-kept", 410, "The change log no longer goes back that far", "Read detail; it names the lowest sequence that is taken.");
    public static readonly ProblemKind Stale = new("stale", 412, "The record has changed since you read it", "Read it again, apply your change to the new version, and send its ETag in If-Match.");
    public static readonly ProblemKind TooLarge = new("too-large", 413, "The body is too large", $"Send at most {BodyLimits.Document / 1024} KiB; for many records use an import.");
    public static readonly ProblemKind MediaType = new("media-type", 415, "This content type is not taken here", $"Send application/json, or {MergePatch.MediaType} with PATCH.");
    public static readonly ProblemKind Invalid = new("invalid", 422, "The record is not valid", "Correct every fault in errors[] and send it again.");
    public static readonly ProblemKind KeyReused = new("key-reused", 422, "This Idempotency-Key was sent with another request", "Send the same body as the first time, or give a new key.");
    public static readonly ProblemKind IfMatchRequired = new("if-match-required", 428, "If-Match is required", "Send the ETag you read in If-Match, so that nobody's change is overwritten unseen.");
    public static readonly ProblemKind TooMany = new("too-many", 429, "There are too many of these at a time", "Read detail; it says what to wait for or to delete.");
    public static readonly ProblemKind Failed = new("failed", 500, "The desk failed", "This is the desk's fault; report the traceId.");
    public static readonly ProblemKind Away = new("database-away", 503, "The desk cannot reach its database", "Try again after the seconds in Retry-After. A write may have been done all the same: by PUT it is the same again, a POST with Idempotency-Key is done once.");
    public static readonly ProblemKind CatchingUp = new("catching-up", 503, "The match index is catching up", "Try again after the seconds in Retry-After.");
    public static readonly ProblemKind TooLong = new("too-long", 503, "The answer takes too long", "Narrow the question, for instance by sector, intentType or minScore, or try again after the seconds in Retry-After.");

    public static readonly ProblemKind StorageFull = new("storage-full", 507, "The desk's storage is full", "Nothing was written, and reading goes on. The desk's administrator must make room for its database; then send it again.");

    /// <summary>All kinds, in order of status.</summary>
    public static readonly IReadOnlyList<ProblemKind> All =
        [Malformed, Parameter, Unauthenticated, Forbidden, NotFound, MethodNotAllowed, Conflict, NotDone, StillRunning, NoLongerKept, Stale, TooLarge, MediaType, Invalid, KeyReused, IfMatchRequired, TooMany, Failed, Away, CatchingUp, TooLong, StorageFull];

    public static ProblemHttpResult Of(ProblemKind kind, string? detail = null, IReadOnlyList<Fault>? errors = null)
    {
        var extensions = new Dictionary<string, object?>();
        if (errors is { Count: > 0 })
            extensions["errors"] = errors;
        return TypedResults.Problem(detail ?? kind.Remedy, statusCode: kind.Status, title: kind.Title, type: kind.Type, extensions: extensions);
    }

    /// <summary>The kind a bare status code means.</summary>
    public static ProblemKind ForStatus(int status) => All.FirstOrDefault(k => k.Status == status) ?? (status < 500 ? Malformed : Failed);

    public static IServiceCollection AddDeskProblems(this IServiceCollection services)
    {
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.AddExceptionHandler<ProblemExceptionHandler>();
        return services.AddProblemDetails(o => o.CustomizeProblemDetails = context =>
        {
            var problem = context.ProblemDetails;
            var kind = ForStatus(problem.Status ?? context.HttpContext.Response.StatusCode);
            if (problem.Type is null || !problem.Type.StartsWith("/problems/", StringComparison.Ordinal))
                (problem.Type, problem.Title, problem.Detail) = (kind.Type, kind.Title, problem.Detail ?? kind.Remedy);
            problem.Instance ??= context.HttpContext.Request.Path;
            problem.Extensions["traceId"] = Activity.Current?.TraceId.ToString() ?? context.HttpContext.TraceIdentifier;
        });
    }
}
