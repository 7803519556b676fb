using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace TradeDesk.Benchmarks;

/// <summary>
/// The desk with constant answers beside its own: the same bytes from the same process without any work, so that a load tool
/// can state what the work costs as a ratio. Prints one line a target: name, path, path of its constant twin, bytes.
/// </summary>
internal static class ConstantAnswers
{
    private const int FewestMatches = 10;

    public static async Task<int> ServeAsync(string connectionString, string key)
    {
        var constants = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        await using var app = TradeDeskApplication.Build(
            ["--urls", "http://127.0.0.1:0", $"--ConnectionStrings:TradeDesk={connectionString}", $"--Access:BootstrapKey={key}"],
            builder => builder.Logging.ClearProviders());
        app.MapGet("/constant/{name}", (string name) => Results.Bytes(constants[name], "application/json; charset=utf-8")).AllowAnonymous();
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };
        client.DefaultRequestHeaders.Add("X-Api-Key", key);
        while (!(await client.GetAsync("/healthz/ready")).IsSuccessStatusCode)
            await Task.Delay(50);
        Console.WriteLine($"address {client.BaseAddress}");
        foreach (var (name, path) in await TargetsAsync(client))
        {
            constants[name] = await client.GetByteArrayAsync(path);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"target {name} {path} /constant/{name} {constants[name].Length}"));
        }

        Console.WriteLine("ready");
        await app.WaitForShutdownAsync();
        return 0;
    }

    /// <summary>The first home enterprise that has enough matches, read three ways.</summary>
    private static async Task<List<(string Name, string Path)>> TargetsAsync(HttpClient client)
    {
        var page = JsonNode.Parse(await client.GetStringAsync("/v1/enterprises?country=IN&limit=200"))!;
        foreach (var enterprise in page["items"]!.AsArray())
        {
            var path = $"/v1/enterprises/{enterprise!["id"]}";
            var matches = JsonNode.Parse(await client.GetStringAsync(path + "/matches"))!;
            if (matches["items"]!.AsArray().Count >= FewestMatches)
                return [("enterprise", path), ("matches", path + "/matches"), ("matches-without-reasons", path + "/matches?explain=none"), ("list", "/v1/enterprises?limit=50")];
        }

        throw new InvalidOperationException("No home enterprise on the first page has enough matches; load more data.");
    }
}
