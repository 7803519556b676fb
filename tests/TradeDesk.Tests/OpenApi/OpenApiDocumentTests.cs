using System.Text.Json.Nodes;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.OpenApi;

public sealed class OpenApiDocumentTests
{
    private static readonly string Committed = Path.Combine(Repository.Root, "openapi", "tradedesk.v1.json");
    private TestDatabase database = null!;
    private Desk desk = null!;

    [OneTimeSetUp]
    public async Task Start() => desk = await Desk.StartAsync(database = new TestDatabase());

    [OneTimeTearDown]
    public async Task Stop()
    {
        await desk.DisposeAsync();
        database.Dispose();
    }

    [Test]
    public async Task The_committed_document_is_what_the_service_serves()
    {
        var served = (await desk.Anonymous.GetStringAsync("/openapi/v1.json")).ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("TRADEDESK_WRITE_OPENAPI") == "1")
            await File.WriteAllTextAsync(Committed, served);
        Assert.That(await File.ReadAllTextAsync(Committed), Is.EqualTo(served), "openapi/tradedesk.v1.json is stale; run scripts/openapi and review the difference");
    }

    [Test]
    public async Task Every_operation_says_what_it_does_takes_and_answers()
    {
        var document = JsonNode.Parse(await desk.Anonymous.GetStringAsync("/openapi/v1.json"))!;
        Assert.That((string?)document["openapi"], Does.StartWith("3.1"));
        foreach (var (path, item) in document["paths"]!.AsObject())
            foreach (var (method, operation) in item!.AsObject())
                using (Assert.EnterMultipleScope())
                {
                    Assert.That((string?)operation!["operationId"], Is.Not.Null.And.Not.Empty, $"{method} {path}");
                    Assert.That((string?)operation["summary"], Is.Not.Null.And.Not.Empty, $"{method} {path}");
                    Assert.That(operation["security"], Is.Not.Null, $"{method} {path}");
                    Assert.That(operation["responses"]!.AsObject().Select(r => r.Key).Any(s => s[0] == '2'), $"{method} {path} has a good answer");
                    Assert.That((operation["parameters"]?.AsArray() ?? []).Select(p => (string?)p!["description"]), Is.All.Not.Null, $"{method} {path}");
                }
    }

    [Test]
    public async Task The_documentation_page_and_its_assets_come_from_this_host()
    {
        var page = await desk.Anonymous.GetStringAsync("/docs/index.html");
        Assert.That(page, Does.Not.Match("(src|href)=\"(https?:)?//"));
        Assert.That((int)(await desk.Anonymous.GetAsync("/docs/swagger-ui-bundle.js")).StatusCode, Is.EqualTo(200));
    }
}
