using TradeDesk.Access;
using TradeDesk.Data;

namespace TradeDesk.Exchange;

/// <summary>Subscriptions as their owners see and change them; every change is a line of the change log.</summary>
public sealed class WebhookStore(Database database, ChangeLog log, WebhookSettings settings, TimeProvider clock)
{
    /// <summary>Of the lines of the change log that tell of subscriptions.</summary>
    public const string Kind = "webhook";

    private readonly WebhookSql sql = new(database.Dialect);

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <param name="webhook">The new one.</param>
    /// <param name="after">Where it starts; null for behind its own line.</param>
    /// <returns>It as it was stored, or why there is no room for it.</returns>
    public Task<(Webhook? Webhook, string? Refusal)> AddAsync(Webhook webhook, long? after, CancellationToken cancellation) => database.WriteAsync<(Webhook?, string?)>(async w =>
    {
        // A request that was broken off and runs again finds what it made.
        if (await w.FindAsync<Webhook>(sql.Find, new { id = webhook.Id, partner = (string?)webhook.Partner }) is { } there)
            return (there, null);
        if (await w.ValueAsync<long>(sql.CountOfPartner, new { partner = webhook.Partner }) >= settings.MostOfPartner)
            return (null, $"Your partner has {settings.MostOfPartner} webhooks already, the most it may. Delete one of those that GET /v1/webhooks lists, then try again.");
        var sequence = await log.AppendAsync(w, Line(webhook.KeyId, webhook, "upsert", 1));
        var added = webhook with { Version = 1, Position = after ?? sequence };
        await w.ExecuteAsync(sql.Insert, added);
        return (added, null);
    }, cancellation);

    /// <summary>A subscription that a caller may see, or null.</summary>
    public Task<Webhook?> FindAsync(string id, Caller caller, CancellationToken cancellation) =>
        database.ReadAsync(r => r.FindAsync<Webhook>(sql.Find, new { id, partner = PartnerOf(caller) }), cancellation);

    /// <summary>Those that a caller may see, in the order of their ids.</summary>
    public Task<IReadOnlyList<Webhook>> ListAsync(Caller caller, string after, int limit, CancellationToken cancellation) =>
        database.ReadAsync(r => r.ListAsync<Webhook>(sql.List, new { partner = PartnerOf(caller), after, limit }), cancellation);

    /// <summary>Replaces a subscription where it is still at the version that was read.</summary>
    /// <param name="webhook">As it shall be; how its next event fares is not written.</param>
    /// <param name="atOnce">Forgets failed attempts; it is the turn of the next event now.</param>
    /// <param name="caller">Who changes it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>False when it is not.</returns>
    public Task<bool> ReplaceAsync(Webhook webhook, bool atOnce, Caller caller, CancellationToken cancellation) => database.WriteAsync(async w =>
    {
        if (await w.ExecuteAsync(sql.Replace, webhook with { UpdatedAt = Now }) == 0)
            return false;
        if (atOnce)
            await w.ExecuteAsync(sql.TryAtOnce, new { id = webhook.Id, now = Now });
        await log.AppendAsync(w, Line(caller.KeyId, webhook, "upsert", webhook.Version + 1));
        return true;
    }, cancellation);

    /// <summary>Puts a new secret beside the one that is there, where none is beside it already.</summary>
    /// <param name="id">The subscription.</param>
    /// <param name="made">Names the request.</param>
    /// <param name="oldValid">For how long the secret that is there goes on signing; zero ends all old ones at once.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The subscription as it is then, with the secret that <paramref name="made"/> it; of another request, when one more secret still signs. Null when it is not there.</returns>
    public Task<Webhook?> RotateAsync(string id, string made, TimeSpan oldValid, Caller caller, CancellationToken cancellation) => database.WriteAsync(async w =>
    {
        var now = clock.GetUtcNow();
        var there = await w.FindAsync<Webhook>(sql.FindHeld, new { id, partner = PartnerOf(caller) });
        if (there is null || there.SecretMade == made || (oldValid > TimeSpan.Zero && there.IsRotating(now)))
            return there;
        var rotated = there with
        {
            Version = there.Version + 1,
            OldSecret = there.Secret,
            OldSecretUntil = (now + oldValid).ToUnixTimeMilliseconds(),
            Secret = WebhookSignature.NewSecret(),
            SecretMade = made,
            UpdatedAt = now.ToUnixTimeMilliseconds(),
        };
        await w.ExecuteAsync(sql.Rotate, rotated);
        await log.AppendAsync(w, Line(caller.KeyId, rotated, "upsert", rotated.Version));
        return rotated;
    }, cancellation);

    /// <summary>Puts the cursor behind a sequence; the next event is tried at once.</summary>
    public Task ReplayAsync(Webhook webhook, Caller caller, long after, CancellationToken cancellation) => database.WriteAsync(async w =>
    {
        var parameters = new { id = webhook.Id, partner = PartnerOf(caller), after, now = Now };
        if (await w.ExecuteAsync(sql.Replay, parameters) == 0)
            return false;
        var changed = await w.FindAsync<Webhook>(sql.Find, parameters);
        await log.AppendAsync(w, Line(caller.KeyId, webhook, "upsert", changed!.Version));
        return true;
    }, cancellation);

    /// <summary>Deletes a subscription with its history where it is still at the version that was read.</summary>
    /// <returns>False when it is not.</returns>
    public Task<bool> RemoveAsync(Webhook webhook, Caller caller, CancellationToken cancellation) => database.WriteAsync(async w =>
    {
        if (await w.ExecuteAsync(sql.Remove, new { id = webhook.Id, version = webhook.Version }) == 0)
            return false;
        await w.ExecuteAsync(sql.RemoveDeliveries, new { id = webhook.Id });
        await log.AppendAsync(w, Line(caller.KeyId, webhook, "delete", webhook.Version + 1));
        return true;
    }, cancellation);

    /// <summary>The attempts of a subscription, the newest first.</summary>
    /// <param name="id">The subscription.</param>
    /// <param name="before">Only attempts with a lower number.</param>
    /// <param name="limit">How many.</param>
    public Task<IReadOnlyList<StoredDelivery>> DeliveriesAsync(string id, long before, int limit, CancellationToken cancellation) =>
        database.ReadAsync(r => r.ListAsync<StoredDelivery>(sql.Deliveries, new { id, before, limit }), cancellation);

    internal static ChangeEntry Line(string actor, Webhook webhook, string op, long version) => new(actor, Kind, op, webhook.Id, version) { Partner = webhook.Partner };

    private static string? PartnerOf(Caller caller) => caller.IsAdmin ? null : caller.Partner;
}
