using TradeDesk.Data;

namespace TradeDesk.Exchange;

/// <summary>
/// Whose turn it is: who delivers for a subscription holds a lease that every delivery renews. One whose lease has ended belongs to whoever takes it, and
/// goes on behind the last event that was delivered.
/// </summary>
public sealed class WebhookClaims(Database database, ChangeLog log, GroupedWrites writes, WebhookSettings settings, TimeProvider clock)
{
    /// <summary>Attempts that the history of a subscription keeps, about.</summary>
    public const int MostDeliveries = 1000;

    private const int MostNamed = 1000;

    // An event is sent and written down well within the lease.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(15), ToWriteDown = TimeSpan.FromSeconds(3);
    private readonly WebhookSql sql = new(database.Dialect);

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private long LeaseEnd => (clock.GetUtcNow() + settings.Timeout + Slack).ToUnixTimeMilliseconds();

    /// <summary>Takes those whose turn it is, who waited longest first.</summary>
    /// <param name="busy">Not these; this replica still works on them.</param>
    /// <param name="limit">At most so many, and not more than one statement may name.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<IReadOnlyList<WebhookClaim>> ClaimAsync(Func<string, bool> busy, int limit, CancellationToken cancellation)
    {
        var due = await database.ReadAsync(r => r.ListAsync<string>(sql.NextDue, new { now = Now, limit = settings.MostAtOnce }), cancellation);
        var ids = due.Where(id => !busy(id)).Take(Math.Min(limit, MostNamed)).ToArray();
        if (ids.Length == 0)
            return [];
        var owner = Ulid.NewUlid(clock.GetUtcNow()).ToString();
        IReadOnlyList<Webhook> claimed = [];
        await writes.RunAsync(async w =>
        {
            claimed = await w.ExecuteAsync(sql.Claim, new { ids, owner, now = Now, until = LeaseEnd }) == 0 ? [] : await w.ListAsync<Webhook>(sql.Claimed, new { ids, owner });
            return true;
        }, cancellation);
        return [.. claimed.Select(c => new WebhookClaim(c, owner))];
    }

    /// <summary>How long until a subscription that waits for its next attempt is due; null when none waits.</summary>
    public async Task<TimeSpan?> UntilDueAsync(CancellationToken cancellation) =>
        await database.ReadAsync(r => r.ValueAsync<long?>(sql.NextTurn, new { now = Now }), cancellation) is { } due ? TimeSpan.FromMilliseconds(due - Now) : null;

    /// <summary>The subscription as it is now, while it is still the owner's for as long as sending takes; null when it is not, or not active.</summary>
    public Task<Webhook?> HeldAsync(string id, string owner, CancellationToken cancellation) =>
        database.ReadAsync(r => r.FindAsync<Webhook>(sql.Held, new { id, owner, now = (clock.GetUtcNow() + settings.Timeout + ToWriteDown).ToUnixTimeMilliseconds() }), cancellation);

    /// <summary>Writes down what came of an attempt. A failure gives the subscription back until its next attempt is due.</summary>
    /// <returns>False when the subscription is not the owner's any more, or was changed meanwhile.</returns>
    public Task<bool> WriteDownAsync(Webhook webhook, Attempted attempted, CancellationToken cancellation)
    {
        var entry = attempted with { Now = Now, LeaseUntil = LeaseEnd };
        return writes.RunAsync(async w =>
        {
            if (await w.ExecuteAsync(entry.Delivered == 1 ? sql.Advance : sql.Fail, entry) == 0)
                return false;
            if (entry.Attempt > 0)
                await w.ExecuteAsync(sql.AddDelivery, entry);
            // One that fails again and again may not come to rest for long.
            if (entry.Delivered == 0)
                await ForgetAsync(w, webhook.Id);
            return entry.Reason is null || await DisableAsync(w, webhook, entry.Reason);
        }, cancellation);
    }

    /// <summary>Disables a subscription that cannot go on.</summary>
    public Task DisableAsync(Webhook webhook, string reason, CancellationToken cancellation) => writes.RunAsync(w => DisableAsync(w, webhook, reason), cancellation);

    /// <summary>Gives a subscription back, with how far it has come.</summary>
    public Task RestAsync(Webhook webhook, string owner, long reached, CancellationToken cancellation) => writes.RunAsync(async w =>
    {
        if (await w.ExecuteAsync(sql.Rest, new { webhook.Id, Owner = owner, Before = webhook.Position, Position = reached, Now }) == 0)
            await w.ExecuteAsync(sql.Release, new { id = webhook.Id, owner });
        await ForgetAsync(w, webhook.Id);
        return true;
    }, cancellation);

    private Task<int> ForgetAsync(Writing writing, string id) => writing.ExecuteAsync(sql.ForgetDeliveries, new { id, limit = MostDeliveries });

    private async Task<bool> DisableAsync(Writing writing, Webhook webhook, string reason)
    {
        if (await writing.ExecuteAsync(sql.Disable, new { webhook.Id, webhook.Version, Reason = reason, Now }) == 0)
            return false;
        await log.AppendAsync(writing, WebhookStore.Line(WebhookStore.Kind, webhook, "upsert", webhook.Version + 1));
        return true;
    }
}

/// <summary>A subscription that is someone's to deliver.</summary>
/// <param name="Webhook">As it was when it was taken.</param>
/// <param name="Owner">A new name each time.</param>
public sealed record WebhookClaim(Webhook Webhook, string Owner);

/// <summary>What came of an attempt to deliver one event.</summary>
public sealed record Attempted
{
    public required string Id { get; init; }

    public required string Owner { get; init; }

    /// <summary>Only while the subscription is at this version, where the attempt failed.</summary>
    public required long Version { get; init; }

    /// <summary>Only while its cursor is here.</summary>
    public required long Before { get; init; }

    /// <summary>Where its cursor is then.</summary>
    public required long Position { get; init; }

    public required long Sequence { get; init; }

    public required string Type { get; init; }

    public required string RecordId { get; init; }

    /// <summary>1 for the first; 0 when nothing was sent.</summary>
    public required long Attempt { get; init; }

    public required long Delivered { get; init; }

    public int? Status { get; init; }

    /// <summary>Milliseconds.</summary>
    public required long Duration { get; init; }

    public string? Error { get; init; }

    public long FailedAttempts { get; init; }

    public long? FailingSince { get; init; }

    public long NextAt { get; init; }

    /// <summary>Why the subscription is to be disabled; null when it is not.</summary>
    public string? Reason { get; init; }

    public long Now { get; init; }

    public long LeaseUntil { get; init; }
}
