namespace TradeDesk.Matching;

/// <summary>What two enterprises may do together. Values are stored and must never change.</summary>
public enum PartnershipType : byte
{
    /// <summary>Not stated; complements nothing.</summary>
    None = 0,

    /// <summary>Sell or buy a product or service.</summary>
    Trade = 1,

    /// <summary>Supply or source regularly.</summary>
    Supply = 2,

    /// <summary>Be a channel (agent, distributor) or want one.</summary>
    Distribution = 3,

    /// <summary>Franchisor or franchisee.</summary>
    Franchise = 4,

    /// <summary>Has or needs capacity.</summary>
    Subcontracting = 5,

    /// <summary>Has a plant, or has a design or brand to be made.</summary>
    ContractManufacturing = 6,

    /// <summary>Licensor or licensee.</summary>
    Licence = 7,

    /// <summary>Holds a technology or adopts it.</summary>
    TechnologyTransfer = 8,

    /// <summary>Sells or buys intellectual property.</summary>
    IpSale = 9,

    /// <summary>Invests or raises.</summary>
    Investment = 10,

    /// <summary>Buys into companies or sells the company.</summary>
    Acquisition = 11,

    /// <summary>Provides or needs testing and certification.</summary>
    TestingCertification = 12,

    /// <summary>Provides or needs finance.</summary>
    FinanceAccess = 13,

    /// <summary>Provides or needs training.</summary>
    Training = 14,

    /// <summary>A joint venture; both sides are <see cref="IntentRole.Mutual"/>.</summary>
    JointVenture = 15,

    /// <summary>Research and development together; both sides are <see cref="IntentRole.Mutual"/>.</summary>
    RdCooperation = 16,

    /// <summary>Each makes the other's product at home; both sides are <see cref="IntentRole.Mutual"/>.</summary>
    ReciprocalProduction = 17,
}
