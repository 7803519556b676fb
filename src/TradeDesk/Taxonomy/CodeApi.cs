using Microsoft.AspNetCore.Http.HttpResults;
using TradeDesk.Http;

namespace TradeDesk.Taxonomy;

/// <summary>Code systems with their editions. Public.</summary>
public static class CodeApi
{
    public static IServiceCollection AddCodeSystems(this IServiceCollection services) => services
        .AddSingleton<CodeSystems>()
        .AddSingleton<CodeLists>();

    public static void MapCodeSystems(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/codes").WithTags("Reference data").AllowAnonymous();
        group.MapGet("", ListCodeSystems).WithName("listCodeSystems");
        group.MapGet("/{scheme}/{code}", GetCode).WithName("getCode").ProducesProblem(404);
    }

    /// <summary>The code systems the desk knows</summary>
    /// <remarks>Every edition with the shape of its codes, and whether its official list was loaded.</remarks>
    internal static Ok<CodeSystemList> ListCodeSystems(CodeSystems codes) => TypedResults.Ok(new CodeSystemList(codes.Systems));

    /// <summary>One code, with its sectors and what it is called elsewhere</summary>
    /// <remarks>A wrong code is answered with the nearest right ones, and a code of another edition with that edition.</remarks>
    /// <param name="scheme">The system with its edition, such as <c>HS-2022</c>.</param>
    /// <param name="code">The code; dots and blanks are left out.</param>
    internal static Results<Ok<CodeAnswer>, ProblemHttpResult> GetCode(string scheme, string code, CodeSystems codes)
    {
        var (answer, wrong) = codes.Find(scheme, code);
        return answer is null ? Problem.Of(Problem.NotFound, wrong) : TypedResults.Ok(answer);
    }
}
