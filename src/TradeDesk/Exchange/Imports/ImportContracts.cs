using TradeDesk.Http;

namespace TradeDesk.Exchange;

/// <summary>How far an import is.</summary>
public enum ImportStatus
{
    /// <summary>Its file is received; it waits for its turn.</summary>
    Queued = 1,

    Running = 2,

    /// <summary>Every record was looked at; those that were refused are in its errors.</summary>
    Succeeded = 3,

    /// <summary><c>failure</c> says why and what is loaded.</summary>
    Failed = 4,

    /// <summary>Someone stopped it; what was loaded before stays.</summary>
    Cancelled = 5,
}

/// <summary>What an import means for records of its source that it does not hold.</summary>
public enum ImportMode
{
    /// <summary>They stay.</summary>
    Merge = 1,

    /// <summary>They are deleted: the file is the whole register.</summary>
    ReplaceSource = 2,
}

/// <summary>An import.</summary>
/// <param name="Id">Of the import.</param>
/// <param name="Source">The register that its records come from.</param>
/// <param name="Mode"><c>merge</c> or <c>replace-source</c>.</param>
/// <param name="DryRun">Nothing is written; the counts say what would be.</param>
/// <param name="Status"><c>queued</c>, <c>running</c>, <c>succeeded</c>, <c>failed</c> or <c>cancelled</c>.</param>
/// <param name="Read">Records looked at; each is created, updated, unchanged or refused.</param>
/// <param name="Created">Records that were new.</param>
/// <param name="Updated">Records that differed from what was there.</param>
/// <param name="Unchanged">Records that were there already as they are.</param>
/// <param name="Refused">Records with faults; <c>GET /v1/imports/{id}/errors</c> gives the first 100,000, each with its line, faults and row.</param>
/// <param name="Removed">Records that the source no longer holds and that were deleted; with <c>replace-source</c> only.</param>
/// <param name="Reasons">Refused records by code of their faults; a record may have several.</param>
/// <param name="Line">The line where the last record that was looked at begins; what stands before it is done.</param>
/// <param name="Bytes">The size of the file, unpacked.</param>
/// <param name="Failure">Why it failed, what is loaded, and what to do.</param>
/// <param name="CreatedAt">When its file had arrived.</param>
/// <param name="StartedAt">When work on it began.</param>
/// <param name="FinishedAt">When it ended.</param>
/// <param name="ExpiresAt">When this and its errors are deleted.</param>
public sealed record ImportAnswer(
    string Id, string Source, ImportMode Mode, bool DryRun, ImportStatus Status, long Read, long Created, long Updated, long Unchanged, long Refused, long Removed,
    IReadOnlyDictionary<string, long> Reasons, long Line, long Bytes, string? Failure, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, DateTimeOffset ExpiresAt);

/// <summary>One refused record.</summary>
/// <param name="Line">The line in the file where the record begins, from 1.</param>
/// <param name="Errors">What is wrong and what would be right.</param>
/// <param name="Row">The record as it stands in the file: a document, or the columns of a row by name. Where that has more than 64 Ki characters, the first 2,000 of them as a text.</param>
public sealed record ImportError(int Line, IReadOnlyList<Fault> Errors, System.Text.Json.Nodes.JsonNode? Row);
