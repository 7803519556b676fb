using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using TradeDesk.Documentation;
using TradeDesk.Exchange;
using TradeDesk.Http;
using TradeDesk.Taxonomy;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Conventions;

/// <summary>What the documents show is what the desk takes.</summary>
public sealed class DocumentedExamplesTests : DeskTests
{
    [Test]
    public async Task The_example_of_an_enterprise_is_taken()
    {
        using var response = await Admin.CreateAsync(JsonNode.Parse(OpenApiExamples.Enterprise)!.AsObject());
        Assert.That(response.Code(), Is.EqualTo(201), await response.Content.ReadAsStringAsync());
    }

    [Test]
    public async Task The_example_of_a_match_query_is_answered()
    {
        using var response = await Admin.SendJsonAsync(HttpMethod.Post, "/v1/matches/query", OpenApiExamples.MatchQuery);
        Assert.That(response.Code(), Is.EqualTo(200), await response.Content.ReadAsStringAsync());
        Assert.That((await response.JsonAsync()).Items(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_example_of_a_match_run_is_taken()
    {
        using var response = await Admin.SendJsonAsync(HttpMethod.Post, "/v1/match-runs", OpenApiExamples.MatchRun);
        Assert.That(response.Code(), Is.EqualTo(202), await response.Content.ReadAsStringAsync());
    }

    [Test]
    public async Task The_examples_of_a_webhook_are_taken()
    {
        using var database = new TestDatabase();
        await using var desk = await Desk.StartAsync(database, services => services.AddSingleton<HostLookup>((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("93.184.215.14")])));
        using var made = await desk.Admin.SendJsonAsync(HttpMethod.Post, "/v1/webhooks", OpenApiExamples.Webhook);
        Assert.That(made.Code(), Is.EqualTo(201), await made.Content.ReadAsStringAsync());
        var path = made.Headers.Location!.OriginalString;
        using var changed = await desk.Admin.SendJsonAsync(HttpMethod.Patch, path, OpenApiExamples.WebhookChange, "*", EnterpriseCalls.MergePatch);
        Assert.That(changed.Code(), Is.EqualTo(200), await changed.Content.ReadAsStringAsync());
        using var secret = await desk.Admin.SendJsonAsync(HttpMethod.Post, path + "/secret", OpenApiExamples.WebhookSecret);
        Assert.That(secret.Code(), Is.EqualTo(200), await secret.Content.ReadAsStringAsync());
        Assert.That(JsonSerializer.Deserialize<WebhookEvent>(OpenApiExamples.WebhookEvent, DeskJson.Options)!.Data.Op, Is.EqualTo("delete"));
        Assert.That(JsonSerializer.Deserialize<ReplayRequest>(OpenApiExamples.WebhookReplay, DeskJson.Options)!.After, Is.EqualTo(118204));
    }

    [Test]
    public async Task The_column_map_of_the_README_maps_a_row()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"));
        var map = JsonSerializer.Deserialize<ColumnMap>(Regex.Match(readme, "```json\n(.+?)```", RegexOptions.Singleline).Groups[1].Value, DeskJson.Options)!;
        var row = new Dictionary<string, string> { ["member_no"] = "7", ["name"] = "Ghee House", ["country"] = "India", ["zone"] = "Packaging Material | Dairy", ["looking_for"] = "Importer, Distributor" };
        var mapper = new RowMapper(map, Desk.Services.GetRequiredService<CountryCatalog>(), Desk.Services.GetRequiredService<SectorLexicon>(), new("IN"));
        var saved = await Admin.SaveAsync(mapper.Map(column => row[column]));
        Assert.That(saved["sectors"].Texts(), Is.EqualTo(["paper-packaging", "dairy"]));
        Assert.That((string?)saved["intents"]![0]!["type"], Is.EqualTo("distribution"));
    }
}
