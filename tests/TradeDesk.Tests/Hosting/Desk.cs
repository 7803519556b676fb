using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TradeDesk.Access;

namespace TradeDesk.Tests.Hosting;

/// <summary>The real service, on a loopback port of its own, over a real database.</summary>
public sealed class Desk : IAsyncDisposable
{
    public const string BootstrapKey = "a-bootstrap-key-for-the-tests-only-0001";
    private readonly WebApplication app;

    private Desk(WebApplication app, Uri address, FailureLog failures)
    {
        this.app = app;
        Failures = failures;
        Address = address;
        Admin = Client(BootstrapKey);
        Anonymous = Client(null);
    }

    public Uri Address { get; }

    /// <summary>Calls with the bootstrap key.</summary>
    public HttpClient Admin { get; }

    /// <summary>Calls without a key.</summary>
    public HttpClient Anonymous { get; }

    public IServiceProvider Services => app.Services;

    public FailureLog Failures { get; }

    public static Task<Desk> StartAsync(TestDatabase database, params string[] settings) => StartAsync(database, _ => { }, settings);

    /// <summary>A desk with some of its parts replaced.</summary>
    public static async Task<Desk> StartAsync(TestDatabase database, Action<IServiceCollection> replace, params string[] settings)
    {
        var failures = new FailureLog();
        var app = TradeDeskApplication.Build(
            [.. database.Settings, "--urls", "http://127.0.0.1:0", $"--Access:BootstrapKey={BootstrapKey}", .. settings],
            builder =>
            {
                builder.Logging.ClearProviders().AddProvider(failures);
                replace(builder.Services);
            });
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        var desk = new Desk(app, new Uri(address), failures);
        await desk.ReadyAsync();
        return desk;
    }

    /// <summary>A client that sends a key.</summary>
    public HttpClient Client(string? key)
    {
        var client = new HttpClient { BaseAddress = Address };
        if (key is not null)
            client.DefaultRequestHeaders.Add("X-Api-Key", key);
        return client;
    }

    /// <summary>A client with a key made for it.</summary>
    public async Task<HttpClient> ClientAsync(DeskRole role, string partner, string[]? countries = null, bool cleared = false) =>
        Client((await Services.GetRequiredService<KeyStore>().CreateAsync("test", partner, role, countries ?? [], cleared, default)).Text);

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        Anonymous.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task ReadyAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!(await Anonymous.GetAsync("/healthz/ready", limit.Token)).IsSuccessStatusCode)
            await Task.Delay(20, limit.Token);
    }
}

/// <summary>Requests and answers as JSON.</summary>
public static class JsonCalls
{
    public static async Task<JsonNode> JsonAsync(this HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonNode>())!;

    public static async Task<JsonNode> GetJsonAsync(this HttpClient client, string path)
    {
        using var response = await client.GetAsync(path);
        Assert.That((int)response.StatusCode, Is.EqualTo(200), () => response.Content.ReadAsStringAsync().Result);
        return await response.JsonAsync();
    }

    public static Task<HttpResponseMessage> SendJsonAsync(this HttpClient client, HttpMethod method, string path, string body, string? ifMatch = null, string mediaType = "application/json")
    {
        var request = new HttpRequestMessage(method, path) { Content = new StringContent(body, Encoding.UTF8, mediaType) };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return client.SendAsync(request);
    }

    /// <summary>The problem of an answer, after checking that it is one, complete and of this kind.</summary>
    public static async Task<JsonNode> ProblemAsync(this HttpResponseMessage response, int status, string slug)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(status), text);
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
        var problem = JsonNode.Parse(text)!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((string?)problem["type"], Is.EqualTo("/problems/" + slug));
            Assert.That((int?)problem["status"], Is.EqualTo(status));
            Assert.That((string?)problem["title"], Is.Not.Empty);
            Assert.That((string?)problem["detail"], Is.Not.Empty);
            Assert.That((string?)problem["traceId"], Is.Not.Empty);
            Assert.That(text, Does.Not.Contain("Exception").And.Not.Contain("   at "));
        }

        return problem;
    }

    /// <summary>The pointers that a problem's errors name.</summary>
    public static IEnumerable<string> Pointers(this JsonNode problem) => problem["errors"]!.AsArray().Select(e => (string)e!["pointer"]!);
}
