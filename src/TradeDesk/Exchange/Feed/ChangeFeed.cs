using Dapper;
using TradeDesk.Data;
using TradeDesk.Enterprises;

namespace TradeDesk.Exchange;

/// <summary>The change log as its callers may see it, a stretch at a time.</summary>
public sealed class ChangeFeed(Database database, ChangeLog log, ChangeSignal written)
{
    // What a filter leaves out is looked at all the same; this bounds the work of one read.
    private const int Stretch = 10_000;

    // What another replica writes raises no signal here.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly ChangeFeedSql sql = new(database.Dialect);

    /// <summary>The next lines after a sequence, oldest first.</summary>
    public async Task<ChangeLines> ReadAsync(long after, ChangeFilter filter, Visibility visibility, int limit, CancellationToken cancellation)
    {
        // The end first: sequences commit in their order, so all up to it are there.
        var last = await log.LastSequenceAsync(cancellation);
        var until = Math.Min(last, after + Stretch);
        var parameters = new DynamicParameters(new { after, until, limit, kind = filter.Kind, country = filter.Country, source = filter.Source });
        visibility.AddTo(parameters);
        var lines = until <= after ? [] : await database.ReadAsync(r => r.ListAsync<ChangeLine>(sql.Lines(filter, visibility), parameters), cancellation);
        var reached = lines.Count == limit ? lines[^1].Sequence : Math.Max(after, until);
        return new(lines, reached, reached >= last);
    }

    /// <summary>The same, but not without a line before the patience ends.</summary>
    /// <exception cref="OperationCanceledException">The caller no longer waits.</exception>
    public async Task<ChangeLines> WaitAsync(long after, ChangeFilter filter, Visibility visibility, int limit, TimeSpan patience, TimeProvider clock, CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            // Taken before the look, so that a write between the look and the wait is not slept over.
            var next = written.Next;
            var found = await ReadAsync(after, filter, visibility, limit, cancellation);
            var left = patience - clock.GetElapsedTime(started);
            if (found.Lines.Count > 0 || left <= TimeSpan.Zero)
                return found;
            if (found.UpToDate)
                await Task.WhenAny(next, Task.Delay(left < Interval ? left : Interval, clock, cancellation));
            cancellation.ThrowIfCancellationRequested();
            after = found.Reached;
        }
    }
}

/// <summary>What the feed is narrowed to; null members narrow nothing.</summary>
/// <param name="Kind">Kind of record.</param>
/// <param name="Country">Country of the enterprise.</param>
/// <param name="Source">Register or feed of the enterprise.</param>
public sealed record ChangeFilter(string? Kind, string? Country, string? Source);

/// <summary>A stretch of the feed.</summary>
/// <param name="Lines">Oldest first.</param>
/// <param name="Reached">Every line up to this sequence was looked at.</param>
/// <param name="UpToDate">Nothing was behind it when the stretch was read.</param>
public sealed record ChangeLines(IReadOnlyList<ChangeLine> Lines, long Reached, bool UpToDate);

/// <summary>One line of the change log with the record as it is now.</summary>
public sealed record ChangeLine : Change
{
    /// <summary>Version of the document; null without one.</summary>
    public long? RecordVersion { get; init; }

    /// <summary>Null where the record is gone, or hidden from the caller.</summary>
    public string? Document { get; init; }
}
