namespace TradeDesk.Client;

/// <summary>One record to send: a document to create or replace, or a deletion. Records are named by their register and its own id.</summary>
public sealed class Push
{
    private Push(string source, string externalId, EnterpriseDocument? document, long? ifVersion) => (Source, ExternalId, Document, IfVersion) = (source, externalId, document, ifVersion);

    /// <summary>The register.</summary>
    public string Source { get; }

    /// <summary>The register's own id of the record.</summary>
    public string ExternalId { get; }

    /// <summary>The whole document; null for a deletion.</summary>
    public EnterpriseDocument? Document { get; }

    /// <summary>Only if the desk still has this version; null overwrites whatever is there.</summary>
    public long? IfVersion { get; }

    internal string Address => AddressOf(Source, ExternalId);

    /// <summary>Creates or replaces a record. The same document again changes nothing.</summary>
    /// <param name="document">The whole document; what the desk gives (<c>id</c>, <c>version</c> ...) may be in it.</param>
    /// <param name="ifVersion">Only if the desk still has this version, so that nobody's change is overwritten unseen.</param>
    /// <exception cref="ArgumentException">The document has no <c>source</c> or no <c>externalId</c>.</exception>
    public static Push Upsert(EnterpriseDocument document, long? ifVersion = null) =>
        document is { Source: { Length: > 0 } source, ExternalId: { Length: > 0 } externalId }
            ? new(source, externalId, document, ifVersion)
            : throw new ArgumentException("A document to push needs source and externalId.", nameof(document));

    /// <summary>Deletes a record. One that is not there is no fault.</summary>
    /// <param name="source">The register.</param>
    /// <param name="externalId">The register's own id of the record.</param>
    /// <param name="ifVersion">Only if the desk still has this version.</param>
    public static Push Delete(string source, string externalId, long? ifVersion = null) => new(source, externalId, null, ifVersion);

    internal static string AddressOf(string source, string externalId) => $"v1/sources/{Uri.EscapeDataString(source)}/enterprises/{Uri.EscapeDataString(externalId)}";
}

/// <summary>What the desk did with a record.</summary>
public enum PushResult
{
    /// <summary>It is new.</summary>
    Created = 1,

    /// <summary>It was there and is as sent now; one that was so already keeps its version.</summary>
    Saved = 2,

    /// <summary>It is gone.</summary>
    Deleted = 3,

    /// <summary>It was not there to delete, or was deleted before.</summary>
    NotThere = 4,

    /// <summary>The desk has another version than the one named: read it, merge, push again. It may also be that an attempt got through whose answer was lost.</summary>
    Stale = 5,

    /// <summary>It was not taken; <see cref="PushOutcome.Problem"/> names every fault.</summary>
    Refused = 6,
}

/// <summary>What became of one record.</summary>
/// <param name="Push">What was sent.</param>
/// <param name="Result">What the desk did.</param>
/// <param name="Document">As it was saved, with the desk's id and version; null otherwise. Keep the version: a pulled change that is not above it is your own.</param>
/// <param name="Problem">Why it was not taken; null if it was.</param>
public sealed record PushOutcome(Push Push, PushResult Result, EnterpriseDocument? Document = null, TradeDeskProblem? Problem = null)
{
    /// <summary>Version at the desk; null where it has none to tell.</summary>
    public long? Version => Document?.Version;
}

/// <summary>How records are sent.</summary>
public sealed record PushOptions
{
    /// <summary>Records on their way at a time, 1 to 64.</summary>
    public int Parallelism { get; init; } = 4;

    /// <summary>True: where a document states no sector and no code leads to one, its words suggest some. False: none do. Null: as it was with each record.</summary>
    public bool? Suggest { get; init; }
}
