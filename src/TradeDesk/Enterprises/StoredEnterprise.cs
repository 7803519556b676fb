using System.Text.Json;
using TradeDesk.Http;

namespace TradeDesk.Enterprises;

/// <summary>An enterprise as it lies in the database: key columns, the document as it is served, and the contact apart.</summary>
public sealed record StoredEnterprise
{
    public string Id { get; init; } = "";

    public long Version { get; init; }

    public string Partner { get; init; } = "";

    public string Source { get; init; } = "";

    public string ExternalId { get; init; } = "";

    public string Status { get; init; } = "";

    public long Controlled { get; init; }

    public string Country { get; init; } = "";

    public string ContentHash { get; init; } = "";

    /// <summary>The document as everyone but its partner sees it: the contact is withheld.</summary>
    public string Document { get; init; } = "";

    /// <summary>The contact as JSON; null for none.</summary>
    public string? Contact { get; init; }

    /// <summary>The record that it was found to be the same firm as; null while it stands for itself.</summary>
    public string? MergedInto { get; init; }

    /// <summary>The document with its contact, for the record's own partner.</summary>
    public Enterprise Whole() =>
        Read() with { Contact = Contact is null ? null : JsonSerializer.Deserialize<Contact>(Contact, DeskJson.Options) };

    /// <summary>The document with the contact withheld.</summary>
    public Enterprise Read() => JsonSerializer.Deserialize<Enterprise>(Document, DeskJson.Options)!;
}

/// <summary>A record of a source without its document.</summary>
public sealed record SourceRecord
{
    public string Id { get; init; } = "";

    public long Version { get; init; }

    public string Partner { get; init; } = "";

    public string ExternalId { get; init; } = "";

    public string Country { get; init; } = "";

    /// <summary>Milliseconds since 1970 UTC.</summary>
    public long UpdatedAt { get; init; }

    /// <summary>Another record stands for it.</summary>
    public bool IsMerged => MergedInto is not null;

    internal string? MergedInto { get; init; }
}

/// <summary>One line of a list: the key it is ordered by and the stored document.</summary>
public sealed record ListedDocument
{
    public string Key { get; init; } = "";

    public string Document { get; init; } = "";

    /// <summary>The enterprise's document, on a line of the intents board.</summary>
    public string? Enterprise { get; init; }
}

/// <summary>A stored document and the partner that owns it.</summary>
public sealed record OwnedDocument
{
    public string Partner { get; init; } = "";

    public string Document { get; init; } = "";
}
