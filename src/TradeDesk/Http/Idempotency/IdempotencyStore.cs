using TradeDesk.Data;

namespace TradeDesk.Http;

/// <summary>
/// Requests with an <c>Idempotency-Key</c>, of every replica. Whoever runs one holds a lease; a request whose lease has ended without an
/// answer may run again, and makes the record with the same id.
/// </summary>
public sealed class IdempotencyStore(Database database, TimeProvider clock)
{
    /// <summary>How long an answer is kept, and how long a request may be silent before another one may take its place.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24), Lease = TimeSpan.FromSeconds(60);

    private readonly IdempotencySql sql = new();

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private long LeaseEnd => (clock.GetUtcNow() + Lease).ToUnixTimeMilliseconds();

    /// <summary>Takes a key for a request, or tells what became of the request that has it.</summary>
    internal async Task<IdempotentRequest> ClaimAsync(IdempotencyKey key, CancellationToken cancellation)
    {
        try
        {
            return await ClaimOnceAsync(key, cancellation);
        }
        catch (Exception e) when (database.Dialect.IsDuplicateKey(e))
        {
            // Two came at the same time; the other one has it.
            return await ClaimOnceAsync(key, cancellation);
        }
    }

    /// <summary>Goes on holding the key.</summary>
    internal Task RenewAsync(IdempotencyKey key, string made, CancellationToken cancellation) =>
        database.WriteAsync(w => w.ExecuteAsync(sql.Renew, new { key.KeyId, key.Key, Made = made, until = LeaseEnd }), cancellation);

    /// <summary>Gives the key back without an answer: the request may run again at once.</summary>
    internal Task ReleaseAsync(IdempotencyKey key, string made) =>
        database.WriteAsync(w => w.ExecuteAsync(sql.Renew, new { key.KeyId, key.Key, Made = made, until = 0L }), CancellationToken.None);

    /// <summary>Keeps the answer for those who send the request again.</summary>
    internal Task AnswerAsync(IdempotencyKey key, IdempotentRequest answered, CancellationToken cancellation) => database.WriteAsync(
        w => w.ExecuteAsync(sql.Answer, new { key.KeyId, key.Key, answered.Made, answered.BodyHash, answered.Status, answered.Headers, answered.Body }), cancellation, repeatable: true);

    private Task<IdempotentRequest> ClaimOnceAsync(IdempotencyKey key, CancellationToken cancellation) => database.WriteAsync(async w =>
    {
        var now = Now;
        var made = Ulid.NewUlid(clock.GetUtcNow()).ToString();
        var row = new { key.KeyId, key.Key, key.Request, Made = made, now, until = LeaseEnd, expiresAt = now + (long)Kept.TotalMilliseconds };
        await w.ExecuteAsync(sql.Forget, row);
        var isOurs = await w.ExecuteAsync(sql.TakeOver, row) == 1 || await w.ExecuteAsync(sql.Claim, row) == 1;
        return (await w.FindAsync<IdempotentRequest>(sql.Find, row))! with { IsOurs = isOurs };
    }, cancellation);
}

/// <summary>What names a request that may be sent again.</summary>
/// <param name="KeyId">The caller's key.</param>
/// <param name="Key">The text of <c>Idempotency-Key</c>.</param>
/// <param name="Request">Hash of method and address.</param>
internal sealed record IdempotencyKey(string KeyId, string Key, string Request);

/// <summary>A request with an <c>Idempotency-Key</c> as it is stored.</summary>
internal sealed record IdempotentRequest
{
    public string Request { get; init; } = "";

    /// <summary>The id, without its prefix, of the record that the request makes.</summary>
    public string Made { get; init; } = "";

    public string? BodyHash { get; init; }

    /// <summary>Of the answer; null while there is none.</summary>
    public long? Status { get; init; }

    /// <summary>A JSON object of header names and values.</summary>
    public string? Headers { get; init; }

    public string? Body { get; init; }

    /// <summary>It is this caller's to run.</summary>
    public bool IsOurs { get; init; }
}
