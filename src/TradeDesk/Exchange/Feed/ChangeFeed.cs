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
    public async Task<ChangeLines> ReadAsync(long after, ChangeFilter filter, Visibility visibility, Portion portion, CancellationToken cancellation)
    {
        // The end first: sequences commit in their order, so all up to it are there.
        var last = await log.LastSequenceAsync(cancellation);
        var until = Math.Min(last, after + Stretch);
        var parameters = new DynamicParameters(new { after, until, limit = portion.Lines, kind = filter.Kind, country = filter.Country, source = filter.Source });
        visibility.AddTo(parameters);
        var (lines, isWhole) = until <= after ? ([], true) : await database.ReadAsync(r => FirstAsync(r.EachAsync<ChangeLine>(sql.Lines(filter, visibility), parameters), portion), cancellation);
        var reached = isWhole ? Math.Max(after, until) : lines[^1].Sequence;
        return new(lines, reached, reached >= last);
    }

    /// <summary>The same, but not without a line before the patience ends.</summary>
    /// <exception cref="OperationCanceledException">The caller no longer waits.</exception>
    public async Task<ChangeLines> WaitAsync(long after, ChangeFilter filter, Visibility visibility, Portion portion, TimeSpan patience, TimeProvider clock, CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            // Taken before the look, so that a write between the look and the wait is not slept over.
            var next = written.Next;
            var found = await ReadAsync(after, filter, visibility, portion, cancellation);
            var left = patience - clock.GetElapsedTime(started);
            if (found.Lines.Count > 0 || left <= TimeSpan.Zero)
                return found;
            if (found.UpToDate)
                await Task.WhenAny(next, Task.Delay(left < Interval ? left : Interval, clock, cancellation));
            cancellation.ThrowIfCancellationRequested();
            after = found.Reached;
        }
    }

    private static async Task<(IReadOnlyList<ChangeLine> Lines, bool IsWhole)> FirstAsync(IAsyncEnumerable<ChangeLine> found, Portion portion)
    {
        var (lines, characters) = (new List<ChangeLine>(), 0);
        await foreach (var line in found)
        {
            lines.Add(line);
            characters += line.Document?.Length ?? 0;
            if (lines.Count == portion.Lines || characters >= portion.Characters)
                return (lines, false);
        }

        return (lines, true);
    }
}

/// <summary>What the feed is narrowed to; null members narrow nothing.</summary>
/// <param name="Kind">Kind of record.</param>
/// <param name="Country">Country of the enterprise.</param>
/// <param name="Source">Register or feed of the enterprise.</param>
public sealed record ChangeFilter(string? Kind, string? Country, string? Source);

/// <summary>How much of the feed is read at once; less of it where the end of the log is nearer.</summary>
/// <param name="Lines">At most so many.</param>
/// <param name="Characters">No further line once their documents have so many: one has a few thousand, but may have a million.</param>
public readonly record struct Portion(int Lines, int Characters = 4 * 1024 * 1024);

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
