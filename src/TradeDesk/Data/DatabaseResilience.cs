using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace TradeDesk.Data;

/// <summary>The Polly pipelines around the database, by name; each is telemetered on the meter <c>Polly</c>.</summary>
public static class DatabaseResilience
{
    public const string Reads = "database-reads", Writes = "database-writes", RepeatableWrites = "database-repeatable-writes";

    public static IServiceCollection AddDatabaseResilience(this IServiceCollection services, Dialect dialect, TimeSpan deadline)
    {
        // A write whose connection was lost may have committed: it is run again only where running twice is harmless.
        Add(services, Reads, e => dialect.IsAway(e) || dialect.IsRolledBack(e), dialect, deadline);
        Add(services, Writes, dialect.IsRolledBack, dialect, deadline);
        Add(services, RepeatableWrites, e => dialect.IsAway(e) || dialect.IsRolledBack(e), dialect, deadline);
        return services;
    }

    private static void Add(IServiceCollection services, string name, Func<Exception, bool> again, Dialect dialect, TimeSpan deadline) =>
        services.AddResiliencePipeline(name, (builder, context) =>
        {
            builder.TimeProvider = context.ServiceProvider.GetRequiredService<TimeProvider>();
            builder
                .AddTimeout(new TimeoutStrategyOptions { Timeout = deadline, Name = "deadline" })
                .AddRetry(new RetryStrategyOptions
                {
                    Name = "again",
                    ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is { } e && again(e)),
                    MaxRetryAttempts = 3,
                    Delay = TimeSpan.FromMilliseconds(40),
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                })
                .AddCircuitBreaker(new CircuitBreakerStrategyOptions
                {
                    Name = "circuit",
                    ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is { } e && dialect.IsAway(e)),
                    FailureRatio = 0.5,
                    MinimumThroughput = 20,
                    SamplingDuration = TimeSpan.FromSeconds(10),
                    BreakDuration = TimeSpan.FromSeconds(2),
                });
        });
}
