using System.Globalization;
using TradeDesk.Access;
using TradeDesk.Data;
using TradeDesk.Enterprises;

namespace TradeDesk.Exchange;

/// <summary>The work on one import: its records step by step, then, where it replaces its source, what the source no longer holds.</summary>
public sealed class ImportRun(ImportStore imports, ImportFile files, ImportReader reader, Importer importer, EnterpriseBatches enterprises, KeyRing keys)
{
    private const int RecordsOfPage = 200;

    /// <returns>Why it failed; null when it succeeded.</returns>
    /// <exception cref="ImportLostException">The import is not the owner's any more.</exception>
    public async Task<string?> RunAsync(ImportJob job, string owner, CancellationToken cancellation)
    {
        if (await keys.OfKeyAsync(job.KeyId, cancellation) is null)
            return $"The key {job.KeyId} that sent it has been revoked. {Done(job, job.ReadCount)}";
        var terms = new ImportTerms { Source = job.Source, Suggest = job.Suggest is { } suggest ? suggest == 1 : null, DryRun = job.IsDryRun, Replaces = job.ReplacesSource };
        var (read, reasons) = (job.ReadCount, job.ReasonCounts);
        try
        {
            using var text = ImportReader.Open(files.Open(job.Id));
            var records = job.Map is { } map ? reader.CsvAsync(text, ColumnMap.Parse(map), cancellation) : reader.NdjsonAsync(text, job.Source, cancellation);
            await foreach (var step in importer.RunAsync(records, job.Caller, terms, (w, s) => imports.AdvanceAsync(w, job.Id, owner, s, read, With(reasons, s)), cancellation, job.ReadCount))
                (read, reasons) = (read + step.Read, With(reasons, step));
        }
        catch (SettingsException e)
        {
            return $"{e.Message} {Done(job, read)}";
        }

        return job.ReplacesSource ? await RemoveAsync(job, owner, terms, cancellation) : null;
    }

    private async Task<string?> RemoveAsync(ImportJob job, string owner, ImportTerms terms, CancellationToken cancellation)
    {
        if (terms.FirstUnnamed > 0)
            return $"The row at line {terms.FirstUnnamed} does not say which record it is, so it cannot be told what '{job.Source}' no longer holds. Nothing was deleted{(job.IsDryRun ? "" : "; the other records are loaded")}. Correct the row and send the file again.";
        var (present, missing) = (0L, 0L);
        await foreach (var (page, gone) in MissingAsync(job, terms, cancellation))
            (present, missing) = (present + page, missing + gone.Count);
        // What an earlier, broken-off turn has created or removed counts as it was before the import.
        var state = (await imports.FindAsync(job.Id, null, cancellation))!;
        var before = Math.Max(1, present + state.Removed - (job.IsDryRun ? 0 : state.Created));
        var share = (double)(missing + state.Removed) / before;
        if (share > job.MostRemovedShare)
            return string.Create(CultureInfo.InvariantCulture, $"'{job.Source}' has {before} records and the file lacks {missing + state.Removed} of them ({share:P1}); at most {job.MostRemovedShare:P1} may be deleted (removeAtMost), so nothing was.{(job.IsDryRun ? "" : " What the file holds is loaded.")} If the file is whole, send it again with removeAtMost={Math.Min(1, Math.Ceiling(share * 1000) / 1000)}.");
        await foreach (var (_, gone) in MissingAsync(job, terms, cancellation))
            await enterprises.DeleteAsync(job.IsDryRun ? [] : gone, job.Caller, cancellation, (w, deleted) => imports.RemovedAsync(w, job.Id, owner, job.IsDryRun ? gone.Count : deleted));
        return null;
    }

    // A record that was written after the file had come is newer than the file.
    private async IAsyncEnumerable<(int Present, IReadOnlyList<SourceRecord> Missing)> MissingAsync(ImportJob job, ImportTerms terms, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var caller = job.Caller;
        for (var after = ""; await enterprises.OfSourceAsync(job.Source, after, RecordsOfPage, cancellation) is [.., var last] page; after = last.ExternalId)
        {
            var theirs = page.Where(r => (caller.IsAdmin || r.Partner == caller.Partner) && caller.MayWriteCountry(r.Country)).ToList();
            yield return (theirs.Count, [.. theirs.Where(r => r.UpdatedAt < job.CreatedAt && !terms.Holds(r.ExternalId))]);
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
