using Microsoft.AspNetCore.Http.HttpResults;

namespace TradeDesk.Http;

/// <summary>The kinds of problem, explained; each problem's <c>type</c> points here.</summary>
public static class ProblemsApi
{
    public static void MapProblems(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/problems").WithTags("Reference data").AllowAnonymous();
        group.MapGet("/", ListProblems).WithName("listProblems");
        group.MapGet("/{slug}", GetProblem).WithName("getProblem").ProducesProblem(404);
    }

    /// <summary>Every kind of problem the desk answers with</summary>
    internal static Ok<ProblemList> ListProblems() => TypedResults.Ok(new ProblemList(Problem.All));

    /// <summary>One kind of problem</summary>
    /// <param name="slug">The last part of a problem's type.</param>
    internal static Results<Ok<ProblemKind>, ProblemHttpResult> GetProblem(string slug) =>
        Problem.All.FirstOrDefault(k => k.Slug == slug) is { } kind ? TypedResults.Ok(kind) : Problem.Of(Problem.NotFound);
}

/// <summary>Every kind of problem.</summary>
public sealed record ProblemList(IReadOnlyList<ProblemKind> Items);
