using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TradeDesk.Access;
using TradeDesk.Enterprises;
using TradeDesk.Http;

namespace TradeDesk.Exchange;

/// <summary>Loads records in batches, each batch one transaction. Wrong records are set aside with their faults; running the same file again changes nothing.</summary>
public sealed class Importer(EnterpriseStore store, EnterpriseRules rules)
{
    private const int Batch = 500;

    /// <param name="records">The records as they are read.</param>
    /// <param name="caller">Who owns them.</param>
    /// <param name="report">Counts along, so that it tells how far an import came that breaks off.</param>
    /// <param name="errors">Takes one NDJSON line for each record that was not loaded.</param>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="suggest">Whether words may suggest sectors where none are stated and no code leads to one; null leaves it as it was with each record.</param>
    public async Task RunAsync(IAsyncEnumerable<ImportRecord> records, Caller caller, ImportReport report, TextWriter errors, IProgress<ImportReport>? progress, CancellationToken cancellation, bool? suggest = null)
    {
        var seen = new HashSet<UInt128>();
        var batch = new List<ImportRecord>(Batch);
        try
        {
            await foreach (var record in records.WithCancellation(cancellation))
            {
                report.Read++;
                if (Faults(record, caller, seen) is { Count: > 0 } faults)
                    await RefuseAsync(record, faults, report, errors);
                else
                    batch.Add(record);
                if (batch.Count == Batch)
                    await SaveAsync(batch, caller, report, errors, progress, suggest, cancellation);
            }
        }
        finally
        {
            // A file that breaks off in the middle still loads what was read before.
            if (batch.Count > 0 && !cancellation.IsCancellationRequested)
                await SaveAsync(batch, caller, report, errors, progress, suggest, cancellation);
        }
    }

    private IReadOnlyList<Fault> Faults(ImportRecord record, Caller caller, HashSet<UInt128> seen)
    {
        if (record.Document is not { } document)
            return record.Faults;
        if (rules.Check(document, caller) is { Count: > 0 } faults)
            return faults;
        var key = SHA256.HashData(Encoding.UTF8.GetBytes(document.Source + "\n" + document.ExternalId));
        return seen.Add(System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(key))
            ? []
            : [new("/externalId", "duplicate", $"A record of source '{document.Source}' and externalId '{document.ExternalId}' stands earlier in this file; the first one counts.")];
    }

    private async Task SaveAsync(List<ImportRecord> batch, Caller caller, ImportReport report, TextWriter errors, IProgress<ImportReport>? progress, bool? suggest, CancellationToken cancellation)
    {
        var savings = await store.UpsertAllAsync([.. batch.Select(r => r.Document!)], caller, suggest, cancellation);
        for (var i = 0; i < savings.Count; i++)
            await CountAsync(savings[i], batch[i], report, errors);
        batch.Clear();
        progress?.Report(report);
    }

    private static Task CountAsync(Saving saving, ImportRecord record, ImportReport report, TextWriter errors)
    {
        switch (saving.Outcome)
        {
            case SavingOutcome.Created:
                report.Created++;
                return Task.CompletedTask;
            case SavingOutcome.Updated:
                report.Updated++;
                return Task.CompletedTask;
            case SavingOutcome.Unchanged:
                report.Unchanged++;
                return Task.CompletedTask;
            default:
                return RefuseAsync(record, [new("/source", "not-yours", "This record or source belongs to another partner.")], report, errors);
        }
    }

    private static async Task RefuseAsync(ImportRecord record, IReadOnlyList<Fault> faults, ImportReport report, TextWriter errors)
    {
        report.Refused++;
        foreach (var code in faults.Select(f => f.Code).Distinct())
            report.Reasons[code] = report.Reasons.GetValueOrDefault(code) + 1;
        await errors.WriteLineAsync(JsonSerializer.Serialize(new { record.Line, Errors = faults, Row = record.Row() }, DeskJson.Options));
    }
}

/// <summary>How an import went, in records.</summary>
public sealed class ImportReport
{
    public long Read { get; set; }

    public long Created { get; set; }

    public long Updated { get; set; }

    public long Unchanged { get; set; }

    public long Refused { get; set; }

    /// <summary>Refused records by code of their faults.</summary>
    public Dictionary<string, long> Reasons { get; } = new(StringComparer.Ordinal);
}
