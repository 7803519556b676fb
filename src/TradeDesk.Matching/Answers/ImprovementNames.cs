namespace TradeDesk.Matching;

/// <summary>The stable names of the changes an explanation may propose.</summary>
public static class ImprovementNames
{
    /// <summary>Hold a certificate the other side wants; the subject is its code.</summary>
    public const string HoldCertification = "hold-certification";

    /// <summary>State a product the other side states; the subject is its HS code.</summary>
    public const string StateProduct = "state-product";

    /// <summary>State a working language of the other side; the subject is its code.</summary>
    public const string StateLanguage = "state-language";

    /// <summary>Add a sector of the other side; the subject is its slug.</summary>
    public const string AddSector = "add-sector";

    /// <summary>Be verified one level higher; the subject is the level's name.</summary>
    public const string BeVerified = "be-verified";

    /// <summary>Fill the profile.</summary>
    public const string CompleteProfile = "complete-profile";

    /// <summary>Confirm that the profile is up to date.</summary>
    public const string RefreshProfile = "refresh-profile";

    /// <summary>Name the other side's country as a target; the subject is its code.</summary>
    public const string TargetCountry = "target-country";

    /// <summary>State the contributions the other side needs; the subject lists them.</summary>
    public const string StateContributions = "state-contributions";
}
