namespace TradeDesk.Tests.Exchange;

/// <summary>The real clock, put forward by a test. Timers run in real time, so that what polls goes on polling.</summary>
internal sealed class AdjustableClock : TimeProvider
{
    private long ahead;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Volatile.Read(ref ahead));

    public void Advance(TimeSpan by) => Interlocked.Add(ref ahead, by.Ticks);
}
