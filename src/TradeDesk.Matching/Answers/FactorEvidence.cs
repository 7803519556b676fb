namespace TradeDesk.Matching;

/// <summary>The data behind a factor's value; members that do not belong to the factor are null.</summary>
public sealed record FactorEvidence
{
    internal static readonly FactorEvidence None = new();

    /// <summary>Intent: the asker's partnership type.</summary>
    public PartnershipType? AskType { get; init; }

    /// <summary>Intent: the asker's role.</summary>
    public IntentRole? AskRole { get; init; }

    /// <summary>Intent: the giver's partnership type.</summary>
    public PartnershipType? GiveType { get; init; }

    /// <summary>Intent: the giver's role.</summary>
    public IntentRole? GiveRole { get; init; }

    /// <summary>Intent: contributions that fit, of a joint venture or research cooperation.</summary>
    public Contributions? ContributionsMet { get; init; }

    /// <summary>Intent: contributions the asker needs and the giver does not bring.</summary>
    public Contributions? ContributionsMissing { get; init; }

    /// <summary>Sector: the asker's nearest sector.</summary>
    public string? SectorA { get; init; }

    /// <summary>Sector: the giver's nearest sector.</summary>
    public string? SectorB { get; init; }

    /// <summary>Sector: <c>same</c>, <c>ancestor</c>, <c>sibling</c> or <c>related</c>.</summary>
    public string? Relation { get; init; }

    /// <summary>Product: the asker's HS code of the best overlap.</summary>
    public string? ProductA { get; init; }

    /// <summary>Product: the giver's HS code of the best overlap.</summary>
    public string? ProductB { get; init; }

    /// <summary>Product: digits shared, counted as 2, 4 or 6.</summary>
    public int? Digits { get; init; }

    /// <summary>Text: the shared words that carry weight.</summary>
    public IReadOnlyList<string>? Words { get; init; }

    /// <summary>Market: the giver's country.</summary>
    public string? CountryWanted { get; init; }

    /// <summary>Market: why the country is wanted: <c>country</c>, <c>group</c>, <c>exports-to</c> or <c>open</c>.</summary>
    public string? CountryVia { get; init; }

    /// <summary>Capability: wanted certificates the giver holds.</summary>
    public IReadOnlyList<string>? Held { get; init; }

    /// <summary>Capability: wanted certificates the giver does not hold.</summary>
    public IReadOnlyList<string>? Missing { get; init; }

    /// <summary>Capability: overlap of the value ranges, 0..1; null when they are not compared.</summary>
    public double? ValueOverlap { get; init; }

    /// <summary>Capability: the giver's size class is a wanted one; null when none is wanted.</summary>
    public bool? SizeWanted { get; init; }

    /// <summary>Preference: code of the best agreement in force that covers the products.</summary>
    public string? AgreementCode { get; init; }

    /// <summary>Trust: who vouches for the giver.</summary>
    public VerificationLevel? Verification { get; init; }

    /// <summary>Trust: completeness of the giver's profile, 0..1.</summary>
    public double? Completeness { get; init; }

    /// <summary>Trust: last confirmation of the giver's profile.</summary>
    public DateOnly? UpdatedOn { get; init; }

    /// <summary>Language: the common working languages.</summary>
    public IReadOnlyList<string>? Languages { get; init; }
}
