using System.Data.Common;
using System.Runtime.CompilerServices;
using Dapper;
using TradeDesk.Access;
using TradeDesk.Data;
using TradeDesk.Http;

namespace TradeDesk.Enterprises;

/// <summary>Enterprises in the database, saved whole, each write with its line in the change log.</summary>
public sealed class EnterpriseStore(Database database, ChangeLog log, EnterpriseComposition composition, EnterpriseMerging merging)
{
    private const int MostTurns = 20, ExportPage = 500, MostCharacters = 4 * 1024 * 1024;
    private readonly EnterpriseSql sql = new(database.Dialect);

    public Task<StoredEnterprise?> FindAsync(string id, CancellationToken cancellation) =>
        database.ReadAsync(r => r.FindAsync<StoredEnterprise>(sql.ById, new { id }), cancellation);

    public Task<StoredEnterprise?> FindAsync(string source, string externalId, CancellationToken cancellation) =>
        database.ReadAsync(r => r.FindAsync<StoredEnterprise>(sql.BySource, new { source, externalId }), cancellation);

    /// <summary>A page of documents, ordered by id.</summary>
    public Task<IReadOnlyList<ListedDocument>> ListAsync(EnterpriseFilter filter, Visibility visibility, string after, int limit, CancellationToken cancellation) =>
        database.ReadAsync(r => r.ListAsync<ListedDocument>(sql.List(filter, visibility), filter.Parameters(after, limit, visibility, default)), cancellation);

    /// <summary>A page of intents that are open on a day, ordered by intent id.</summary>
    public Task<IReadOnlyList<ListedDocument>> BoardAsync(EnterpriseFilter filter, Visibility visibility, string after, int limit, DateOnly today, CancellationToken cancellation) =>
        database.ReadAsync(r => r.ListAsync<ListedDocument>(sql.Board(filter, visibility), filter.Parameters(after, limit, visibility, today)), cancellation);

    /// <summary>Some records with their owners; deleted ones are missing.</summary>
    public Task<IReadOnlyList<OwnedDocument>> OwnedAsync(IReadOnlyList<string> ids, CancellationToken cancellation) =>
        database.ReadAsync(r => r.ListAsync<OwnedDocument>(sql.SomeOwned, new { ids = EnterpriseSql.Keys(ids) }), cancellation);

    /// <summary>Every record with its owner, ordered by id.</summary>
    public async IAsyncEnumerable<OwnedDocument> OwnedAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await foreach (var owned in connection.QueryUnbufferedAsync<OwnedDocument>(sql.Owned).WithCancellation(cancellation))
            yield return owned;
    }

    /// <summary>The next ids of a country, in order, whoever may see them.</summary>
    public Task<IReadOnlyList<string>> IdsOfCountryAsync(string country, string after, int limit, CancellationToken cancellation) =>
        database.ReadAsync(r => r.ListAsync<string>(sql.IdsOfCountry, new { country, after, limit }), cancellation);

    public Task<long> CountAsync(CancellationToken cancellation) => database.ReadAsync(r => r.ValueAsync<long>(sql.Count), cancellation);

    /// <summary>Every document that is visible behind an id, ordered by id, a page at a time. Contacts are withheld.</summary>
    public async IAsyncEnumerable<IReadOnlyList<ListedDocument>> ExportAsync(EnterpriseFilter filter, Visibility visibility, string after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (await PageAsync(filter, visibility, after, cancellation) is [.., var last] page)
        {
            yield return page;
            after = last.Key;
        }
    }

    private Task<List<ListedDocument>> PageAsync(EnterpriseFilter filter, Visibility visibility, string after, CancellationToken cancellation) => database.ReadAsync(async r =>
    {
        var (page, characters) = (new List<ListedDocument>(), 0);
        await foreach (var listed in r.EachAsync<ListedDocument>(sql.List(filter, visibility), filter.Parameters(after, ExportPage, visibility, default)))
        {
            page.Add(listed);
            characters += listed.Document.Length;
            // A few of the longest documents that are allowed are as much as many of the usual ones.
            if (characters >= MostCharacters)
                break;
        }

        return page;
    }, cancellation);

    /// <summary>Creates a record.</summary>
    /// <param name="id">Its id; when there is a record of this id already, an earlier request that was broken off has made it.</param>
    /// <param name="suggest">Whether words may suggest sectors where none are stated and no code leads to one; null leaves it as it was with the record.</param>
    public Task<Saving> CreateAsync(string id, Enterprise sent, Caller caller, bool? suggest, CancellationToken cancellation) =>
        SaveAsync(sent with { Source = sent.Source ?? caller.Partner, ExternalId = sent.ExternalId ?? id }, caller, there => Taken(there, id, caller), suggest, cancellation, repeatable: true, id);

    /// <summary>Creates or replaces the record of <c>(source, externalId)</c>.</summary>
    /// <param name="version">The version it must have, when the caller said so.</param>
    public Task<Saving> UpsertAsync(Enterprise sent, Caller caller, Func<long, bool>? version, bool? suggest, CancellationToken cancellation) =>
        SaveAsync(sent, caller, there => NotTheirs(there, caller) ?? Stale(there, version), suggest, cancellation, repeatable: true);

    /// <summary>Replaces a record by its id.</summary>
    public async Task<Saving> ReplaceAsync(string id, Enterprise sent, Caller caller, long version, bool? suggest, CancellationToken cancellation)
    {
        try
        {
            return await database.WriteAsync(async w =>
            {
                var there = await w.FindAsync<StoredEnterprise>(sql.ByIdHeld, new { id });
                return there is null || there.Version != version
                    ? new Saving(SavingOutcome.Stale, id, there?.Version ?? 0)
                    : await WithRecordAsync(w, await WriteAsync(w, sent, there, caller, suggest));
            }, cancellation, repeatable: true);
        }
        catch (StaleException)
        {
            return new(SavingOutcome.Stale, id, 0);
        }
        catch (DbException e) when (database.Dialect.IsDuplicateKey(e))
        {
            // It was to take the name of another record.
            var there = await FindAsync(id, cancellation);
            var other = await FindAsync(sent.Source ?? there?.Source ?? "", sent.ExternalId ?? there?.ExternalId ?? "", cancellation);
            return new(SavingOutcome.AlreadyThere, other?.Id ?? "", other?.Version ?? 0);
        }
    }

    /// <summary>Deletes a record; its line in the change log is the tombstone.</summary>
    public Task<bool> DeleteAsync(StoredEnterprise there, Caller caller, CancellationToken cancellation) => database.WriteAsync(async w =>
    {
        await DeleteInAsync(w, there, caller);
        return true;
    }, cancellation);

    /// <summary>Who owns a source; null while nobody does.</summary>
    public Task<string?> PartnerOfSourceAsync(string source, CancellationToken cancellation) =>
        database.ReadAsync(r => r.FindAsync<string>(sql.PartnerOfSource, new { source }), cancellation);

    private async Task<Saving> SaveAsync(Enterprise sent, Caller caller, Func<StoredEnterprise?, Saving?> refusal, bool? suggest, CancellationToken cancellation, bool repeatable, string? newId = null)
    {
        try
        {
            return await UntilAloneAsync(() => database.WriteAsync(w => SaveInAsync(w, sent, caller, refusal, suggest, newId), cancellation, repeatable));
        }
        catch (StaleException)
        {
            return new(SavingOutcome.Stale, "", 0);
        }
    }

    internal async Task DeleteInAsync(Writing w, StoredEnterprise there, Caller caller)
    {
        var key = new { id = there.Id, version = there.Version };
        // The record first: whoever comes second waits here and finds it gone, instead of meeting over its tags.
        if (await w.ExecuteAsync(sql.Hold, key) == 0)
            throw new StaleException();
        await merging.ReleaseAsync(w, there.Id, caller);
        await w.ExecuteAsync(sql.DeleteTags, key);
        await w.ExecuteAsync(sql.DeleteIntents, key);
        await w.ExecuteAsync(sql.Delete, key);
        await log.AppendAsync(w, Gone(there, caller, there.Version + 1));
    }

    // Another writer may come between our look and our write: then look again.
    internal async Task<T> UntilAloneAsync<T>(Func<Task<T>> save)
    {
        for (var turn = 1; ; turn++)
        {
            try
            {
                return await save();
            }
            catch (Exception e) when (turn < MostTurns && (e is StaleException || database.Dialect.IsDuplicateKey(e)))
            {
            }
        }
    }

    private async Task<Saving> SaveInAsync(Writing w, Enterprise sent, Caller caller, Func<StoredEnterprise?, Saving?> refusal, bool? suggest, string? newId = null)
    {
        var there = sent is { Source: { } source, ExternalId: { } externalId } ? await w.FindAsync<StoredEnterprise>(sql.BySourceHeld, new { source, externalId }) : null;
        return await WithRecordAsync(w, refusal(there) ?? await WriteAsync(w, sent, there, caller, suggest, newId));
    }

    // In the transaction: another writer's version is not the answer to this write, and once it is done nothing may fail any more.
    private async Task<Saving> WithRecordAsync(Writing w, Saving saving) =>
        saving.Outcome is SavingOutcome.Created or SavingOutcome.Updated or SavingOutcome.Unchanged ? saving with { Record = await w.FindAsync<StoredEnterprise>(sql.ById, new { id = saving.Id }) } : saving;

    internal Task<Saving> WriteAsync(Writing w, Enterprise sent, StoredEnterprise? there, Caller caller, bool? suggest, string? newId = null) =>
        WriteAsync(w, composition.Compose(sent, there, caller.Partner, suggest, newId), there, caller);

    /// <param name="row">Composed against <paramref name="there"/>; null when nothing differs.</param>
    internal async Task<Saving> WriteAsync(Writing w, EnterpriseRow? row, StoredEnterprise? there, Caller caller)
    {
        if (there is not null && !caller.Owns(there.Partner))
            return new(SavingOutcome.NotYours, there.Id, there.Version);
        if (there is not null && !caller.MayWriteCountry(there.Country))
            return new(SavingOutcome.OutsideYourCountries, there.Id, there.Version);
        if (row is null)
            return new(SavingOutcome.Unchanged, there!.Id, there.Version);
        if (row.Source != there?.Source && !await ClaimSourceAsync(w, row.Source, row.Partner) && !caller.IsAdmin)
            return new(SavingOutcome.NotYourSource, row.Id, 0);
        if (await w.ExecuteAsync(there is null ? sql.Insert : sql.Update, row) == 0)
            throw new StaleException();
        await WriteTagsAsync(w, row, isNew: there is null);
        // Who sees it no longer, or follows its country or source only, is told that it is gone; the line of the write is not for them.
        if (there is not null && (Hidden(there.Status, there.Controlled) != Hidden(row.Status, row.Controlled) || there.Country != row.Country || there.Source != row.Source))
            await log.AppendAsync(w, Gone(there, caller, row.Version));
        await log.AppendAsync(w, new(caller.KeyId, "enterprise", "upsert", row.Id, row.Version, row.Source, row.ExternalId, row.Country) { Partner = row.Partner, Hidden = Hidden(row.Status, row.Controlled) });
        return there is null ? new(SavingOutcome.Created, row.Id, row.Version) : new(SavingOutcome.Updated, row.Id, await merging.ShowAgainAsync(w, there, row, caller));
    }

    private async Task WriteTagsAsync(Writing w, EnterpriseRow row, bool isNew)
    {
        var key = new { id = row.Id, tags = row.Tags, intents = row.Intents };
        if (!isNew)
        {
            await w.ExecuteAsync(sql.DeleteTags, key);
            await w.ExecuteAsync(sql.DeleteIntents, key);
        }

        await w.ExecuteAsync(sql.InsertTags, key);
        await w.ExecuteAsync(sql.InsertIntents, key);
    }

    internal async Task<bool> ClaimSourceAsync(Writing w, string source, string partner)
    {
        var claim = $"source {source} is {partner}'s";
        if (w.Settled.Contains(claim))
            return true;
        await w.ExecuteAsync(sql.ClaimSource, new { source, partner });
        return await w.ValueAsync<string>(sql.PartnerOfSource, new { source }) == partner && w.Settled.Add(claim);
    }

    private static ChangeEntry Gone(StoredEnterprise there, Caller caller, long version) =>
        new(caller.KeyId, "enterprise", "delete", there.Id, version, there.Source, there.ExternalId, there.Country) { Partner = there.Partner, Hidden = Hidden(there.Status, there.Controlled) };

    internal static long Hidden(string status, long controlled) =>
        (status == DeskJson.Word(EnterpriseStatus.Draft) ? ChangeEntry.Draft : 0) + (controlled == 0 ? 0 : ChangeEntry.Controlled);

    // Before the version is looked at, and as if there were none: of another partner's record nothing is told.
    private static Saving? NotTheirs(StoredEnterprise? there, Caller caller) =>
        there is null || caller.Owns(there.Partner) ? null : new(SavingOutcome.NotYourSource, "", 0);

    private static Saving? Stale(StoredEnterprise? there, Func<long, bool>? version) =>
        version is null || (there is not null && version(there.Version)) ? null : new(SavingOutcome.Stale, there?.Id ?? "", there?.Version ?? 0);

    // Of another partner's record nothing is told, not even its id: it may be a draft.
    private static Saving? Taken(StoredEnterprise? there, string id, Caller caller) =>
        there is null ? null : there.Id == id ? new(SavingOutcome.Created, id, there.Version) : new(caller.Owns(there.Partner) ? SavingOutcome.AlreadyThere : SavingOutcome.NotYourSource, there.Id, there.Version);
}

/// <summary>What became of a record that was sent.</summary>
/// <param name="Outcome">Saved, or why not.</param>
/// <param name="Id">The record.</param>
/// <param name="Version">Its version now.</param>
/// <param name="Record">It as it was saved; only of a single write.</param>
public sealed record Saving(SavingOutcome Outcome, string Id, long Version, StoredEnterprise? Record = null);

public enum SavingOutcome
{
    Created,
    Updated,
    Unchanged,
    Stale,
    AlreadyThere,
    NotYours,
    NotYourSource,
    OutsideYourCountries,
}

/// <summary>The record changed between reading and writing.</summary>
public sealed class StaleException() : Exception("The record changed meanwhile.");
