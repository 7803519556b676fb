using TradeDesk.Data;
using TradeDesk.Http;
using TradeDesk.Matching;

namespace TradeDesk.Matches;

/// <summary>Works on full runs, one at a time in each replica; takes up those whose replica is gone, and deletes those that are over.</summary>
public sealed class MatchRunWorker(MatchRunStore store, MatchRunComputation computation, MatchIndexReader index, MatchPolicies policies, TimeProvider clock, ILogger<MatchRunWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2), AfterFailure = TimeSpan.FromSeconds(1), BehindFor = TimeSpan.FromMilliseconds(100);
    private readonly string owner = Ulid.NewUlid(clock.GetUtcNow()).ToString();
    private readonly ChangeSignal asked = new();
    private readonly Lock gate = new();
    private (string Id, CancellationTokenSource Stop)? current;

    /// <summary>Tells the worker that there is a new run.</summary>
    public void Wake() => asked.Raise(0);

    /// <summary>Ends the work on a run at once where this replica does it; another one learns of it at its next part.</summary>
    public void Stop(string id)
    {
        lock (gate)
            if (current is { } working && working.Id == id)
                working.Stop.Cancel();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // Taken before the look, so that a run that comes between the look and the wait is not slept over.
                var next = asked.Next;
                if (!await LookAsync(stoppingToken))
                    await Task.WhenAny(next, Task.Delay(Interval, clock, stoppingToken));
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                logger.LogWarning(e, "Match runs wait; trying again");
                await Task.Delay(AfterFailure, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <returns>True when there may be more to do.</returns>
    private async Task<bool> LookAsync(CancellationToken stopping)
    {
        if (!index.IsLoaded)
            return false;
        var swept = await store.SweepAsync(stopping);
        if (await store.ClaimAsync(owner, stopping) is not { } run)
            return swept;
        await WorkAsync(run, stopping);
        return true;
    }

    private async Task WorkAsync(MatchRun run, CancellationToken stopping)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        lock (gate)
            current = (run.Id, stop);
        try
        {
            await RunAsync(run, stop.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await store.ReleaseAsync(run.Id, owner, CancellationToken.None);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            logger.LogInformation("Match run {Run} was deleted while it ran", run.Id);
        }
        catch (Exception e) when (e is not (DatabaseAwayException or IndexCatchingUpException or OperationCanceledException))
        {
            logger.LogError(e, "Match run {Run} failed", run.Id);
            await store.FinishAsync(run.Id, owner, "The desk failed. This is the desk's fault; tell its administrator the id of the run.", stopping);
        }
        finally
        {
            lock (gate)
                current = null;
        }
    }

    private async Task RunAsync(MatchRun run, CancellationToken cancellation)
    {
        if (policies.Find(run.Policy) is not { } policy)
        {
            await store.FinishAsync(run.Id, owner, $"The policy {run.Policy} is no longer there. Ask for a new run with one of GET /v1/policies.", cancellation);
            return;
        }

        var options = new MatchOptions { Limit = (int)run.Peers, Policy = policy, On = run.On, Explain = run.Explain };
        var snapshot = await SnapshotAsync(run.Sequence, cancellation);
        for (var after = run.LastEnterprise; await computation.NextAsync(run, options, snapshot, after, cancellation) is { } part; after = part.Last)
            if (!await store.AdvanceAsync(run.Id, owner, part, cancellation))
                return;
        await store.FinishAsync(run.Id, owner, null, cancellation);
        logger.LogInformation("Match run {Run} is done at sequence {Sequence}", run.Id, snapshot.Sequence);
    }

    // One snapshot for all that is left: the lines are true together. This replica may be behind the one that was asked.
    private async Task<MatchSnapshot> SnapshotAsync(long sequence, CancellationToken cancellation)
    {
        while (true)
        {
            var snapshot = await index.CurrentAsync(cancellation);
            if (snapshot.Sequence >= sequence)
                return snapshot;
            await Task.Delay(BehindFor, clock, cancellation);
        }
    }
}
