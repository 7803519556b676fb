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
        foreach (var pointing in await w.ListAsync<StoredEnterprise>(sql.MergedIntoHeld, new { id }))
            await PointAsync(w, pointing, null, caller);
        await TakeBackAsync(w, id, null, caller);
        await w.ExecuteAsync(sql.DeleteDecisions, new { id });
    }

    /// <summary>After a record was written: a merge by which the firm would vanish for some is taken back.</summary>
    /// <param name="there">The record as it was.</param>
    /// <param name="row">As it is.</param>
    /// <returns>The version that it has then.</returns>
    internal async Task<long> ShowAgainAsync(Writing w, StoredEnterprise there, EnterpriseRow row, Caller caller)
    {
        var (before, now) = (Shown.Of(there), new Shown(row.Status, row.Controlled));
        if (now.Hides(before))
        {
            foreach (var pointing in await w.ListAsync<StoredEnterprise>(sql.MergedIntoHeld, new { id = row.Id }))
                if (now.Hides(Shown.Of(pointing)))
                    await EndAsync(w, pointing, caller);
        }

        if (there.MergedInto is not { } into || !before.Hides(now) || await HoldAsync(w, into) is not { } kept || !Shown.Of(kept).Hides(now))
            return row.Version;
        await EndAsync(w, (await HoldAsync(w, row.Id))!, caller);
        return row.Version + 1;
    }

    private async Task EndAsync(Writing w, StoredEnterprise merged, Caller caller)
    {
        await PointAsync(w, merged, null, caller);
        await TakeBackAsync(w, merged.Id, merged.MergedInto, caller);
    }

    /// <param name="other">Only what was decided about the two; null for all about the one.</param>
    private async Task TakeBackAsync(Writing w, string id, string? other, Caller caller)
    {
        foreach (var decided in await w.ListAsync<DecidedVersion>(sql.Decided, new { id, other }))
        {
            await w.ExecuteAsync(sql.TakeBack, decided);
            await log.AppendAsync(w, new(caller.KeyId, DuplicatePair.Kind, "delete", decided.First, decided.Version + 1, ExternalId: new DuplicatePair(decided.First, decided.Second).Id));
        }
    }

    /// <summary>The record that stands for a merged one, along a chain of merges; null where it is gone.</summary>
    public Task<StoredEnterprise?> KeptAsync(StoredEnterprise merged, CancellationToken cancellation) => database.ReadAsync(async r =>
    {
        var there = (StoredEnterprise?)merged;
        for (var step = 0; step < LongestChain && there?.MergedInto is { } next; step++)
            there = await r.FindAsync<StoredEnterprise>(sql.ById, new { id = next });
        return there;
    }, cancellation);

    private sealed record DecidedVersion
    {
        public string First { get; init; } = "";

        public string Second { get; init; } = "";

        public long Version { get; init; }
    }
}

/// <summary>What of a record decides who sees it, whatever its country and its owner.</summary>
internal readonly record struct Shown(string Status, long Controlled)
{
    private static readonly string[] Ranks = [DeskJson.Word(EnterpriseStatus.Draft), DeskJson.Word(EnterpriseStatus.Inactive), DeskJson.Word(EnterpriseStatus.Active)];

    public static Shown Of(StoredEnterprise record) => new(record.Status, record.Controlled);

    /// <summary>Some who see the other do not see this one.</summary>
    public bool Hides(Shown other) => Array.IndexOf(Ranks, Status) < Array.IndexOf(Ranks, other.Status) || (Controlled != 0 && other.Controlled == 0);
}
