namespace TradeDesk.Client;

/// <summary>How patient a client is.</summary>
public sealed record TradeDeskClientOptions
{
    /// <summary>How often a request is sent again after 429, 503 and other passing faults, 0 to 20. The desk's <c>Retry-After</c> is kept to; without one the pauses grow, with jitter.</summary>
    public int Retries { get; init; } = 6;

    /// <summary>How long one attempt may take; a request that waits for changes, that many more seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The first pause between attempts; each further one is about twice as long, 30 seconds at most.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
