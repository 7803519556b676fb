using System.Globalization;
using TradeDesk.Access;
using TradeDesk.Data;
using TradeDesk.Enterprises;

namespace TradeDesk.Exchange;

/// <summary>Delivers for one subscription at a time of one replica: one event after another, until there is none left, one fails, or the turn is over.</summary>
public sealed class WebhookTurn(
    ChangeFeed feed, ChangeLog log, KeyRing keys, WebhookClaims claims, WebhookSender sender, WebhookSettings settings, DeskSettings desk, TimeProvider clock, ILogger<WebhookTurn> logger)
{
    private const int MostLines = 50, MostCharacters = 256 * 1024;

    // Longest: others wait for their turn too. Fresh: what was read longer ago is read again, for the record or the rights may have changed. Linger:
    // changes come in groups, and taking a subscription costs a write.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5), Fresh = TimeSpan.FromSeconds(1), Linger = TimeSpan.FromSeconds(1);

    /// <param name="claim">The subscription, taken.</param>
    /// <param name="stopping">No new event any more.</param>
    /// <param name="ending">The event that is being sent neither.</param>
    public async Task TakeAsync(WebhookClaim claim, CancellationToken stopping, CancellationToken ending)
    {
        var state = new Progress(claim.Webhook, claim.Webhook.Position);
        try
        {
            for (var began = clock.GetTimestamp(); clock.GetElapsedTime(began) < Longest && !stopping.IsCancellationRequested;)
                if (!await GoOnAsync(state, claim.Owner, stopping, ending))
                    break;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // What was under way is sent again by whoever comes next.
        }

        if (!state.IsGivenBack)
            await claims.RestAsync(state.Webhook, claim.Owner, state.Reached, CancellationToken.None);
    }

    /// <returns>False when the turn is over.</returns>
    private async Task<bool> GoOnAsync(Progress state, string owner, CancellationToken stopping, CancellationToken ending)
    {
        var webhook = state.Webhook;
        if (await keys.OfKeyAsync(webhook.KeyId, stopping) is not { } caller)
            return await DisableAsync(webhook, "The key that made it is no longer valid. Set status to active with a key that is, and it goes on where it stands.", stopping);
        var found = await feed.WaitAsync(state.Reached, webhook.Filter, new Visibility(caller, desk.HomeCountry), new(state.Lines, MostCharacters), Linger, clock, stopping);
        var read = clock.GetTimestamp();
        if (await log.FirstSequenceAsync(stopping) is var first && state.Reached < first - 1)
            return await DisableAsync(webhook, $"The change log begins at {first}; what was written between {state.Reached} and there is no longer in it. Take GET /v1/export, replay from the sequence that it names, and set status to active.", stopping);
        // After the lines: who was paused, or lost the key, before a line was written is not sent it.
        if (await claims.HeldAsync(webhook.Id, owner, stopping) is not { } held || await keys.OfKeyAsync(webhook.KeyId, stopping) is null)
            return false;
        if (held.Version != webhook.Version)
        {
            state.Become(held);
            return true;
        }

        foreach (var line in found.Lines)
        {
            if (webhook.Op is null || webhook.Op == ChangeWriter.Op(line))
            {
                if (clock.GetElapsedTime(read) > Fresh || stopping.IsCancellationRequested)
                    return true;
                if (!await DeliverAsync(state, line, owner, ending))
                    return false;
            }

            state.Reached = line.Sequence;
        }

        state.Reached = found.Reached;
        state.Lines = Math.Min(MostLines, state.Lines * 2);
        return found.Lines.Count > 0 || !found.UpToDate;
    }

    /// <returns>False when it failed, or the subscription is not the owner's any more.</returns>
    private async Task<bool> DeliverAsync(Progress state, ChangeLine line, string owner, CancellationToken ending)
    {
        var webhook = state.Webhook;
        var eventId = webhook.EventId(line.Sequence);
        var outcome = await sender.SendAsync(webhook, eventId, WebhookBody.Of(eventId, line), ending);
        var attempted = new Attempted
        {
            Id = webhook.Id,
            Owner = owner,
            Version = webhook.Version,
            Before = webhook.Position,
            Position = outcome.Delivered ? line.Sequence : state.Reached,
            Sequence = line.Sequence,
            Type = WebhookBody.Type(line),
            RecordId = line.Id,
            Attempt = outcome.NotTried ? 0 : webhook.Attempt + 1,
            Delivered = outcome.Delivered ? 1 : 0,
            Status = outcome.Status,
            Duration = (long)outcome.Duration.TotalMilliseconds,
            Error = outcome.Error,
        };
        if (!outcome.Delivered)
            attempted = AfterFailure(webhook, attempted, outcome);
        var written = await claims.WriteDownAsync(webhook, attempted, ending);
        state.IsGivenBack = written && !outcome.Delivered;
        if (written && outcome.Delivered)
            state.Webhook = webhook with { Position = line.Sequence, Attempt = 0, FailingSince = null };
        if (attempted.Reason is not null)
            logger.LogWarning("Webhook {Webhook} of {Partner} is disabled: {Reason}", webhook.Id, webhook.Partner, attempted.Reason);
        return written && outcome.Delivered;
    }

    private Attempted AfterFailure(Webhook webhook, Attempted attempted, SendOutcome outcome)
    {
        var now = clock.GetUtcNow();
        var since = webhook.FailingSince ?? now.ToUnixTimeMilliseconds();
        var failed = outcome.NotTried ? webhook.Attempt : webhook.Attempt + 1;
        var failing = now - DateTimeOffset.FromUnixTimeMilliseconds(since);
        var wait = RetrySchedule.Wait(settings.RetryDelays, failed, failing, outcome, Random.Shared.NextDouble());
        return attempted with
        {
            FailedAttempts = failed,
            FailingSince = since,
            NextAt = (now + (wait ?? TimeSpan.Zero)).ToUnixTimeMilliseconds(),
            Reason = outcome.Gone ? "The endpoint answered 410: it wants no more events. Set status to active to send them again."
                : wait is null ? string.Create(CultureInfo.InvariantCulture, $"The event of sequence {attempted.Sequence} failed {failed} times over {failing.TotalHours:0.#} h; the last time: {outcome.Error} Correct the endpoint, try it with a ping, and set status to active: it goes on with this event.")
                : null,
        };
    }

    private async Task<bool> DisableAsync(Webhook webhook, string reason, CancellationToken cancellation)
    {
        await claims.DisableAsync(webhook, reason, cancellation);
        logger.LogWarning("Webhook {Webhook} of {Partner} is disabled: {Reason}", webhook.Id, webhook.Partner, reason);
        return false;
    }

    /// <summary>How far a turn has come.</summary>
    private sealed class Progress(Webhook webhook, long reached)
    {
        /// <summary>How many lines are read at once: few after a failure, for what is read behind the next one is read in vain.</summary>
        public int Lines { get; set; } = webhook.Attempt > 0 ? 1 : MostLines;

        /// <summary>As it is in the database.</summary>
        public Webhook Webhook { get; set; } = webhook;

        /// <summary>Delivered or filtered out, up to here; behind its position while what was filtered out is not written down yet.</summary>
        public long Reached { get; set; } = reached;

        /// <summary>A failure was written down, and the subscription with it.</summary>
        public bool IsGivenBack { get; set; }

        public void Become(Webhook changed) => (Webhook, Reached) = (changed, changed.Position);
    }
}
