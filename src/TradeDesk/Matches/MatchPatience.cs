namespace TradeDesk.Matches;

/// <summary>How long an answer may take that asks for the matches of many.</summary>
/// <param name="Turn">To wait until another corridor is done.</param>
/// <param name="Work">To find the pairs of a corridor, or the matches of all needs.</param>
public sealed record MatchPatience(TimeSpan Turn, TimeSpan Work)
{
    /// <summary>After so many seconds a caller whose answer took too long may try again.</summary>
    public const int RetrySeconds = 5;
}
