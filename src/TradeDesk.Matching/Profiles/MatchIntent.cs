namespace TradeDesk.Matching;

/// <summary>One thing an enterprise wants: a partnership type and role, for what, where and until when.</summary>
public sealed record MatchIntent
{
    /// <summary>Id, unique within its enterprise.</summary>
    public required string Id { get; init; }

    /// <summary>The partnership type.</summary>
    public PartnershipType Type { get; init; }

    /// <summary>Offers, seeks or mutual.</summary>
    public IntentRole Role { get; init; }

    /// <summary>Sector slugs; when empty, the enterprise's count.</summary>
    public IReadOnlyList<string> Sectors { get; init; } = [];

    /// <summary>HS codes of 2 to 6 digits; when none is valid, the enterprise's count.</summary>
    public IReadOnlyList<string> Products { get; init; } = [];

    /// <summary>Country, bloc, region or subregion codes a peer must lie in; empty means open to all.</summary>
    public IReadOnlyList<string> Accept { get; init; } = [];

    /// <summary>Country, bloc, region or subregion codes a peer must not lie in.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Certificates the peer should, or must, hold.</summary>
    public IReadOnlyList<WantedCertification> Certifications { get; init; } = [];

    /// <summary>Order value or capacity range; null when not stated.</summary>
    public ValueBand? Value { get; init; }

    /// <summary>Size classes wanted of the peer; empty means any.</summary>
    public IReadOnlyList<SizeClass> WantedSizes { get; init; } = [];

    /// <summary>What this side brings into a joint venture or research cooperation.</summary>
    public Contributions Contributes { get; init; }

    /// <summary>What this side needs from the other.</summary>
    public Contributions Needs { get; init; }

    /// <summary>First day of validity, inclusive; null for no limit.</summary>
    public DateOnly? ValidFrom { get; init; }

    /// <summary>Last day of validity, inclusive; null for no limit.</summary>
    public DateOnly? ValidUntil { get; init; }

    /// <summary>False when the intent is closed.</summary>
    public bool Open { get; init; } = true;

    /// <summary>Folded words of the intent's text; when empty, the enterprise's are what it asks for.</summary>
    public IReadOnlyList<string> Terms { get; init; } = [];
}

/// <summary>A certificate wanted of the peer.</summary>
/// <param name="Code">Code of the certificate.</param>
/// <param name="Mandatory">True when a peer without it is no match.</param>
public readonly record struct WantedCertification(string Code, bool Mandatory);

/// <summary>A range of money; a reversed range is read the right way round.</summary>
/// <param name="Min">Lower end, inclusive.</param>
/// <param name="Max">Upper end, inclusive.</param>
/// <param name="Currency">ISO 4217 code; ranges in different currencies are not compared.</param>
public sealed record ValueBand(decimal Min, decimal Max, string Currency);
