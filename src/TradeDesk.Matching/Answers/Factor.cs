namespace TradeDesk.Matching;

/// <summary>The nine factors, in the fixed order in which a direction is summed. Values are published.</summary>
public enum Factor : byte
{
    /// <summary>How strongly the intents complement each other.</summary>
    Intent = 0,

    /// <summary>How near the sectors are.</summary>
    Sector = 1,

    /// <summary>How many HS digits the nearest products share.</summary>
    Product = 2,

    /// <summary>Share of the asker's weighted words the giver uses too.</summary>
    Text = 3,

    /// <summary>How clearly the asker wants the giver's country.</summary>
    Market = 4,

    /// <summary>Certificates, value range and size the asker wants of the giver.</summary>
    Capability = 5,

    /// <summary>A trade agreement in force.</summary>
    Preference = 6,

    /// <summary>Verification, completeness and freshness of the giver.</summary>
    Trust = 7,

    /// <summary>A common working language.</summary>
    Language = 8,
}
