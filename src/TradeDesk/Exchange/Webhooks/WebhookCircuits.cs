using System.Collections.Concurrent;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace TradeDesk.Exchange;

/// <summary>
/// A Polly pipeline for each endpoint: a circuit and a time-out, telemetered on the meter <c>Polly</c>. An endpoint is an address of a partner, not a host:
/// on a host that many share, one whose endpoint fails must not stop the others, nor one partner another by its signature. There is no retry in it: retries lie in the database.
/// </summary>
public sealed class WebhookCircuits(WebhookSettings settings, TimeProvider clock, ILoggerFactory logs)
{
    /// <summary>The name of the pipelines in telemetry; the instance is the host.</summary>
    public const string Name = "webhook";

    // What partners make up must not fill the memory; a forgotten circuit is closed and learns anew.
    private const int Most = 10_000;
    private readonly ConcurrentDictionary<(string Partner, Uri Endpoint), ResiliencePipeline<HttpResponseMessage>> circuits = new();

    public ResiliencePipeline<HttpResponseMessage> Of(Webhook webhook)
    {
        if (circuits.Count > Most)
            circuits.Clear();
        return circuits.GetOrAdd((webhook.Partner, new Uri(webhook.Url)), its => Build(its.Endpoint, Circuit));
    }

    /// <summary>Only the time-out: for a test event, which someone waits for.</summary>
    public ResiliencePipeline<HttpResponseMessage> WithoutCircuit(Webhook webhook) => Build(new Uri(webhook.Url), null);

    private static CircuitBreakerStrategyOptions<HttpResponseMessage> Circuit => new()
    {
        Name = "circuit",
        ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is HttpRequestException or TimeoutRejectedException || args.Outcome.Result is { IsSuccessStatusCode: false }),
        FailureRatio = 0.9,
        MinimumThroughput = 10,
        SamplingDuration = TimeSpan.FromSeconds(30),
        BreakDuration = TimeSpan.FromSeconds(30),
    };

    private ResiliencePipeline<HttpResponseMessage> Build(Uri endpoint, CircuitBreakerStrategyOptions<HttpResponseMessage>? circuit)
    {
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { Name = Name, InstanceName = endpoint.Authority, TimeProvider = clock };
        if (circuit is not null)
            builder.AddCircuitBreaker(circuit);
        return builder.AddTimeout(new TimeoutStrategyOptions { Timeout = settings.Timeout, Name = "time-out" }).ConfigureTelemetry(logs).Build();
    }
}
