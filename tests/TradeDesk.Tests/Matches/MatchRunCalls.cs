using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TradeDesk.Commands;
using TradeDesk.Data;
using TradeDesk.Demonstration;
using TradeDesk.Enterprises;
using TradeDesk.Matches;
using TradeDesk.Taxonomy;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Matches;

/// <summary>Full runs over HTTP.</summary>
internal static class MatchRunCalls
{
    public const string Runs = "/v1/match-runs";

    /// <summary>What makes a run of the convention last for seconds.</summary>
    public const string Slow = "--Matching:Runs:Share=0.05";

    public static async Task<string> StartRunAsync(this HttpClient client, string request = "{}")
    {
        using var response = await client.SendJsonAsync(HttpMethod.Post, Runs, request);
        Assert.That(response.Code(), Is.EqualTo(202), () => response.Content.ReadAsStringAsync().Result);
        var run = await response.JsonAsync();
        Assert.That(response.Headers.Location?.OriginalString, Is.EqualTo($"{Runs}/{run.Id()}"));
        return response.Headers.Location!.OriginalString;
    }

    /// <summary>Asks for a run's status until it is as wanted.</summary>
    public static async Task<JsonNode> UntilAsync(this HttpClient client, string run, Func<JsonNode, bool> wanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (true)
        {
            var status = await client.GetJsonAsync(run);
            if (wanted(status))
                return status;
            Assert.That((string?)status["state"], Is.Not.EqualTo("failed"), status.ToJsonString());
            await Task.Delay(20, limit.Token);
        }
    }

    public static Task<JsonNode> DoneAsync(this HttpClient client, string run) => client.UntilAsync(run, s => (string?)s["state"] == "succeeded");

    /// <summary>The results of a run that has succeeded, as they were sent.</summary>
    public static async Task<string> ResultsAsync(this HttpClient client, string run)
    {
        using var response = await client.GetAsync(run + "/results");
        Assert.That(response.Code(), Is.EqualTo(200), () => response.Content.ReadAsStringAsync().Result);
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/x-ndjson"));
        return await response.Content.ReadAsStringAsync();
    }

    public static IReadOnlyList<JsonNode> Lines(string results) => [.. results.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!)];

    /// <summary>Starts a run and waits for its results.</summary>
    public static async Task<string> RunAsync(this HttpClient client, string request = "{}")
    {
        var run = await client.StartRunAsync(request);
        await client.DoneAsync(run);
        var results = await client.ResultsAsync(run);
        using var deleted = await client.DeleteAsync(run);
        Assert.That(deleted.Code(), Is.EqualTo(204));
        return results;
    }

    /// <summary>Makes a database that holds the demonstration convention; no service runs on it.</summary>
    public static async Task LoadConventionAsync(TestDatabase database)
    {
        using var host = CommandHost.Build(database.Settings);
        await host.Services.GetRequiredService<Migrations>().RunAsync(default);
        foreach (var batch in Convention.Enterprises(host.Services.GetRequiredService<CountryCatalog>()).Chunk(100))
            await host.Services.GetRequiredService<EnterpriseBatches>().UpsertAsync(batch, CommandHost.Administrator("demo"), null, default);
    }

    /// <summary>The runs of a database that has its tables, as another replica sees them.</summary>
    public static MatchRunStore Store(IServiceProvider services, TimeProvider? clock = null) =>
        new(services.GetRequiredService<Database>(), services.GetRequiredService<MatchRunSettings>(), clock ?? TimeProvider.System);
}
