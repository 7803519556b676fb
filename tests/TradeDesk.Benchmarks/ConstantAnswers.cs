using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TradeDesk.Matches;

namespace TradeDesk.Benchmarks;

/// <summary>
/// The desk with constant answers beside its own: the same bytes from the same process without any work, so that a load tool
/// can state what the work costs as a ratio. Of each target it writes two files of requests into a folder, <c>NAME.own</c> and
/// <c>NAME.constant</c>, one a line: method, path, body.
/// </summary>
internal static class ConstantAnswers
{
    private const int FewestMatches = 10, MostAskers = 200;

    public static async Task<int> ServeAsync(string connectionString, string key, string folder)
    {
        var constants = new List<byte[]>();
        var (started, processor) = (TimeProvider.System.GetTimestamp(), Environment.CpuUsage.TotalTime);
        await using var app = TradeDeskApplication.Build(
            ["--urls", "http://127.0.0.1:0", $"--ConnectionStrings:TradeDesk={connectionString}", $"--Access:BootstrapKey={key}"],
            builder => builder.Logging.ClearProviders());
        app.MapGet("/constant/{number}", (int number) => Results.Bytes(constants[number], "application/json; charset=utf-8")).AllowAnonymous();
        app.MapPost("/constant/{number}", async (int number, HttpRequest request) =>
        {
            await request.Body.CopyToAsync(Stream.Null);
            return Results.Bytes(constants[number], "application/json; charset=utf-8");
        }).AllowAnonymous();
        app.MapGet("/allocated", () => GC.GetTotalAllocatedBytes()).AllowAnonymous();
        await app.StartAsync();
        await app.Services.GetRequiredService<MatchIndexReader>().Loaded;
        var index = app.Services.GetRequiredService<MatchIndexReader>().Latest;
        Print($"loaded {index.IntentCount:N0} intents of {index.EnterpriseCount:N0} enterprises after {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s, processor {(Environment.CpuUsage.TotalTime - processor).TotalSeconds:0.0} s, {Environment.WorkingSet / 1e6:0} MB in memory");
        using var client = new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };
        client.DefaultRequestHeaders.Add("X-Api-Key", key);
        Print($"address {client.BaseAddress}");
        foreach (var (name, requests) in await TargetsAsync(client))
        {
            var (own, constant, bytes) = (new List<string>(), new List<string>(), 0L);
            foreach (var request in requests)
            {
                var answer = await AnswerAsync(client, request);
                bytes += answer.Length;
                own.Add($"{request.Method} {request.Path} {request.Body}");
                constant.Add($"{request.Method} /constant/{constants.Count} {request.Body}");
                constants.Add(answer);
            }

            await File.WriteAllLinesAsync(Path.Combine(folder, name + ".own"), own);
            await File.WriteAllLinesAsync(Path.Combine(folder, name + ".constant"), constant);
            Print($"target {name} {requests.Count} {bytes / requests.Count}");
        }

        Print($"ready");
        await app.WaitForShutdownAsync();
        return 0;
    }

    private static async Task<byte[]> AnswerAsync(HttpClient client, Request request)
    {
        using var message = new HttpRequestMessage(new(request.Method), request.Path);
        if (request.Body.Length > 0)
            message.Content = new StringContent(request.Body, Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(message);
        return await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
    }

    /// <summary>The first home enterprises that have enough matches, read in several ways, and what they say of themselves asked as needs.</summary>
    private static async Task<List<(string Name, IReadOnlyList<Request> Requests)>> TargetsAsync(HttpClient client)
    {
        var (paths, needs) = (new List<string>(), new List<string>());
        var page = JsonNode.Parse(await client.GetStringAsync("/v1/enterprises?country=IN&limit=200"))!;
        foreach (var enterprise in page["items"]!.AsArray().Take(MostAskers))
        {
            var path = $"/v1/enterprises/{enterprise!["id"]}";
            var matches = JsonNode.Parse(await client.GetStringAsync(path + "/matches"))!;
            if (matches["items"]!.AsArray().Count < FewestMatches)
                continue;
            paths.Add(path);
            needs.Add(Need(JsonNode.Parse(await client.GetStringAsync(path))!.AsObject()));
        }

        return paths.Count == 0
            ? throw new InvalidOperationException("No home enterprise on the first page has enough matches; load more data.")
            : [
                ("enterprise", [.. paths.Select(p => new Request("GET", p))]),
                ("matches", [.. paths.Select(p => new Request("GET", p + "/matches"))]),
                ("matches-without-reasons", [.. paths.Select(p => new Request("GET", p + "/matches?explain=none"))]),
                ("query", [.. needs.Select(n => new Request("POST", "/v1/matches/query", $$"""{"needs":[{{n}}]}"""))]),
                ("query-of-100", [new("POST", "/v1/matches/query", $$"""{"explain":"none","needs":[{{string.Join(',', Enumerable.Range(0, 100).Select(i => needs[i % needs.Count]))}}]}""")]),
                ("list", [new("GET", "/v1/enterprises?limit=50")]),
            ];
    }

    private static string Need(JsonObject enterprise)
    {
        foreach (var name in (string[])["id", "version", "source", "externalId", "createdAt", "updatedAt", "derivedSectors", "suggestedSectors", "contact", "verification", "status"])
            enterprise.Remove(name);
        foreach (var intent in enterprise["intents"]!.AsArray())
            intent!.AsObject().Remove("id");
        return enterprise.ToJsonString();
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private sealed record Request(string Method, string Path, string Body = "");
}
