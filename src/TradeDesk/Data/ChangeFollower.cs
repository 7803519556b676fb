namespace TradeDesk.Data;

/// <summary>One reader of the change log, with a cursor of its own.</summary>
public interface IChangeReader
{
    /// <summary>Loads what is there before the first line is followed.</summary>
    /// <returns>The sequence up to which everything is loaded; lines after it will be taken.</returns>
    Task<long> LoadAsync(CancellationToken cancellation);

    /// <summary>Takes lines in order. The same line may come twice after a failure.</summary>
    /// <param name="changes">One or more.</param>
    /// <param name="moreWait">Lines after these are there already.</param>
    Task TakeAsync(IReadOnlyList<Change> changes, bool moreWait, CancellationToken cancellation);

    /// <summary>Completes when it is time to load or to look for lines; at once, unless the reader has leisure.</summary>
    Task DueAsync(CancellationToken cancellation) => Task.CompletedTask;
}

/// <summary>Follows the change log for one reader: at once after a write of this process, otherwise at a short interval.</summary>
public sealed class ChangeFollower(IChangeReader reader, ChangeLog log, ChangeSignal signal, TimeProvider clock, ILogger<ChangeFollower> logger) : BackgroundService
{
    private const int Lines = 1000;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200), AfterFailure = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The server should listen, and say that it is not ready, while a large register loads.
        await Task.Yield();
        long? cursor = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await reader.DueAsync(stoppingToken);
                cursor ??= await reader.LoadAsync(stoppingToken);
                cursor = await FollowAsync(cursor.Value, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                logger.LogWarning(e, "The change log could not be followed after {Sequence}; trying again", cursor);
                await Task.Delay(AfterFailure, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<long> FollowAsync(long cursor, CancellationToken cancellation)
    {
        // Taken before the look, so that a write between the look and the wait is not slept over.
        var next = signal.Next;
        var changes = await log.AfterAsync(cursor, Lines + 1, cancellation);
        if (changes.Count == 0)
        {
            await Task.WhenAny(next, Task.Delay(Interval, clock, cancellation));
            cancellation.ThrowIfCancellationRequested();
            return cursor;
        }

        var moreWait = changes.Count > Lines;
        changes = moreWait ? [.. changes.Take(Lines)] : changes;
        await reader.TakeAsync(changes, moreWait, cancellation);
        return changes[^1].Sequence;
    }
}
