namespace TradeDesk.Matching;

/// <summary>On which end of a partnership an intent stands. Values are stored and must never change.</summary>
public enum IntentRole : byte
{
    /// <summary>Not stated; complements nothing.</summary>
    None = 0,

    /// <summary>Gives: sells, supplies, invests, provides.</summary>
    Offers = 1,

    /// <summary>Asks: buys, sources, raises, needs.</summary>
    Seeks = 2,

    /// <summary>Both sides do the same, as in a joint venture.</summary>
    Mutual = 3,
}

/// <summary>Size class of an enterprise. Values are stored and must never change.</summary>
public enum SizeClass : byte
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>Micro enterprise.</summary>
    Micro = 1,

    /// <summary>Small enterprise.</summary>
    Small = 2,

    /// <summary>Medium enterprise.</summary>
    Medium = 3,

    /// <summary>Large enterprise.</summary>
    Large = 4,
}

/// <summary>Who vouches for a profile. Values are stored and must never change.</summary>
public enum VerificationLevel : byte
{
    /// <summary>Nobody; worth 0.</summary>
    Unverified = 0,

    /// <summary>The enterprise itself; worth 0.3.</summary>
    SelfDeclared = 1,

    /// <summary>A partner of the desk; worth 0.7.</summary>
    PartnerVerified = 2,

    /// <summary>An official register; worth 1.</summary>
    RegisterVerified = 3,
}

/// <summary>What a side brings into, or needs from, a joint venture or research cooperation. Values are stored.</summary>
[Flags]
public enum Contributions : byte
{
    /// <summary>Nothing stated.</summary>
    None = 0,

    /// <summary>Access to a market.</summary>
    MarketAccess = 1,

    /// <summary>Technology.</summary>
    Technology = 2,

    /// <summary>Capital.</summary>
    Capital = 4,

    /// <summary>A plant.</summary>
    Plant = 8,

    /// <summary>A brand.</summary>
    Brand = 16,

    /// <summary>Raw material.</summary>
    RawMaterial = 32,

    /// <summary>Skills.</summary>
    Skills = 64,
}
