using System.Globalization;
using TradeDesk.Http;

namespace TradeDesk.Matches;

/// <summary>How far the pages of one question have come.</summary>
/// <param name="Until">Changes up to this sequence are looked at: where the log was at the first page.</param>
/// <param name="After">Changes up to this sequence are done.</param>
/// <param name="Peer">Of the changes that come next, enterprises up to this id are done; empty for none.</param>
internal sealed record GainedPlace(long Until, long After, string Peer)
{
    public string Cursor => Paging.Cursor(string.Create(CultureInfo.InvariantCulture, $"{Until}:{After}:{Peer}"));

    /// <summary>The place that a cursor names; null without one. A cursor that the desk did not give for this question adds a fault.</summary>
    public static GainedPlace? Read(string? cursor, long since, List<Fault> faults)
    {
        if (string.IsNullOrEmpty(cursor))
            return null;
        var before = faults.Count;
        var text = Paging.After(cursor, faults);
        if (faults.Count > before)
            return null;
        if (text.Split(':', 3) is [var until, var after, var peer] && Sequence(until) is { } u && Sequence(after) is { } a && a >= since && a <= u)
            return new(u, a, peer);
        faults.Add(Paging.UnknownCursor);
        return null;
    }

    private static long? Sequence(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? sequence : null;
}
