using System.Runtime.CompilerServices;
using System.Text.Json;
using TradeDesk.Data;
using TradeDesk.Http;

namespace TradeDesk.Exchange;

/// <summary>
/// Imports in the database, their files with them, so that any replica can work on one. Who does holds a lease; an import whose lease has
/// ended belongs to whoever takes it, and goes on behind the last step.
/// </summary>
public sealed class ImportStore(Database database, ImportSettings settings, TimeProvider clock)
{
    /// <summary>Imports of one partner that may wait or run.</summary>
    public const int MostWaiting = 20;

    /// <summary>How long an import whose worker is silent stays that worker's.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    // A sender may be slow; what it has not sent on for so long is thrown away.
    private static readonly TimeSpan Receiving = TimeSpan.FromMinutes(5);
    private const int DeletedAtOnce = 50, ErrorPartsRead = 4, MostErrors = 100_000;
    private readonly ImportSql sql = new(database.Dialect);

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private long LeaseEnd => (clock.GetUtcNow() + Lease).ToUnixTimeMilliseconds();

    private long ReceivingEnd => (clock.GetUtcNow() + Receiving).ToUnixTimeMilliseconds();

    private long Expiry => (clock.GetUtcNow() + settings.Retention).ToUnixTimeMilliseconds();

    /// <summary>Makes room for the file of an import.</summary>
    /// <returns>The import; one that is further than receiving was sent by an earlier request that was broken off. Or null when too many wait.</returns>
    public Task<ImportJob?> AddAsync(ImportJob job, CancellationToken cancellation) => database.WriteAsync<ImportJob?>(async w =>
    {
        var there = await w.FindAsync<ImportJob>(sql.One, new { id = job.Id });
        if (there is { Status: not (ImportJob.Receiving or ImportJob.ThrownAway) })
            return there;
        if (there is not null)
        {
            // Its file broke off on the way; nothing of it counts.
            await w.ExecuteAsync(sql.DeleteParts, new { id = job.Id, below = long.MaxValue });
            await w.ExecuteAsync(sql.Delete, new { id = job.Id, now = Now });
        }

        if (await w.ValueAsync<long>(sql.CountWaiting, new { partner = job.Partner, now = Now }) >= MostWaiting)
            return null;
        await w.ExecuteAsync(sql.Insert, job with { ExpiresAt = Expiry, LeaseUntil = ReceivingEnd });
        return job;
    }, cancellation);

    /// <summary>Keeps the next part of a file.</summary>
    /// <param name="size">Its bytes, unpacked.</param>
    /// <param name="content">The packed part.</param>
    /// <exception cref="ImportLostException">It came too slowly; some of it may be thrown away.</exception>
    public Task AddPartAsync(string id, int size, byte[] content, CancellationToken cancellation) => database.WriteAsync(async w =>
    {
        if (await w.ExecuteAsync(sql.Receive, new { id, size, now = Now, until = ReceivingEnd }) == 0)
            throw new ImportLostException();
        return await w.ExecuteAsync(sql.AddPart, new { id, content });
    }, cancellation, patient: true);

    /// <summary>The whole file is there; the import waits for its turn.</summary>
    /// <exception cref="ImportLostException">It came too slowly; some of it may be thrown away.</exception>
    public Task<ImportJob> ReceivedAsync(string id, CancellationToken cancellation) => database.WriteAsync(async w =>
    {
        if (await w.ExecuteAsync(sql.Received, new { id, now = Now, expiresAt = Expiry }) == 0)
            throw new ImportLostException();
        return (await w.FindAsync<ImportJob>(sql.One, new { id }))!;
    }, cancellation);

    /// <summary>Throws away a file that did not arrive as a whole.</summary>
    public Task AbandonAsync(string id) => database.WriteAsync(w => w.ExecuteAsync(sql.Abandon, new { id }), CancellationToken.None);

    /// <summary>A part of a file, packed, numbered from 1; null behind the last one.</summary>
    public Task<byte[]?> PartAsync(string id, long number, CancellationToken cancellation) =>
        database.ReadAsync(r => r.ValueAsync<byte[]>(sql.Part, new { id, number }), cancellation);

    /// <summary>An import of a partner, or null.</summary>
    /// <param name="partner">Null finds anyone's.</param>
    public Task<ImportJob?> FindAsync(string id, string? partner, CancellationToken cancellation) =>
        database.ReadAsync(r => r.FindAsync<ImportJob>(sql.OneOfPartner, new { id, partner, now = Now }), cancellation);

    /// <summary>Imports of a partner, the newest first.</summary>
    /// <param name="partner">Null lists everyone's.</param>
    /// <param name="before">The last id of the page before; null for the first.</param>
    public Task<IReadOnlyList<ImportJob>> NewestAsync(string? partner, string? before, int limit, CancellationToken cancellation) =>
        database.ReadAsync(r => r.ListAsync<ImportJob>(sql.Newest, new { partner, before, limit, now = Now }), cancellation);

    /// <summary>Ends an import that is not over; what is over stays as it is.</summary>
    public Task CancelAsync(string id, string? partner, CancellationToken cancellation) =>
        database.WriteAsync(w => w.ExecuteAsync(sql.Cancel, new { id, partner, now = Now }), cancellation, repeatable: true);

    /// <summary>Takes the oldest import that nobody works on and whose source has none before it.</summary>
    public async Task<ImportJob?> ClaimAsync(string owner, CancellationToken cancellation)
    {
        var next = await database.ReadAsync(r => r.FindAsync<string>(sql.NextFree, new { owner, now = Now, limit = 1 }), cancellation);
        return next is null ? null : await database.WriteAsync(
            async w => await w.ExecuteAsync(sql.Claim, new { id = next, owner, now = Now, until = LeaseEnd }) == 1 ? await w.FindAsync<ImportJob>(sql.One, new { id = next }) : null,
            cancellation);
    }

    /// <returns>False when the import is not the owner's any more.</returns>
    public Task<bool> RenewAsync(string id, string owner, CancellationToken cancellation) =>
        database.WriteAsync(async w => await w.ExecuteAsync(sql.Renew, new { id, owner, until = LeaseEnd }) == 1, cancellation, patient: true);

    /// <summary>Gives an import back, for others to go on with.</summary>
    public Task ReleaseAsync(string id, string owner) => database.WriteAsync(w => w.ExecuteAsync(sql.Release, new { id, owner }), CancellationToken.None);

    /// <summary>Writes down a step in the transaction that saves its records.</summary>
    /// <param name="before">Records read before it.</param>
    /// <param name="reasons">Refused records by code, with those of the step.</param>
    /// <exception cref="ImportLostException">The import is not the owner's any more.</exception>
    internal async Task AdvanceAsync(Writing w, string id, string owner, ImportStep step, long before, IReadOnlyDictionary<string, long> reasons)
    {
        var lines = step.Errors;
        var row = new { id, owner, step.Read, step.Line, step.Created, step.Updated, step.Unchanged, step.Refused, reasons = JsonSerializer.Serialize(reasons), errorParts = lines.Length > 0 ? 1 : 0, until = LeaseEnd, before };
        if (await w.ExecuteAsync(sql.Advance, row) == 0)
            throw new ImportLostException();
        if (lines.Length > 0)
            await w.ExecuteAsync(sql.AddErrors, new { id, lines, step.Refused, most = MostErrors });
    }

    /// <summary>Writes down in their transaction how many records were removed.</summary>
    /// <exception cref="ImportLostException">The import is not the owner's any more.</exception>
    internal async Task RemovedAsync(Writing w, string id, string owner, int gone)
    {
        if (await w.ExecuteAsync(sql.Removed, new { id, owner, gone, until = LeaseEnd }) == 0)
            throw new ImportLostException();
    }

    /// <summary>Ends the work on an import.</summary>
    /// <param name="failure">Why it failed; null when it succeeded.</param>
    /// <returns>False when the import is not the owner's any more.</returns>
    public Task<bool> FinishAsync(string id, string owner, string? failure, CancellationToken cancellation) => database.WriteAsync(
        async w => await w.ExecuteAsync(sql.Finish, new { id, owner, failure, status = DeskJson.Word(failure is null ? ImportStatus.Succeeded : ImportStatus.Failed), now = Now, expiresAt = Expiry }) == 1,
        cancellation, repeatable: true, patient: true);

    /// <summary>The refused records so far as NDJSON, some at a time.</summary>
    public async IAsyncEnumerable<string> ErrorsAsync(string id, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var after = 0L; await database.ReadAsync(r => r.ListAsync<ErrorPart>(sql.Errors, new { id, after, limit = ErrorPartsRead }), cancellation) is [.., var last] parts; after = last.Number)
            foreach (var part in parts)
                yield return part.Lines;
    }

    /// <summary>Deletes a piece of what is over: the file of an import that has ended, and all of one that is old or did not arrive.</summary>
    /// <returns>False when there was nothing to delete.</returns>
    public async Task<bool> SweepAsync(CancellationToken cancellation)
    {
        var id = await database.ReadAsync(r => r.FindAsync<string>(sql.NextOver, new { now = Now, limit = 1 }), cancellation);
        return id is not null && await database.WriteAsync(async w =>
        {
            var of = new { id, now = Now, below = 0L };
            if (await w.ExecuteAsync(sql.HoldOver, of) == 0)
                return true;
            if (await w.ValueAsync<long>(sql.LowestPart, of) is > 0 and var part)
                await w.ExecuteAsync(sql.DeleteParts, new { id, below = part + DeletedAtOnce });
            else if (await w.ExecuteAsync(sql.NoParts, of) == 1 && await w.FindAsync<ImportJob>(sql.OneOfPartner, new { id, partner = (string?)null, now = Now }) is not null)
                return true;
            else if (await w.ValueAsync<long>(sql.LowestError, of) is > 0 and var error)
                await w.ExecuteAsync(sql.DeleteErrors, new { id, below = error + DeletedAtOnce });
            else
                await w.ExecuteAsync(sql.Delete, of);
            return true;
        }, cancellation);
    }

    private sealed record ErrorPart
    {
        public long Number { get; init; }

        public string Lines { get; init; } = "";
    }
}

/// <summary>An import was cancelled, or taken over by another worker.</summary>
public sealed class ImportLostException() : Exception("The import is another worker's, or was cancelled.");
