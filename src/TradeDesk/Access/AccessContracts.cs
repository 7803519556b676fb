namespace TradeDesk.Access;

/// <summary>What a key may do.</summary>
public enum DeskRole
{
    /// <summary>Reads profiles and matches.</summary>
    Reader = 1,

    /// <summary>Reader, and writes its own partner's records.</summary>
    Partner = 2,

    /// <summary>A trade officer: reader, with ad-hoc needs of any enterprise.</summary>
    Officer = 3,

    /// <summary>Everything, over all partners.</summary>
    Admin = 4,
}

/// <summary>Who is calling: the partner behind a key and what the key may see and write.</summary>
/// <param name="KeyId">Public part of the key; the actor in the change log.</param>
/// <param name="Partner">The organisation that owns the records it sends.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Countries">Foreign countries the key is limited to; empty means all. Home is always readable.</param>
/// <param name="Cleared">May see the export-control compartment.</param>
public sealed record Caller(string KeyId, string Partner, DeskRole Role, IReadOnlyList<string> Countries, bool Cleared)
{
    public bool IsAdmin => Role == DeskRole.Admin;

    public bool MayWrite => Role is DeskRole.Partner or DeskRole.Admin;

    /// <summary>The records of a partner are the caller's own, or it is an administrator.</summary>
    public bool Owns(string partner) => IsAdmin || Partner == partner;

    /// <summary>May write records of a country.</summary>
    public bool MayWriteCountry(string country) => Countries.Count == 0 || Countries.Contains(country);

    /// <summary>May see records of a country.</summary>
    public bool SeesCountry(string country, string home) => Countries.Count == 0 || country == home || Countries.Contains(country);
}

/// <summary>A key as it is stored: its secret only as a hash.</summary>
public sealed record ApiKey
{
    public string Id { get; init; } = "";

    public string SecretHash { get; init; } = "";

    public string Label { get; init; } = "";

    public string Partner { get; init; } = "";

    public string Role { get; init; } = "";

    /// <summary>Country codes parted by commas; empty means all.</summary>
    public string Countries { get; init; } = "";

    public long Cleared { get; init; }

    /// <summary>Milliseconds since 1970 UTC.</summary>
    public long CreatedAt { get; init; }

    /// <summary>Milliseconds since 1970 UTC; null while it is valid.</summary>
    public long? RevokedAt { get; init; }
}
