using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Text;
using System.Text.Json;
using TradeDesk.Access;
using TradeDesk.Data;
using TradeDesk.Enterprises;
using TradeDesk.Http;

namespace TradeDesk.Exchange;

/// <summary>Loads records in steps, each step one transaction. Wrong records are set aside with their faults; running the same file again changes nothing.</summary>
public sealed class Importer(EnterpriseBatches enterprises, EnterpriseRules rules)
{
    private const int RecordsOfStep = 500, CharactersOfStep = 8 * 1024 * 1024;

    /// <summary>Loads records; each step that is answered has been saved. A file that breaks off in the middle still loads what was read before.</summary>
    /// <param name="records">The records as they are read.</param>
    /// <param name="caller">Who owns them.</param>
    /// <param name="terms">What counts for all of them.</param>
    /// <param name="keep">Writes down a step in its own transaction; what it throws undoes the step.</param>
    /// <param name="done">How many records at the beginning an earlier turn has saved.</param>
    public async IAsyncEnumerable<ImportStep> RunAsync(
        IAsyncEnumerable<ImportRecord> records, Caller caller, ImportTerms terms, Func<Writing, ImportStep, Task>? keep, [EnumeratorCancellation] CancellationToken cancellation, long done = 0)
    {
        await using var reading = records.GetAsyncEnumerator(cancellation);
        while (done-- > 0 && await reading.MoveNextAsync())
            Look(reading.Current, caller, terms, new(), []);
        // The next records are read and composed while these are saved.
        var next = ReadAsync(reading, caller, terms, cancellation);
        try
        {
            while (true)
            {
                var batch = await next;
                if (!batch.IsLast)
                    next = Task.Run(() => ReadAsync(reading, caller, terms, cancellation), cancellation);
                if (batch.Step.Read > 0)
                    yield return await SaveAsync(batch, caller, terms, keep, cancellation);
                batch.Broken?.Throw();
                if (batch.IsLast)
                    yield break;
            }
        }
        finally
        {
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<ImportBatch> ReadAsync(IAsyncEnumerator<ImportRecord> reading, Caller caller, ImportTerms terms, CancellationToken cancellation)
    {
        var (step, records, isLast, broken) = (new ImportStep(), new List<ImportRecord>(RecordsOfStep), false, (ExceptionDispatchInfo?)null);
        try
        {
            for (var length = 0L; step.Read < RecordsOfStep && length < CharactersOfStep; length += reading.Current.Length)
            {
                isLast = !await reading.MoveNextAsync();
                if (isLast)
                    break;
                Look(reading.Current, caller, terms, step, records);
            }
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            (isLast, broken) = (true, ExceptionDispatchInfo.Capture(e));
        }

        return new(step, records, await enterprises.ComposeAsync([.. records.Select(r => r.Document!)], caller, terms.Suggest, cancellation), isLast, broken);
    }

    private void Look(ImportRecord record, Caller caller, ImportTerms terms, ImportStep step, List<ImportRecord> batch)
    {
        step.Read++;
        step.Line = record.Line;
        if (Faults(record, caller, terms) is { Count: > 0 } faults)
            step.Refuse(record, faults);
        else
            batch.Add(record);
    }

    private IReadOnlyList<Fault> Faults(ImportRecord record, Caller caller, ImportTerms terms)
    {
        if (record.Document is not { } document)
            return record.Faults;
        if (terms.Source is { } only && document.Source != only)
            return [new("/source", "another-source", $"This is an import of '{only}'; leave source out or give the same.")];
        if (rules.Check(document, caller) is { Count: > 0 } faults)
            return faults;
        return terms.Taken.Add(terms.Key(document.Source, document.ExternalId!))
            ? []
            : [new("/externalId", "duplicate", $"A record of source '{document.Source}' and externalId '{document.ExternalId}' stands earlier in this file; the first one counts.")];
    }

    private async Task<ImportStep> SaveAsync(ImportBatch batch, Caller caller, ImportTerms terms, Func<Writing, ImportStep, Task>? keep, CancellationToken cancellation)
    {
        var saved = batch.Step;
        // A transaction may be tried again, so that each try counts from what was read.
        await enterprises.SaveAsync(batch.Composed, caller, terms.Suggest, cancellation, terms.DryRun, async (writing, savings) =>
        {
            saved = batch.Step.With(savings, batch.Records);
            if (keep is not null)
                await keep(writing, saved);
        });
        return saved;
    }

    /// <summary>What was read for a step: its records that have no fault, what is to be saved of each, and why there is no next one.</summary>
    private sealed record ImportBatch(ImportStep Step, IReadOnlyList<ImportRecord> Records, IReadOnlyList<ComposedEnterprise> Composed, bool IsLast, ExceptionDispatchInfo? Broken);
}

/// <summary>What counts for all records of an import.</summary>
public sealed class ImportTerms
{
    /// <summary>The one source they are of; null takes any.</summary>
    public string? Source { get; init; }

    /// <summary>Whether words may suggest sectors where none are stated and no code leads to one; null leaves it as it was with each record.</summary>
    public bool? Suggest { get; init; }

    /// <summary>Nothing of the records is written; the counts say what would be.</summary>
    public bool DryRun { get; init; }

    /// <summary>The records that were taken so far, as hashes: 16 bytes a record, for millions must fit.</summary>
    public HashSet<UInt128> Taken { get; } = [];

    /// <summary>What a record is known by in <see cref="Taken"/>.</summary>
    public UInt128 Key(string? source, string externalId) => HeldRecords.Key((Source ?? source) + "\n" + externalId);
}

/// <summary>Some records of an import that were saved together, and what became of them.</summary>
public sealed class ImportStep
{
    private readonly StringBuilder errors = new();

    public int Read { get; internal set; }

    /// <summary>Where the last record begins.</summary>
    public int Line { get; internal set; }

    public int Created { get; private set; }

    public int Updated { get; private set; }

    public int Unchanged { get; private set; }

    public int Refused { get; private set; }

    /// <summary>Refused records by code of their faults.</summary>
    public Dictionary<string, long> Reasons { get; private init; } = new(StringComparer.Ordinal);

    /// <summary>One NDJSON line for each refused record.</summary>
    public string Errors => errors.ToString();

    internal void Refuse(ImportRecord record, IReadOnlyList<Fault> faults)
    {
        Refused++;
        foreach (var code in faults.Select(f => f.Code).Distinct())
            Reasons[code] = Reasons.GetValueOrDefault(code) + 1;
        errors.Append(JsonSerializer.Serialize(new ImportError(record.Line, faults, record.Row()), DeskJson.Options)).Append('\n');
    }

    /// <summary>The same step with what became of the records that had no fault.</summary>
    internal ImportStep With(IReadOnlyList<Saving> savings, IReadOnlyList<ImportRecord> records)
    {
        var step = new ImportStep { Read = Read, Line = Line, Refused = Refused, Reasons = new(Reasons, StringComparer.Ordinal) };
        step.errors.Append(errors);
        for (var i = 0; i < savings.Count; i++)
            step.Count(savings[i].Outcome, records[i]);
        return step;
    }

    private void Count(SavingOutcome outcome, ImportRecord record)
    {
        switch (outcome)
        {
            case SavingOutcome.Created:
                Created++;
                break;
            case SavingOutcome.Updated:
                Updated++;
                break;
            case SavingOutcome.Unchanged:
                Unchanged++;
                break;
            default:
                Refuse(record, [new("/source", "not-yours", "This record or source belongs to another partner.")]);
                break;
        }
    }
}

/// <summary>How an import went, in records.</summary>
public sealed class ImportReport
{
    public long Read { get; private set; }

    public long Created { get; private set; }

    public long Updated { get; private set; }

    public long Unchanged { get; private set; }

    public long Refused { get; private set; }

    /// <summary>Refused records by code of their faults.</summary>
    public Dictionary<string, long> Reasons { get; } = new(StringComparer.Ordinal);

    /// <summary>Counts a step.</summary>
    public void Add(ImportStep step)
    {
        (Read, Created, Updated, Unchanged, Refused) = (Read + step.Read, Created + step.Created, Updated + step.Updated, Unchanged + step.Unchanged, Refused + step.Refused);
        foreach (var (code, count) in step.Reasons)
            Reasons[code] = Reasons.GetValueOrDefault(code) + count;
    }
}
