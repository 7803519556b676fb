using System.Text.Json.Serialization;

namespace TradeDesk.Client;

/// <summary>One change of a record.</summary>
public sealed record Change
{
    /// <summary>Place in the change log; null in a snapshot.</summary>
    public long? Sequence { get; init; }

    /// <summary>When it was written; null in a snapshot.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary><c>enterprise</c>, <c>code-system</c>, or <c>key</c> (administrators only).</summary>
    public string Kind { get; init; } = "enterprise";

    /// <summary><c>upsert</c>, or <c>delete</c> for a tombstone.</summary>
    public string Op { get; init; } = "upsert";

    /// <summary>The desk's id of the record.</summary>
    public string Id { get; init; } = "";

    /// <summary>Of two states of a record the one with the higher version is the newer.</summary>
    public long Version { get; init; }

    /// <summary>The register of an enterprise.</summary>
    public string? Source { get; init; }

    /// <summary>The register's own id of an enterprise.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The enterprise as it is now; null for a tombstone, for other kinds, and where <see cref="DocumentAt"/> is given.</summary>
    public EnterpriseDocument? Document { get; init; }

    /// <summary>Only in a webhook's event: where the desk has a document that is too large for one. <see cref="TradeDeskClient.FindAsync"/> reads it.</summary>
    public string? DocumentAt { get; init; }

    /// <summary>The record is gone, or no longer for your key to see. One that you never had needs nothing.</summary>
    [JsonIgnore]
    public bool IsTombstone => Op == "delete";

    internal static Change Of(EnterpriseDocument document) =>
        new() { Id = document.Id ?? "", Version = document.Version ?? 0, Source = document.Source, ExternalId = document.ExternalId, Document = document };
}

/// <summary>Changes and the cursor behind them. Apply all changes, then store the cursor, best in one transaction: what was not stored comes again.</summary>
/// <param name="Changes">Oldest first; may be empty where a filter left all out.</param>
/// <param name="Cursor">To store once the changes are applied; the next pull goes on from it.</param>
/// <param name="Snapshot">Names the full copy that these records are part of; null for changes. Keep it beside each record.</param>
/// <param name="SnapshotComplete">The full copy ends with this batch: a record of the desk that you hold and that does not bear <paramref name="Snapshot"/> is gone.</param>
public sealed record ChangeBatch(IReadOnlyList<Change> Changes, string Cursor, string? Snapshot = null, bool SnapshotComplete = false);

/// <summary>What is pulled, and for how long. The same options belong to a cursor for as long as it is used.</summary>
public sealed record PullOptions
{
    /// <summary>Only enterprises of this register; null for all.</summary>
    public string? Source { get; init; }

    /// <summary>Registers to leave out, such as those that you push, so that your own records do not come back.</summary>
    public IReadOnlyCollection<string> ExceptSources { get; init; } = [];

    /// <summary>Only enterprises of this country, ISO 3166-1 alpha-2; null for all.</summary>
    public string? Country { get; init; }

    /// <summary>Also changes of code systems, and of keys where yours is an administrator's. They are not in a snapshot.</summary>
    public bool EveryKind { get; init; }

    /// <summary>False: ends when nothing more is behind. True: goes on, waiting for changes, until cancelled.</summary>
    public bool Follow { get; init; }

    /// <summary>How long one request of a follower waits for a change: 1 to 30 seconds.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>When the log no longer reaches a cursor. True: a snapshot comes, and whoever pulls removes what it lacks. False: <see cref="CursorGoneException"/>.</summary>
    public bool StartAgain { get; init; }

    /// <summary>Changes a batch, 1 to 1000; other numbers are taken for the nearest of these.</summary>
    public int BatchSize { get; init => field = Math.Clamp(value, 1, 1000); } = 200;
}
