namespace TradeDesk;

/// <summary>What this desk is.</summary>
/// <param name="HomeCountry">The desk's own country, ISO 3166-1 alpha-2.</param>
public sealed record DeskSettings(string HomeCountry);

internal static class DeskClock
{
    /// <summary>Today in UTC.</summary>
    public static DateOnly Today(this TimeProvider clock) => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
}
