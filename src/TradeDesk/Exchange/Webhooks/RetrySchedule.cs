namespace TradeDesk.Exchange;

/// <summary>When a failed event is tried again, and when no more.</summary>
internal static class RetrySchedule
{
    private const double Spread = 0.1;
    private static readonly TimeSpan LongestAsked = TimeSpan.FromHours(24), WhileOpen = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait after a failure; null when the attempts are used up.</summary>
    /// <param name="delays">After each failed attempt.</param>
    /// <param name="failed">Failed attempts of the event, with this one where it was one.</param>
    /// <param name="failing">For how long the event has been failing.</param>
    /// <param name="outcome">The failure.</param>
    /// <param name="chance">0..1: where in the spread, so that endpoints which failed together do not come back together.</param>
    public static TimeSpan? Wait(IReadOnlyList<TimeSpan> delays, long failed, TimeSpan failing, SendOutcome outcome, double chance)
    {
        var spread = 1 - Spread + 2 * Spread * chance;
        if (outcome.NotTried)
            return failing > delays.Aggregate(TimeSpan.Zero, (sum, d) => sum + d) * (1 + Spread) ? null : (outcome.RetryAfter ?? WhileOpen) * (1 + Spread * chance);
        if (failed > delays.Count)
            return null;
        var wait = delays[(int)failed - 1] * spread;
        var asked = outcome.RetryAfter is { } after && after < LongestAsked ? after : outcome.RetryAfter is null ? TimeSpan.Zero : LongestAsked;
        return wait > asked ? wait : asked;
    }
}
