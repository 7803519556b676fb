using System.Text.Json;

namespace TradeDesk.Client;

/// <summary>Why the desk refused (RFC 9457).</summary>
public sealed record TradeDeskProblem
{
    /// <summary>The kind, stable: <c>/problems/invalid</c>, <c>/problems/stale</c> ...; <c>about:blank</c> where something before the desk answered.</summary>
    public string Type { get; init; } = "about:blank";

    /// <summary>The kind in words.</summary>
    public string? Title { get; init; }

    /// <summary>HTTP status.</summary>
    public int Status { get; init; }

    /// <summary>What was wrong here, and what to do.</summary>
    public string? Detail { get; init; }

    /// <summary>Every fault in what was sent; empty where the whole was refused.</summary>
    public IReadOnlyList<Fault> Errors { get; init; } = [];

    /// <summary>To name when you report it to the desk.</summary>
    public string? TraceId { get; init; }

    internal static async Task<TradeDeskProblem> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var unnamed = new TradeDeskProblem { Status = (int)response.StatusCode, Title = response.ReasonPhrase };
        if (response.Content.Headers.ContentType?.MediaType is not "application/problem+json")
            return unnamed;
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
            var problem = await JsonSerializer.DeserializeAsync(body, DeskShapes.Default.TradeDeskProblem, cancellation).ConfigureAwait(false);
            return problem is null ? unnamed : problem with { Status = unnamed.Status, Errors = problem.Errors ?? [] };
        }
        catch (JsonException)
        {
            return unnamed;
        }
    }
}

/// <summary>One fault in what was sent.</summary>
/// <param name="Pointer">RFC 6901 pointer into the document such as <c>/intents/0/type</c>, or <c>?limit</c> for a parameter.</param>
/// <param name="Code">A stable kebab-case code.</param>
/// <param name="Message">What was wrong and what would be right.</param>
public sealed record Fault(string Pointer, string Code, string Message);

/// <summary>The desk answered with a problem that is not one record's: a wrong key, a wrong parameter, or a fault that lasted over all retries.</summary>
public class TradeDeskProblemException : Exception
{
    internal TradeDeskProblemException(TradeDeskProblem problem)
        : base($"{problem.Status} {problem.Title}: {problem.Detail}{string.Concat(problem.Errors.Select(e => $" {e.Pointer}: {e.Message}"))}") => Problem = problem;

    /// <summary>The whole answer.</summary>
    public TradeDeskProblem Problem { get; }

    /// <summary>HTTP status.</summary>
    public int Status => Problem.Status;

    /// <summary>The kind, stable.</summary>
    public string Type => Problem.Type;

    /// <summary>What was wrong, and what to do.</summary>
    public string? Detail => Problem.Detail;

    /// <summary>Every fault in what was sent.</summary>
    public IReadOnlyList<Fault> Errors => Problem.Errors;
}

/// <summary>The change log no longer reaches back to a cursor, or is another one. Pull again without a cursor, or with <see cref="PullOptions.StartAgain"/>.</summary>
public sealed class CursorGoneException : TradeDeskProblemException
{
    internal CursorGoneException(TradeDeskProblem problem)
        : base(problem)
    {
    }
}
