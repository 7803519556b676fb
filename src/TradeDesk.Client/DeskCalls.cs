using System.Globalization;
using System.Net;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace TradeDesk.Client;

/// <summary>Requests with the key, sent again while the fault passes, and none while the desk lies down.</summary>
internal sealed class DeskCalls
{
    private static readonly ResiliencePropertyKey<TimeSpan> Patience = new("patience");
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30), LongestRetryAfter = TimeSpan.FromMinutes(2), LongestWait = TimeSpan.FromSeconds(30);

    private readonly HttpClient http;
    private readonly string key;
    private readonly TradeDeskClientOptions options;
    private readonly ResiliencePipeline<HttpResponseMessage> pipeline;

    public DeskCalls(HttpClient http, string key, TradeDeskClientOptions options)
    {
        (this.http, this.key, this.options) = (http, key, options);
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = options.Clock };
        if (options.Retries > 0)
            builder.AddRetry(Retry(options));
        pipeline = builder.AddCircuitBreaker(Breaker()).AddTimeout(new TimeoutStrategyOptions { TimeoutGenerator = a => new(a.Context.Properties.GetValue(Patience, options.Timeout)) }).Build();
    }

    public TradeDeskClientOptions Options => options;

    /// <summary>How long a request may wait for changes: whole seconds from 1 to 30, and no longer than the caller's own HttpClient lets it.</summary>
    public TimeSpan WaitAtMost(TimeSpan wanted)
    {
        var most = http.Timeout == Timeout.InfiniteTimeSpan ? LongestWait : http.Timeout - TimeSpan.FromSeconds(5);
        return TimeSpan.FromSeconds(Math.Clamp(Math.Floor(Math.Min(wanted.TotalSeconds, most.TotalSeconds)), 1, LongestWait.TotalSeconds));
    }

    /// <summary>The answer, whatever its status; the request is made anew for each attempt.</summary>
    /// <exception cref="HttpRequestException">The desk cannot be reached, or does not answer in time, over all attempts.</exception>
    public async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> make, CancellationToken cancellation, TimeSpan? patience = null, HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead)
    {
        var context = ResilienceContextPool.Shared.Get(cancellation);
        context.Properties.Set(Patience, patience ?? options.Timeout);
        try
        {
            return await pipeline.ExecuteAsync(async (c, calls) => await calls.AttemptAsync(make, completion, c.CancellationToken).ConfigureAwait(false), context, this).ConfigureAwait(false);
        }
        catch (ExecutionRejectedException e)
        {
            throw new HttpRequestException(e is TimeoutRejectedException ? "The desk did not answer in time." : "The desk failed too often; it is left alone for some seconds.", e);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>The answer if it is a good one.</summary>
    /// <exception cref="TradeDeskProblemException">It is not.</exception>
    public async Task<HttpResponseMessage> GetAsync(string path, CancellationToken cancellation, TimeSpan? patience = null, HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead) =>
        await GoodAsync(await SendAsync(() => new(HttpMethod.Get, path), cancellation, patience, completion).ConfigureAwait(false), cancellation).ConfigureAwait(false);

    public static async Task<HttpResponseMessage> GoodAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
        {
            var problem = await TradeDeskProblem.ReadAsync(response, cancellation).ConfigureAwait(false);
            throw problem is { Status: 410, Type: "/problems/no-longer-kept" } ? new CursorGoneException(problem) : new TradeDeskProblemException(problem);
        }
    }

    private async Task<HttpResponseMessage> AttemptAsync(Func<HttpRequestMessage> make, HttpCompletionOption completion, CancellationToken cancellation)
    {
        using var request = make();
        request.Headers.Add("X-Api-Key", key);
        try
        {
            return await http.SendAsync(request, completion, cancellation).ConfigureAwait(false);
        }
        catch (TaskCanceledException e) when (e.InnerException is TimeoutException)
        {
            throw new HttpRequestException("The desk did not answer within HttpClient.Timeout.", e);
        }
    }

    private static RetryStrategyOptions<HttpResponseMessage> Retry(TradeDeskClientOptions options) => new()
    {
        ShouldHandle = a => new(a.Outcome switch
        {
            { Exception: HttpRequestException or ExecutionRejectedException } => true,
            { Result: { } response } => Passes(response),
            _ => false,
        }),
        MaxRetryAttempts = options.Retries,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = options.FirstPause,
        MaxDelay = LongestPause,
        DelayGenerator = a => new(RetryAfter(a.Outcome.Result, options.Clock) is { } pause ? Longer(pause, a) : null),
    };

    private static CircuitBreakerStrategyOptions<HttpResponseMessage> Breaker() => new()
    {
        ShouldHandle = a => new(a.Outcome is { Exception: HttpRequestException or TimeoutRejectedException } or { Result.StatusCode: >= HttpStatusCode.InternalServerError }),
        FailureRatio = 0.8,
        MinimumThroughput = 20,
        SamplingDuration = TimeSpan.FromSeconds(30),
        BreakDuration = TimeSpan.FromSeconds(3),
    };

    // 409 with Retry-After: the same request, sent before, is still being worked on.
    private static bool Passes(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.InternalServerError
            or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout or HttpStatusCode.InsufficientStorage
        || (response.StatusCode == HttpStatusCode.Conflict && response.Headers.RetryAfter is not null);

    // A replica that was killed holds the key of its request for up to a minute, and does not say so.
    private static TimeSpan? Longer(TimeSpan pause, RetryDelayGeneratorArguments<HttpResponseMessage> attempt) =>
        attempt.Outcome.Result?.StatusCode == HttpStatusCode.Conflict && pause < LongestPause ? TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, pause.Ticks << Math.Min(attempt.AttemptNumber, 10))) : pause;

    private static TimeSpan? RetryAfter(HttpResponseMessage? response, TimeProvider clock)
    {
        var after = response?.Headers.RetryAfter is { } given ? given.Delta ?? given.Date - clock.GetUtcNow() : null;
        return after is not { } pause ? null : pause < TimeSpan.Zero ? TimeSpan.Zero : pause < LongestRetryAfter ? pause : LongestRetryAfter;
    }

    public static string Query(string path, params IEnumerable<(string Name, string? Value)> parameters)
    {
        var given = parameters.Where(p => p.Value is not null).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}").ToList();
        return given.Count == 0 ? path : $"{path}?{string.Join('&', given)}";
    }

    public static string Number(double number) => number.ToString(CultureInfo.InvariantCulture);
}
