using System.Runtime.CompilerServices;
using TradeDesk.Data;
using TradeDesk.Http;

namespace TradeDesk.Matches;

/// <summary>
/// Full runs in the database: who works on one holds a lease that every stored part renews. A run whose lease has ended belongs to whoever
/// takes it, and goes on behind the last part.
/// </summary>
public sealed class MatchRunStore(Database database, MatchRunSettings settings, TimeProvider clock)
{
    /// <summary>Runs that one key may keep, and runs of all keys that may wait or run.</summary>
    public const int MostOfKey = 5, MostWaiting = 20;

    private const int PartsRead = 4, PartsDeleted = 200;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);
    private readonly MatchRunSql sql = new(database.Dialect);

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private long LeaseEnd => (clock.GetUtcNow() + Lease).ToUnixTimeMilliseconds();

    private long Expiry => (clock.GetUtcNow() + settings.Retention).ToUnixTimeMilliseconds();

    /// <returns>The run as it was stored, also by a request that was broken off, or why there is no room for it.</returns>
    public Task<(MatchRun? Run, string? Refusal)> AddAsync(MatchRun run, CancellationToken cancellation) => database.WriteAsync<(MatchRun?, string?)>(async w =>
    {
        var of = new { id = run.Id, keyId = run.KeyId, now = Now };
        if (await w.FindAsync<MatchRun>(sql.OneOfKey, of) is { } asked)
            return (asked, null);
        if (await w.ValueAsync<long>(sql.CountOfKey, of) >= MostOfKey)
            return (null, $"Your key keeps {MostOfKey} match runs already, the most it may. Delete one of those that GET /v1/match-runs lists, then ask again.");
        if (await w.ValueAsync<long>(sql.CountWaiting, of) >= MostWaiting)
            return (null, $"{MostWaiting} match runs are waiting already. Ask again when some of them are done.");
        var added = run with { ExpiresAt = Expiry };
        await w.ExecuteAsync(sql.Insert, added);
        return (added, null);
    }, cancellation);

    /// <summary>A run of a key, or null.</summary>
    public Task<MatchRun?> FindAsync(string id, string keyId, CancellationToken cancellation) =>
        database.ReadAsync(r => r.FindAsync<MatchRun>(sql.OneOfKey, new { id, keyId, now = Now }), cancellation);

    /// <summary>The runs of a key, the newest first.</summary>
    public Task<IReadOnlyList<MatchRun>> OfKeyAsync(string keyId, CancellationToken cancellation) =>
        database.ReadAsync(r => r.ListAsync<MatchRun>(sql.AllOfKey, new { keyId, now = Now, limit = MostOfKey }), cancellation);

    /// <summary>Ends a run of a key and hides it; its results are deleted later, piece by piece.</summary>
    /// <returns>False when there is no such run.</returns>
    public Task<bool> RemoveAsync(string id, string keyId, CancellationToken cancellation) =>
        database.WriteAsync(async w => await w.ExecuteAsync(sql.Remove, new { id, keyId, now = Now }) == 1, cancellation);

    /// <summary>Takes the oldest run that nobody works on.</summary>
    public async Task<MatchRun?> ClaimAsync(string owner, CancellationToken cancellation)
    {
        var next = await database.ReadAsync(r => r.FindAsync<string>(sql.NextFree, new { owner, now = Now, limit = 1 }), cancellation);
        return next is null ? null : await database.WriteAsync(
            async w => await w.ExecuteAsync(sql.Claim, new { id = next, owner, now = Now, until = LeaseEnd }) == 1 ? await w.FindAsync<MatchRun>(sql.One, new { id = next }) : null,
            cancellation);
    }

    /// <summary>Gives a run back, for others to go on with.</summary>
    public Task ReleaseAsync(string id, string owner, CancellationToken cancellation) =>
        database.WriteAsync(w => w.ExecuteAsync(sql.Release, new { id, owner }), cancellation);

    /// <summary>Stores a part and the progress it means, and renews the lease.</summary>
    /// <returns>False when the run is not the owner's any more: taken over, or removed.</returns>
    public Task<bool> AdvanceAsync(string id, string owner, MatchRunPart part, CancellationToken cancellation) => database.WriteAsync(async w =>
    {
        var stored = part.Lines.Length > 0 ? 1 : 0;
        if (await w.ExecuteAsync(sql.Advance, new { id, owner, part.After, part.Last, part.Looked, part.Sequence, stored, until = LeaseEnd, expiresAt = Expiry }) == 0)
            return false;
        if (stored == 1)
            await w.ExecuteAsync(sql.AddPart, new { id, part.Lines });
        return true;
    }, cancellation);

    /// <summary>Ends the work on a run.</summary>
    /// <param name="failure">Why it failed; null when it succeeded.</param>
    public Task FinishAsync(string id, string owner, string? failure, CancellationToken cancellation) => database.WriteAsync(
        w => w.ExecuteAsync(sql.Finish, new { id, owner, failure, state = DeskJson.Word(failure is null ? MatchRunState.Succeeded : MatchRunState.Failed), now = Now, expiresAt = Expiry }),
        cancellation);

    /// <summary>The results, some parts at a time.</summary>
    /// <exception cref="InvalidOperationException">The run was removed meanwhile.</exception>
    public async IAsyncEnumerable<string> LinesAsync(MatchRun run, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var after = 0L; after < run.Parts;)
        {
            var parts = await database.ReadAsync(r => r.ListAsync<StoredPart>(sql.Parts, new { id = run.Id, after, limit = PartsRead }), cancellation);
            foreach (var part in parts)
                yield return part.Number == ++after ? part.Lines : throw Gone(run);
            if (parts.Count == 0)
                throw Gone(run);
        }
    }

    /// <summary>Deletes a piece of what expired or was removed: few parts a transaction, so that other writers need not wait.</summary>
    /// <returns>False when there was nothing to delete.</returns>
    public async Task<bool> SweepAsync(CancellationToken cancellation)
    {
        var id = await database.ReadAsync(r => r.FindAsync<string>(sql.NextOver, new { now = Now, limit = 1 }), cancellation);
        return id is not null && await database.WriteAsync(async w =>
        {
            if (await w.ExecuteAsync(sql.Expire, new { id, now = Now }) == 0)
                return true;
            var lowest = await w.ValueAsync<long>(sql.LowestPart, new { id });
            await w.ExecuteAsync(lowest > 0 ? sql.DeleteParts : sql.Delete, new { id, below = lowest + PartsDeleted });
            return true;
        }, cancellation);
    }

    // The answer has begun; breaking it off is the only way left to say that it is not whole.
    private static InvalidOperationException Gone(MatchRun run) => new($"Match run {run.Id} was removed while its results were read.");

    private sealed record StoredPart
    {
        public long Number { get; init; }

        public string Lines { get; init; } = "";
    }
}
