using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TradeDesk.Tests.Exchange;

/// <summary>A partner's endpoint on a loopback port: keeps what it is sent and answers as it is told to.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Received> received = [];
    private readonly ConcurrentDictionary<string, int> open = new();
    private readonly SemaphoreSlim came = new(0);
    private readonly CancellationTokenSource closing = new();

    private Receiver(WebApplication app) => this.app = app;

    /// <summary>Answers a request; the default is 204.</summary>
    public Func<Received, HttpResponse, Task> Answer { get; set; } = (_, response) => Status(response, 204);

    public Uri Address { get; private set; } = null!;

    /// <summary>Everything so far, in the order it came.</summary>
    public IReadOnlyList<Received> All => [.. received];

    /// <summary>True when two requests of one subscription were ever open at a time.</summary>
    public bool Overlapped { get; private set; }

    /// <summary>Ends when the receiver is closed.</summary>
    public CancellationToken Closing => closing.Token;

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var receiver = new Receiver(builder.Build());
        receiver.app.Run(receiver.TakeAsync);
        await receiver.app.StartAsync();
        receiver.Address = new Uri(receiver.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return receiver;
    }

    public static Task Status(HttpResponse response, int status)
    {
        response.StatusCode = status;
        return Task.CompletedTask;
    }

    /// <summary>Waits until so many requests have come.</summary>
    public async Task<IReadOnlyList<Received>> UntilAsync(int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (received.Count < count)
        {
            try
            {
                await came.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"{received.Count} of {count} requests came, the last of them {string.Join(", ", received.TakeLast(3).Select(r => r.Id))}");
            }
        }

        return All;
    }

    /// <summary>Waits until no request is open any more.</summary>
    public async Task UntilIdleAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (open.Values.Any(n => n > 0))
            await Task.Delay(5, limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var one = new Received(http.Request.Path, http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray());
        var subscription = one.Id.Split("_ping_")[0] is var id && id.LastIndexOf('_') is > 4 and var cut ? id[..cut] : id;
        Overlapped |= open.AddOrUpdate(subscription, 1, (_, n) => n + 1) > 1;
        try
        {
            await Answer(one, http.Response);
        }
        finally
        {
            open.AddOrUpdate(subscription, 0, (_, n) => n - 1);
            received.Enqueue(one);
            came.Release();
        }
    }
}

/// <summary>One request as it came.</summary>
internal sealed record Received(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Id => Headers.GetValueOrDefault("webhook-id", "");

    public JsonNode Event => JsonNode.Parse(Body)!;

    public string Type => (string)Event["type"]!;

    public long Sequence => (long)Event["data"]!["sequence"]!;

    public string? Subject => (string?)Event["subject"];

    /// <summary>Checks the signature as the standard tells an endpoint to, with nothing of the desk.</summary>
    public bool IsSignedBy(string secret)
    {
        Assert.That(secret, Does.StartWith("whsec_"));
        using var hmac = new HMACSHA256(Convert.FromBase64String(secret["whsec_".Length..]));
        var expected = Convert.ToBase64String(hmac.ComputeHash([.. Encoding.UTF8.GetBytes($"{Id}.{Headers["webhook-timestamp"]}."), .. Body]));
        return Headers["webhook-signature"].Split(' ').Contains("v1," + expected);
    }
}
