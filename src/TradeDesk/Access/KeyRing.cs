using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using TradeDesk.Data;
using TradeDesk.Http;

namespace TradeDesk.Access;

/// <summary>
/// The keys in memory, so that a read which the index can answer needs no database. A key met for the first time is looked
/// up; a change of a key arrives through the change log.
/// </summary>
public sealed class KeyRing(KeyStore store, ChangeLog log, AccessSettings settings) : IChangeReader
{
    /// <summary>The partner that the bootstrap key writes for.</summary>
    public const string Desk = "desk";

    private static readonly Caller Bootstrap = new("bootstrap", Desk, DeskRole.Admin, [], Cleared: true);
    private readonly ConcurrentDictionary<string, ApiKey> known = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private long forgotten;

    /// <summary>The caller behind a key's text, or null when the key is not valid.</summary>
    public async Task<Caller?> FindAsync(string text, CancellationToken cancellation)
    {
        if (IsBootstrap(text))
            return Bootstrap;
        if (KeyStore.Parse(text) is not { } parts)
            return null;
        var key = known.GetValueOrDefault(parts.Id) ?? await LookUpAsync(parts.Id, cancellation);
        return key is { RevokedAt: null } && KeyStore.Matches(key, parts.Secret) ? CallerOf(key) : null;
    }

    /// <summary>What the key of an id may do at this moment, for work that goes on without its text; null when it is not valid any more.</summary>
    public async Task<Caller?> OfKeyAsync(string id, CancellationToken cancellation)
    {
        if (id == Bootstrap.KeyId)
            return settings.BootstrapKey is null ? null : Bootstrap;
        return await store.FindAsync(id, cancellation) is { RevokedAt: null } key ? CallerOf(key) : null;
    }

    public Task<long> LoadAsync(CancellationToken cancellation) => log.LastSequenceAsync(cancellation);

    public Task TakeAsync(IReadOnlyList<Change> changes, bool moreWait, CancellationToken cancellation)
    {
        foreach (var change in changes.Where(c => c.Kind == "key"))
            Forget(change.Id);
        return Task.CompletedTask;
    }

    // A key that changed while it was looked up is not kept: what was read may be from before its revocation.
    private async Task<ApiKey?> LookUpAsync(string id, CancellationToken cancellation)
    {
        var before = Volatile.Read(ref forgotten);
        var key = await store.FindAsync(id, cancellation);
        lock (gate)
            if (key is not null && forgotten == before)
                known[id] = key;
        return key;
    }

    private void Forget(string id)
    {
        lock (gate)
        {
            forgotten++;
            known.TryRemove(id, out _);
        }
    }

    private bool IsBootstrap(string text) =>
        settings.BootstrapKey is { } key && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(key)), SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static Caller CallerOf(ApiKey key)
    {
        DeskJson.TryWord<DeskRole>(key.Role, out var role);
        return new Caller(key.Id, key.Partner, role, key.Countries.Split(',', StringSplitOptions.RemoveEmptyEntries), key.Cleared == 1 || role == DeskRole.Admin);
    }
}

/// <summary>Access settings.</summary>
/// <param name="BootstrapKey">An admin key given from outside for automation: 32 characters or more; null for none.</param>
public sealed record AccessSettings(string? BootstrapKey);
