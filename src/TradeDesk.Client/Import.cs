using System.Text.Json.Nodes;

namespace TradeDesk.Client;

/// <summary>How a whole register is loaded.</summary>
public sealed record ImportOptions
{
    /// <summary>False: records that are not sent stay. True: they are deleted, for what is sent is the whole register.</summary>
    public bool ReplaceSource { get; init; }

    /// <summary>With <see cref="ReplaceSource"/>: the share of the register, 0 to 1, that may be deleted; null for the desk's own bound. More, and the import fails instead.</summary>
    public double? RemoveAtMost { get; init; }

    /// <summary>Writes nothing, and counts what would be.</summary>
    public bool DryRun { get; init; }

    /// <summary>As in <see cref="PushOptions.Suggest"/>.</summary>
    public bool? Suggest { get; init; }

    /// <summary>How long it may take to send the records.</summary>
    public TimeSpan Upload { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The pause between two looks at how far it is.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);
}

/// <summary>How an import ended.</summary>
public sealed record Import
{
    /// <summary>Of the import, <c>imp_...</c>.</summary>
    public string Id { get; init; } = "";

    /// <summary>The register.</summary>
    public string Source { get; init; } = "";

    /// <summary><c>queued</c>, <c>running</c>, <c>succeeded</c>, <c>failed</c> or <c>cancelled</c>.</summary>
    public string Status { get; init; } = "";

    /// <summary>Every record was looked at; refused ones are in the errors.</summary>
    public bool Succeeded => Status == "succeeded";

    /// <summary>Records looked at; each is created, updated, unchanged or refused.</summary>
    public long Read { get; init; }

    /// <summary>Records that were new.</summary>
    public long Created { get; init; }

    /// <summary>Records that differed from what was there.</summary>
    public long Updated { get; init; }

    /// <summary>Records that were so already.</summary>
    public long Unchanged { get; init; }

    /// <summary>Records with faults.</summary>
    public long Refused { get; init; }

    /// <summary>Records deleted because they were not sent.</summary>
    public long Removed { get; init; }

    /// <summary>Why it failed, what is loaded, and what to do; null otherwise.</summary>
    public string? Failure { get; init; }

    internal bool IsOver => Status is not ("receiving" or "queued" or "running");
}

/// <summary>One record that an import refused.</summary>
/// <param name="Line">Its place among what was sent, from 1.</param>
/// <param name="Errors">What is wrong and what would be right.</param>
/// <param name="Row">The record as it was sent.</param>
public sealed record ImportRefusal(int Line, IReadOnlyList<Fault> Errors, JsonNode? Row);
