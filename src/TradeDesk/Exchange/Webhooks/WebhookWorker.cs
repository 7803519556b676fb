using System.Collections.Concurrent;
using TradeDesk.Data;

namespace TradeDesk.Exchange;

/// <summary>Delivers events: takes the subscriptions whose turn it is, many at a time, whichever replica they were with before.</summary>
public sealed class WebhookWorker(WebhookClaims claims, WebhookTurn turn, ChangeSignal written, WebhookSettings settings, TimeProvider clock, ILogger<WebhookWorker> logger) : BackgroundService
{
    // What another replica writes raises no signal here. Apart: many small writes are looked at together. Farewell: for the event that is being sent.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200), Apart = TimeSpan.FromMilliseconds(20), AfterFailure = TimeSpan.FromSeconds(1), Farewell = TimeSpan.FromSeconds(3);
    private readonly ConcurrentDictionary<string, Task> turns = new(StringComparer.Ordinal);
    private readonly ChangeSignal asked = new();

    /// <summary>Tells the worker that a subscription was changed.</summary>
    public void Wake() => asked.Raise(0);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var ending = new CancellationTokenSource();
        await using var farewell = stoppingToken.Register(() => ending.CancelAfter(Farewell));
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // Taken before the look, so that a write between the look and the wait is not slept over.
                var next = Task.WhenAny(written.Next, asked.Next);
                await LookAsync(stoppingToken, ending.Token);
                var due = await claims.UntilDueAsync(stoppingToken) ?? Interval;
                await Task.Delay(Apart, clock, stoppingToken);
                await Task.WhenAny(next, Task.Delay(due < Apart ? TimeSpan.Zero : due < Interval ? due - Apart : Interval, clock, stoppingToken));
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                logger.LogWarning(e, "Webhooks wait; trying again");
                await Task.Delay(AfterFailure, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await Task.WhenAll(turns.Values);
    }

    private async Task LookAsync(CancellationToken stopping, CancellationToken ending)
    {
        if (settings.MostAtOnce - turns.Count is var free && free <= 0)
            return;
        foreach (var claim in await claims.ClaimAsync(turns.ContainsKey, free, stopping))
        {
            // Begun when it is in the list, so that it cannot be over before.
            var taking = new Task<Task>(() => TakeAsync(claim, stopping, ending));
            turns[claim.Webhook.Id] = taking.Unwrap();
            taking.Start(TaskScheduler.Default);
        }
    }

    private async Task TakeAsync(WebhookClaim claim, CancellationToken stopping, CancellationToken ending)
    {
        try
        {
            await turn.TakeAsync(claim, stopping, ending);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // Its lease ends, and another replica sends the event again.
        }
        catch (Exception e)
        {
            logger.LogWarning(e, "Webhook {Webhook} waits until its lease ends", claim.Webhook.Id);
        }
        finally
        {
            turns.TryRemove(claim.Webhook.Id, out _);
            asked.Raise(0);
        }
    }
}
