using System.Text;
using TradeDesk.Access;
using TradeDesk.Data;

namespace TradeDesk.Enterprises;

/// <summary>Many enterprises in one transaction, with few statements for all of them; used by imports.</summary>
public sealed class EnterpriseBatches(Database database, ChangeLog log, EnterpriseStore store, EnterpriseComposition composition, TimeProvider clock)
{
    // Larger texts would be large objects, and each of those brings a collection of everything nearer.
    private const int JoinedAtOnce = 20;
    private readonly EnterpriseSql sql = new(database.Dialect);

    /// <summary>Creates or replaces records.</summary>
    /// <param name="batch">Documents without faults; each <c>(source, externalId)</c> once.</param>
    /// <param name="suggest">Whether words may suggest sectors; null leaves it as it was with each record.</param>
    /// <returns>What became of each document, in their order.</returns>
    public async Task<IReadOnlyList<Saving>> UpsertAsync(IReadOnlyList<Enterprise> batch, Caller caller, bool? suggest, CancellationToken cancellation) =>
        await SaveAsync(await ComposeAsync(batch, caller, suggest, cancellation), caller, suggest, cancellation);

    /// <summary>Composes records against what is there now. This takes as long as writing them, so it is not done in their transaction but while others are written.</summary>
    /// <param name="batch">Documents without faults; each <c>(source, externalId)</c> once.</param>
    /// <param name="suggest">Whether words may suggest sectors; null leaves it as it was with each record.</param>
    public async Task<IReadOnlyList<ComposedEnterprise>> ComposeAsync(IReadOnlyList<Enterprise> batch, Caller caller, bool? suggest, CancellationToken cancellation)
    {
        var there = await database.ReadAsync(r => ThereAsync(r, sql.SomeBySource, batch), cancellation);
        // On one core: it goes on beside the writing of others, and who reads the desk meanwhile needs a core too.
        return [.. batch.Select(sent => Composed(sent, there.GetValueOrDefault(KeyOf(sent))))];

        ComposedEnterprise Composed(Enterprise sent, StoredEnterprise? seen) => new(sent, seen, composition.Compose(sent, seen, caller.Partner, suggest));
    }

    /// <summary>Saves composed records; one that was written by others since it was seen is composed again.</summary>
    /// <param name="dryRun">Undoes what was saved; what <paramref name="keep"/> writes stays.</param>
    /// <param name="keep">What is written in the same transaction.</param>
    /// <returns>What became of each record, in their order.</returns>
    public Task<IReadOnlyList<Saving>> SaveAsync(
        IReadOnlyList<ComposedEnterprise> batch, Caller caller, bool? suggest, CancellationToken cancellation, bool dryRun = false, Func<Writing, IReadOnlyList<Saving>, Task>? keep = null) =>
        store.UntilAloneAsync(() => database.WriteAsync<IReadOnlyList<Saving>>(async w =>
        {
            if (dryRun)
                await w.MarkAsync();
            var savings = await SaveInAsync(w, batch, caller, suggest);
            if (dryRun)
                await w.UndoAsync();
            if (keep is not null)
                await keep(w, savings);
            return savings;
        }, cancellation, patient: true));

    /// <summary>The records of a source behind an external id, in their order.</summary>
    public Task<IReadOnlyList<SourceRecord>> OfSourceAsync(string source, string after, int limit, CancellationToken cancellation) =>
        database.ReadAsync(r => r.ListAsync<SourceRecord>(sql.OfSourceAfter, new { source, after, limit }), cancellation);

    /// <summary>Deletes records; one that is gone or was written since it was read is passed over.</summary>
    /// <param name="keep">What is written in the same transaction; it is told how many are gone.</param>
    public Task<int> DeleteAsync(IReadOnlyList<SourceRecord> records, Caller caller, CancellationToken cancellation, Func<Writing, int, Task> keep) => store.UntilAloneAsync(() => database.WriteAsync(async w =>
    {
        var unchanged = new List<string>();
        foreach (var record in records)
            if (await w.FindAsync<StoredEnterprise>(sql.ByIdHeld, new { id = record.Id }) is { } there && there.Version == record.Version)
                unchanged.Add(there.Id);
        // Read again, for one that was merged into another stands for itself when that one is deleted.
        foreach (var id in unchanged)
            await store.DeleteInAsync(w, (await w.FindAsync<StoredEnterprise>(sql.ById, new { id }))!, caller);
        await keep(w, unchanged.Count);
        return unchanged.Count;
    }, cancellation, patient: true));

    private async Task<IReadOnlyList<Saving>> SaveInAsync(Writing w, IReadOnlyList<ComposedEnterprise> batch, Caller caller, bool? suggest)
    {
        var there = await ThereAsync(w, sql.SomeBySourceHeld, batch.Select(c => c.Sent));
        var savings = new Saving[batch.Count];
        var added = new List<int>(batch.Count);
        for (var i = 0; i < batch.Count; i++)
        {
            var (sent, seen, row) = batch[i];
            var now = there.GetValueOrDefault(KeyOf(sent));
            // A record that was saved before it in this batch may have taken its merge back.
            if (now?.MergedInto is not null)
                now = await w.FindAsync<StoredEnterprise>(sql.ById, new { id = now.Id });
            if (now?.Version != seen?.Version || now?.Id != seen?.Id)
                savings[i] = await store.WriteAsync(w, sent, now, caller, suggest);
            else if (now is not null)
                savings[i] = await store.WriteAsync(w, row, now, caller);
            else if (await store.ClaimSourceAsync(w, row!.Source, caller.Partner) || caller.IsAdmin)
                added.Add(i);
            else
                savings[i] = new(SavingOutcome.NotYourSource, "", 0);
        }

        await InsertAsync(w, [.. added.Select(i => batch[i].Row!)], caller);
        foreach (var i in added)
            savings[i] = new(SavingOutcome.Created, batch[i].Row!.Id, batch[i].Row!.Version);
        return savings;
    }

    private static async Task<Dictionary<(string, string), StoredEnterprise>> ThereAsync(Reading reading, string some, IEnumerable<Enterprise> batch)
    {
        var there = new Dictionary<(string, string), StoredEnterprise>();
        foreach (var source in batch.GroupBy(e => e.Source!))
            foreach (var stored in await reading.ListAsync<StoredEnterprise>(some, new { source = source.Key, ids = EnterpriseSql.Keys(source.Select(e => e.ExternalId!)) }))
                there[(stored.Source, stored.ExternalId)] = stored;
        return there;
    }

    private static (string Source, string ExternalId) KeyOf(Enterprise e) => (e.Source!, e.ExternalId!);

    private async Task InsertAsync(Writing w, EnterpriseRow[] rows, Caller caller)
    {
        if (rows.Length == 0)
            return;
        // Each statement is prepared once and run for all.
        await w.ExecuteAsync(sql.Insert, rows);
        await w.ExecuteAsync(sql.InsertTags, rows.Chunk(JoinedAtOnce).Select(some => new { tags = Joined(some.Select(r => r.Tags)) }));
        await w.ExecuteAsync(sql.InsertIntents, rows.Chunk(JoinedAtOnce).Select(some => new { intents = Joined(some.Select(r => r.Intents)) }));
        await log.AppendAllAsync(w, sql.LogCreated, new { at = clock.GetUtcNow().ToUnixTimeMilliseconds(), actor = caller.KeyId, ids = EnterpriseSql.Keys(rows.Select(r => r.Id)) });
    }

    /// <summary>JSON arrays as one.</summary>
    private static string Joined(IEnumerable<string> arrays)
    {
        var all = new StringBuilder("[");
        foreach (var array in arrays)
            if (array.Length > 2)
                all.Append(all.Length > 1 ? "," : "").Append(array, 1, array.Length - 2);
        return all.Append(']').ToString();
    }
}

/// <summary>A record as it will be kept, composed before the transaction that saves it.</summary>
/// <param name="Sent">The document as it was sent.</param>
/// <param name="Seen">The record that it was composed against; null for a new one.</param>
/// <param name="Row">What to save; null when nothing differs.</param>
public sealed record ComposedEnterprise(Enterprise Sent, StoredEnterprise? Seen, EnterpriseRow? Row);
