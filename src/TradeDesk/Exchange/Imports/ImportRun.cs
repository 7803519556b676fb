using System.Globalization;
using TradeDesk.Access;
using TradeDesk.Data;
using TradeDesk.Enterprises;

namespace TradeDesk.Exchange;

/// <summary>The work on one import: its records step by step, then, where it replaces its source, what the source no longer holds.</summary>
public sealed class ImportRun(ImportStore imports, ImportFile files, ImportReader reader, Importer importer, EnterpriseBatches enterprises, KeyRing keys)
{
    private const int RecordsOfPage = 200, MostAttempts = 5;

    /// <returns>Why it failed; null when it succeeded.</returns>
    /// <exception cref="ImportLostException">The import is not the owner's any more.</exception>
    public async Task<string?> RunAsync(ImportJob job, string owner, CancellationToken cancellation)
    {
        if (await keys.OfKeyAsync(job.KeyId, cancellation) is null)
            return $"The key {job.KeyId} that sent it has been revoked. {Done(job, job.ReadCount)}";
        if (job.Attempts > MostAttempts)
            return $"The desk stopped {MostAttempts} times while it worked on what stands behind line {job.LastLine}. {Done(job, job.ReadCount)} Tell its administrator the id of the import; send the rest of the file without the records there.";
        var terms = new ImportTerms { Source = job.Source, Suggest = job.Suggest is { } suggest ? suggest == 1 : null, DryRun = job.IsDryRun };
        var (read, reasons, held) = (job.ReadCount, job.ReasonCounts, new HeldRecords());
        try
        {
            // Before anything is loaded: a wrong file must leave the source as it was, for what it brought would count as the source's the next time.
            if (job.ReplacesSource && await WhyNotAsync(job, held, cancellation) is { } why)
                return why;
            using var text = ImportReader.Open(files.Open(job));
            await foreach (var step in importer.RunAsync(Records(job, text, cancellation), job.Caller, terms, (w, s) => imports.AdvanceAsync(w, job.Id, owner, s, read, With(reasons, s)), cancellation, job.ReadCount))
                (read, reasons) = (read + step.Read, With(reasons, step));
        }
        catch (SettingsException e)
        {
            return $"{e.Message} {Done(job, read)}";
        }

        if (job.ReplacesSource)
        {
            // Merged ones first: one whose other half is deleted before it stands for itself again, and then looks as if it had been written since.
            await RemoveAsync(job, held, owner, merged: true, cancellation);
            await RemoveAsync(job, held, owner, merged: false, cancellation);
        }

        return null;
    }

    private async Task RemoveAsync(ImportJob job, HeldRecords held, string owner, bool merged, CancellationToken cancellation)
    {
        await foreach (var (_, missing) in MissingAsync(job, held, cancellation))
        {
            var gone = missing.Where(r => r.IsMerged == merged).ToList();
            await enterprises.DeleteAsync(job.IsDryRun ? [] : gone, job.Caller, cancellation, (w, deleted) => imports.RemovedAsync(w, job.Id, owner, job.IsDryRun ? gone.Count : deleted));
        }
    }

    private IAsyncEnumerable<ImportRecord> Records(ImportJob job, TextReader text, CancellationToken cancellation) =>
        job.Map is { } map ? reader.CsvAsync(text, ColumnMap.Parse(map), cancellation) : reader.NdjsonAsync(text, job.Source, cancellation);

    /// <returns>Why what the file lacks may not be deleted; null when it may.</returns>
    private async Task<string?> WhyNotAsync(ImportJob job, HeldRecords held, CancellationToken cancellation)
    {
        using var text = ImportReader.Open(files.Open(job));
        await foreach (var record in Records(job, text, cancellation))
            held.Add(record);
        var loaded = job.ReadCount == 0 ? "Nothing of the file is loaded." : Done(job, job.ReadCount);
        if (held.FirstUnnamed > 0)
            return $"The row at line {held.FirstUnnamed} does not say which record it is, so it cannot be told what '{job.Source}' no longer holds. {loaded} Correct the row and send the file again.";
        var (present, missing) = (0L, 0L);
        await foreach (var (page, gone) in MissingAsync(job, held, cancellation))
            (present, missing) = (present + page, missing + gone.Count);
        // What an earlier, broken-off turn has created or removed counts as it was before the import.
        var (created, removed) = job.IsDryRun ? (0, 0) : (job.Created, job.Removed);
        var before = Math.Max(1, present + removed - created);
        var share = (double)(missing + removed) / before;
        return share <= job.MostRemovedShare ? null
            : string.Create(CultureInfo.InvariantCulture, $"'{job.Source}' has {before} records and the file lacks {missing + removed} of them ({share:P1}); at most {job.MostRemovedShare:P1} may be deleted (removeAtMost). {loaded} If the file is whole, send it again with removeAtMost={Math.Min(1, Math.Ceiling(share * 1000) / 1000)}.");
    }

    // A record that was written after the file had come is newer than the file.
    private async IAsyncEnumerable<(int Present, IReadOnlyList<SourceRecord> Missing)> MissingAsync(ImportJob job, HeldRecords held, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var caller = job.Caller;
        for (var after = ""; await enterprises.OfSourceAsync(job.Source, after, RecordsOfPage, cancellation) is [.., var last] page; after = last.ExternalId)
        {
            var theirs = page.Where(r => caller.Owns(r.Partner) && caller.MayWriteCountry(r.Country)).ToList();
            yield return (theirs.Count, [.. theirs.Where(r => r.UpdatedAt < job.CreatedAt && !held.Holds(r.ExternalId))]);
        }
    }

    private static Dictionary<string, long> With(Dictionary<string, long> reasons, ImportStep step)
    {
        var sum = new Dictionary<string, long>(reasons, StringComparer.Ordinal);
        foreach (var (code, count) in step.Reasons)
            sum[code] = sum.GetValueOrDefault(code) + count;
        return sum;
    }

    private static string Done(ImportJob job, long read) => $"The first {read} records were looked at{(job.IsDryRun ? "" : " and those without faults are loaded; nothing was deleted")}.";
}
