using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace TradeDesk.Exchange;

/// <summary>Sends one event to one endpoint, signed; every outcome is an answer.</summary>
public sealed class WebhookSender(EndpointAddresses addresses, WebhookCircuits circuits, WebhookSettings settings, TimeProvider clock) : IDisposable
{
    // A name that leads elsewhere is followed after a while.
    private static readonly TimeSpan ConnectionLife = TimeSpan.FromMinutes(2), DrainPatience = TimeSpan.FromSeconds(1);

    // A connection that comes about for nobody ends soon after; before it, the pipeline says that there was no answer.
    private static readonly TimeSpan ConnectSlack = TimeSpan.FromSeconds(1);
    private const int LongestHeaders = 32, MostDrained = 64 * 1024;

    private readonly HttpMessageInvoker client = new(new SocketsHttpHandler
    {
        ConnectCallback = addresses.ConnectAsync,
        ConnectTimeout = settings.Timeout + ConnectSlack,
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        PooledConnectionLifetime = ConnectionLife,
        MaxResponseHeadersLength = LongestHeaders,
        MaxResponseDrainSize = MostDrained,
        ResponseDrainTimeout = DrainPatience,
    });

    /// <summary>Sends an event; not where the circuit of its endpoint is open.</summary>
    public Task<SendOutcome> SendAsync(Webhook webhook, string eventId, ReadOnlyMemory<byte> body, CancellationToken cancellation) =>
        SendAsync(webhook, eventId, body, circuits.Of(webhook), cancellation);

    /// <summary>Sends a test event, whatever happened before.</summary>
    public Task<SendOutcome> PingAsync(Webhook webhook, CancellationToken cancellation)
    {
        var eventId = $"{webhook.Id}_ping_{Ulid.NewUlid(clock.GetUtcNow())}";
        return SendAsync(webhook, eventId, WebhookBody.OfPing(eventId, webhook.Id, clock.GetUtcNow()), circuits.WithoutCircuit(webhook), cancellation);
    }

    public void Dispose() => client.Dispose();

    private async Task<SendOutcome> SendAsync(Webhook webhook, string eventId, ReadOnlyMemory<byte> body, ResiliencePipeline<HttpResponseMessage> pipeline, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        var outcome = new SendOutcome();
        try
        {
            using var response = await pipeline.ExecuteAsync(async ct => await client.SendAsync(Request(webhook, eventId, body), ct), cancellation);
            outcome = Read(response);
        }
        catch (BrokenCircuitException e)
        {
            outcome = new() { NotTried = true, Error = "The endpoint failed again and again; it is left alone for a while.", RetryAfter = e.RetryAfter };
        }
        catch (Exception e) when (e is TimeoutRejectedException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            outcome = new() { Error = string.Create(CultureInfo.InvariantCulture, $"The endpoint did not answer within {settings.Timeout.TotalSeconds} s.") };
        }
        catch (HttpRequestException e)
        {
            outcome = new() { Error = e.InnerException is EndpointRefusedException ? "The host has an address that webhooks may not reach." : Describe(e) };
        }

        return outcome with { Duration = clock.GetElapsedTime(began) };
    }

    private HttpRequestMessage Request(Webhook webhook, string eventId, ReadOnlyMemory<byte> body)
    {
        var now = clock.GetUtcNow();
        var timestamp = now.ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(WebhookBody.MediaType, "utf-8");
        request.Headers.UserAgent.ParseAdd("TradeDesk-Webhooks/1");
        request.Headers.Add("webhook-id", eventId);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSignature.Of(eventId, timestamp, body.Span, webhook.Secrets(now)));
        return request;
    }

    private SendOutcome Read(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        return new()
        {
            Delivered = response.IsSuccessStatusCode,
            Gone = response.StatusCode == HttpStatusCode.Gone,
            Status = status,
            Error = status is >= 200 and < 300 ? null
                : status is >= 300 and < 400 ? $"The endpoint answered {status}. Redirects are not followed: give the address that they lead to."
                : $"The endpoint answered {status}.",
            RetryAfter = status is 429 or 503 ? Wait(response.Headers.RetryAfter) : null,
        };
    }

    private TimeSpan? Wait(RetryConditionHeaderValue? after) => after?.Delta ?? after?.Date - clock.GetUtcNow();

    private static string Describe(HttpRequestException e) => e.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "The host has no address.",
        HttpRequestError.ConnectionError => "The endpoint cannot be reached.",
        HttpRequestError.SecureConnectionError => "No secure connection came about; check the certificate of the endpoint.",
        _ => "The endpoint broke the connection off, or did not answer in HTTP.",
    };
}

/// <summary>What came of sending one event.</summary>
public sealed record SendOutcome
{
    /// <summary>The endpoint answered 2xx.</summary>
    public bool Delivered { get; init; }

    /// <summary>The endpoint answered 410: it wants no more.</summary>
    public bool Gone { get; init; }

    /// <summary>The circuit is open: nothing was sent.</summary>
    public bool NotTried { get; init; }

    public int? Status { get; init; }

    public TimeSpan Duration { get; init; }

    public string? Error { get; init; }

    /// <summary>Not before so long, as the endpoint asks or the circuit has it.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
