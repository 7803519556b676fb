namespace TradeDesk.Matching;

/// <summary>
/// One enterprise as the engine sees it. Codes are compared ordinally: the caller folds case, resolves code editions and
/// leaves out empty texts.
/// </summary>
public sealed record MatchEnterprise
{
    /// <summary>Unique id; equal scores are ranked by its ordinal order.</summary>
    public required string Id { get; init; }

    /// <summary>ISO 3166-1 alpha-2 code in capitals; the home country's code puts the enterprise on the home side.</summary>
    public required string Country { get; init; }

    /// <summary>False while the enterprise is suspended or archived: it matches nobody.</summary>
    public bool Active { get; init; } = true;

    /// <summary>False when the enterprise did not consent to be matched.</summary>
    public bool Consents { get; init; } = true;

    /// <summary>True inside the export-control compartment.</summary>
    public bool Controlled { get; init; }

    /// <summary>The same owner on both sides blocks a pair; null when not known.</summary>
    public string? Owner { get; init; }

    /// <summary>Size class; null when not known.</summary>
    public SizeClass? Size { get; init; }

    /// <summary>Sector slugs.</summary>
    public IReadOnlyList<string> Sectors { get; init; } = [];

    /// <summary>HS codes of 2 to 6 digits, of one edition; longer codes are cut to 6, other texts are left out.</summary>
    public IReadOnlyList<string> Products { get; init; } = [];

    /// <summary>Codes of the certificates held.</summary>
    public IReadOnlyList<string> Certifications { get; init; } = [];

    /// <summary>Codes of the working languages.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Countries exported to.</summary>
    public IReadOnlyList<string> ExportsTo { get; init; } = [];

    /// <summary>Folded words of the profile's text.</summary>
    public IReadOnlyList<string> Terms { get; init; } = [];

    /// <summary>Who vouches for the profile.</summary>
    public VerificationLevel Verification { get; init; }

    /// <summary>Share of the profile that is filled, 0..1; other values are clamped, NaN counts as 0.</summary>
    public double Completeness { get; init; }

    /// <summary>Day of the last confirmation of the profile; null when not known.</summary>
    public DateOnly? UpdatedOn { get; init; }

    /// <summary>What the enterprise wants. Ids are unique within the enterprise: of two equal ones the first counts.</summary>
    public IReadOnlyList<MatchIntent> Intents { get; init; } = [];
}
