using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using TradeDesk.Data;

namespace TradeDesk.Http;

/// <summary>Turns what escapes a handler into a problem: unreadable input, a database that is away, and our own faults, which show only a traceId.</summary>
internal sealed partial class ProblemExceptionHandler(ILogger<ProblemExceptionHandler> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is DatabaseAwayException or IndexCatchingUpException)
            httpContext.Response.Headers.RetryAfter = exception is StorageFullException ? "30" : "2";
        var answer = exception switch
        {
            BadHttpRequestException { StatusCode: 413 or 415 } limit => Problem.Of(Problem.ForStatus(limit.StatusCode)),
            BadHttpRequestException { InnerException: JsonException json } => Problem.Of(Problem.Malformed, errors: [Describe(json)]),
            DamagedBodyException packed => Problem.Of(Problem.Malformed, errors: [new("", "not-packed", packed.Message)]),
            BadHttpRequestException bad when ParameterName().Match(bad.Message) is { Success: true } p => Problem.Of(Problem.Parameter, errors: [Describe(p)]),
            BadHttpRequestException bad => Problem.Of(Problem.ForStatus(bad.StatusCode), "Send a body that is JSON of the documented shape."),
            IndexCatchingUpException => Problem.Of(Problem.CatchingUp),
            StorageFullException => Problem.Of(Problem.StorageFull),
            DatabaseAwayException => Problem.Of(Problem.Away),
            _ => Problem.Of(Problem.Failed),
        };
        if (answer.StatusCode >= 500)
            log.LogError(exception, "{Method} {Route} failed with {Status}", httpContext.Request.Method, (httpContext.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText, answer.StatusCode);
        await answer.ExecuteAsync(httpContext);
        return true;
    }

    /// <summary>A JSON reading error in the words of the API: a pointer instead of a path, no type names.</summary>
    public static Fault Describe(JsonException exception)
    {
        var pointer = Pointer(exception.Path);
        var message = exception.Message;
        if (message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal))
            return new(pointer, "unknown-member", $"There is no member '{pointer.Split('/')[^1]}' here; remove it or correct its name.");
        if (MissingMembers().Match(message) is { Success: true } missing)
            return new(pointer, "required", $"Give {missing.Groups[1].Value.Replace("'", "", StringComparison.Ordinal).TrimEnd('.')}.");
        if (message.Contains("null values", StringComparison.Ordinal))
            return new(pointer, "null", "Give a value here or leave it out; null is not taken.");
        if (message.Contains("could not be converted", StringComparison.Ordinal))
            return new(pointer, "wrong-type", $"Give {Expected(message)} here.");
        if (message.Contains("Duplicate", StringComparison.OrdinalIgnoreCase))
            return new(pointer, "duplicate-member", "This member stands twice; keep one.");
        return message.StartsWith("Give ", StringComparison.Ordinal)
            ? new(pointer, "wrong-value", message)
            : new(pointer, "not-json", $"This is not valid JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}).");
    }

    private static Fault Describe(Match parameter)
    {
        var name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Groups[1].Value);
        return new("?" + name, "unreadable", $"'{parameter.Groups[2].Value}' is not a value that {name} takes.");
    }

    private static string Expected(string message) => message switch
    {
        _ when message.Contains("Int32", StringComparison.Ordinal) || message.Contains("Int64", StringComparison.Ordinal) => "a whole number",
        _ when message.Contains("Decimal", StringComparison.Ordinal) || message.Contains("Double", StringComparison.Ordinal) => "a number",
        _ when message.Contains("Boolean", StringComparison.Ordinal) => "true or false",
        _ when message.Contains("DateOnly", StringComparison.Ordinal) => "a date such as 2027-06-30",
        _ when message.Contains("IReadOnlyList", StringComparison.Ordinal) => "a list",
        _ when message.Contains("System.String", StringComparison.Ordinal) => "a text",
        _ => "a value of the documented type",
    };

    private static string Pointer(string? path)
    {
        if (path is null or "$")
            return "";
        return PathStep().Replace(path[1..], m => "/" + m.Groups["name"].Value.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\.(?<name>[^.\[]+)|\['(?<name>.*?)'\](?=[.\[]|$)|\[(?<name>\d+)\]")]
    private static partial Regex PathStep();

    [GeneratedRegex(@"missing required properties[^:]*: (.+)$")]
    private static partial Regex MissingMembers();

    [GeneratedRegex("Failed to bind parameter \"[^\"]*?(\\w+)\" from \"([^\"]*)\"")]
    private static partial Regex ParameterName();
}

/// <summary>The match index has not yet seen a write that this process has answered.</summary>
public sealed class IndexCatchingUpException() : Exception("The match index is catching up.");
