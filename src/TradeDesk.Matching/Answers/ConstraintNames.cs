namespace TradeDesk.Matching;

/// <summary>The stable names of the hard constraints.</summary>
public static class ConstraintNames
{
    /// <summary>One enterprise at home, one abroad.</summary>
    public const string Sides = "sides";

    /// <summary>Both enterprises active.</summary>
    public const string Active = "active";

    /// <summary>Both consent to be matched.</summary>
    public const string Consent = "consent";

    /// <summary>The export-control compartment is visible to the caller.</summary>
    public const string ExportControl = "export-control";

    /// <summary>The pair is not blocked.</summary>
    public const string Blocked = "blocked";

    /// <summary>The two have different owners.</summary>
    public const string SameOwner = "same-owner";

    /// <summary>Both intents open on the day.</summary>
    public const string IntentOpen = "intent-open";

    /// <summary>The types and roles complement each other.</summary>
    public const string Complement = "complement";

    /// <summary>Sectors near enough, or a product in common.</summary>
    public const string Sector = "sector";

    /// <summary>Each side accepts the other's country.</summary>
    public const string Market = "market";

    /// <summary>Each side holds the other's mandatory certificates.</summary>
    public const string Certification = "certification";

    /// <summary>All names, in the order of reporting.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Sides, Active, Consent, ExportControl, Blocked, SameOwner, IntentOpen, Complement, Sector, Market, Certification,
    ];
}
