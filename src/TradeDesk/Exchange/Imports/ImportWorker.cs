using TradeDesk.Data;

namespace TradeDesk.Exchange;

/// <summary>Works on imports, some at a time in each replica; takes up those whose replica is gone, and deletes what is over.</summary>
public sealed class ImportWorker(ImportStore store, ImportRun run, TimeProvider clock, ILogger<ImportWorker> logger) : BackgroundService
{
    // A small import need not wait for a large one of another source.
    private const int AtATime = 2;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2), AfterFailure = TimeSpan.FromSeconds(1);
    private readonly ChangeSignal asked = new();

    /// <summary>Tells the worker that there is a new import.</summary>
    public void Wake() => asked.Raise(0);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, AtATime).Select(_ => WorkAsync(Ulid.NewUlid(clock.GetUtcNow()).ToString(), stoppingToken)));

    private async Task WorkAsync(string owner, CancellationToken stopping)
    {
        await Task.Yield();
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                // Taken before the look, so that an import that comes between the look and the wait is not slept over.
                var next = asked.Next;
                if (!await LookAsync(owner, stopping))
                    await Task.WhenAny(next, Task.Delay(Interval, clock, stopping));
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                logger.LogWarning(e, "Imports wait; trying again");
                await Task.Delay(AfterFailure, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <returns>True when there may be more to do.</returns>
    private async Task<bool> LookAsync(string owner, CancellationToken stopping)
    {
        var swept = await store.SweepAsync(stopping);
        if (await store.ClaimAsync(owner, stopping) is not { } job)
            return swept;
        await RunAsync(job, owner, stopping);
        // What waited for its source may go on now.
        asked.Raise(0);
        return true;
    }

    private async Task RunAsync(ImportJob job, string owner, CancellationToken stopping)
    {
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var holding = HoldAsync(job.Id, owner, lost);
        try
        {
            var failure = await run.RunAsync(job, owner, lost.Token) is { } why ? why + (job.IsDryRun ? " This was a dry run: nothing was written." : "") : null;
            await store.FinishAsync(job.Id, owner, failure, stopping);
            logger.LogInformation("Import {Import} of {Source} is done: {Failure}", job.Id, job.Source, failure ?? "succeeded");
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await store.ReleaseAsync(job.Id, owner);
        }
        catch (Exception e) when (e is ImportLostException or OperationCanceledException)
        {
            logger.LogInformation("Import {Import} was cancelled or taken over", job.Id);
        }
        catch (Exception e) when (e is not DatabaseAwayException)
        {
            // What has been cancelled has no file any more.
            if (await store.FinishAsync(job.Id, owner, $"The desk failed. {(job.IsDryRun ? "Nothing was written" : "What was read before is loaded")}. This is the desk's fault; tell its administrator the id of the import.", stopping))
                logger.LogError(e, "Import {Import} failed", job.Id);
        }
        finally
        {
            await lost.CancelAsync();
            await holding;
        }
    }

    private async Task HoldAsync(string id, string owner, CancellationTokenSource lost)
    {
        while (true)
        {
            await Task.Delay(ImportStore.Lease / 3, clock, lost.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (lost.IsCancellationRequested)
                return;
            try
            {
                if (!await store.RenewAsync(id, owner, lost.Token))
                    await lost.CancelAsync();
            }
            catch (Exception e) when (e is DatabaseAwayException or OperationCanceledException)
            {
                // The work itself finds out.
            }
        }
    }
}
