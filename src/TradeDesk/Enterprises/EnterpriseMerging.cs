using System.Text.Json;
using TradeDesk.Access;
using TradeDesk.Data;
using TradeDesk.Http;

namespace TradeDesk.Enterprises;

/// <summary>
/// What a merge does to records: one of two points to the other and stands no longer for the firm. Nothing else of it changes, its source goes on
/// writing to it, and when it points nowhere again all is as before.
/// </summary>
public sealed class EnterpriseMerging(Database database, ChangeLog log, TimeProvider clock)
{
    private const int LongestChain = 100;
    private readonly EnterpriseSql sql = new(database.Dialect);

    /// <summary>The record, held until the transaction ends; null where there is none.</summary>
    internal Task<StoredEnterprise?> HoldAsync(Writing w, string id) => w.FindAsync<StoredEnterprise>(sql.ByIdHeld, new { id });

    /// <summary>Points a record to the one that stands for it, or to none, with its line in the change log.</summary>
    internal async Task PointAsync(Writing w, StoredEnterprise there, string? into, Caller caller)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
        var next = there.Read() with { Version = there.Version + 1, MergedInto = into, UpdatedAt = now };
        var row = new { there.Id, Version = there.Version + 1, MergedInto = into, UpdatedAt = now.ToUnixTimeMilliseconds(), Document = JsonSerializer.Serialize(next, DeskJson.Options) };
        if (await w.ExecuteAsync(sql.Forward, row) == 0)
            throw new StaleException();
        await log.AppendAsync(w, new(caller.KeyId, "enterprise", "upsert", there.Id, there.Version + 1, there.Source, there.ExternalId, there.Country) { Partner = there.Partner, Hidden = EnterpriseStore.Hidden(there.Status, there.Controlled) });
    }

    /// <summary>Before a record is deleted: those that point to it stand for themselves again, and what was decided about it is forgotten.</summary>
    internal async Task ReleaseAsync(Writing w, string id, Caller caller)
    {
        foreach (var pointing in await w.ListAsync<StoredEnterprise>(sql.MergedInto, new { id }))
            await PointAsync(w, pointing, null, caller);
        await w.ExecuteAsync(sql.DeleteDecisions, new { id });
    }

    /// <summary>The record that stands for a merged one, along a chain of merges; null where it is gone.</summary>
    public Task<StoredEnterprise?> KeptAsync(StoredEnterprise merged, CancellationToken cancellation) => database.ReadAsync(async r =>
    {
        var there = (StoredEnterprise?)merged;
        for (var step = 0; step < LongestChain && there?.MergedInto is { } next; step++)
            there = await r.FindAsync<StoredEnterprise>(sql.ById, new { id = next });
        return there;
    }, cancellation);
}
