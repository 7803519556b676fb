using TradeDesk.Matching;

namespace TradeDesk.Taxonomy;

/// <summary>The partnership types in plain words: what an offering intent gives and what a seeking one asks.</summary>
public static class IntentTypeWords
{
    private static readonly Dictionary<PartnershipType, (string Offers, string Seeks)> Words = new()
    {
        [PartnershipType.Trade] = ("sells a product or service", "buys a product or service"),
        [PartnershipType.Supply] = ("supplies regularly", "sources regularly"),
        [PartnershipType.Distribution] = ("distributes for others", "looks for a distributor"),
        [PartnershipType.Franchise] = ("gives a franchise", "takes a franchise"),
        [PartnershipType.Subcontracting] = ("has production capacity", "needs production capacity"),
        [PartnershipType.ContractManufacturing] = ("manufactures for others", "needs a plant for its design or brand"),
        [PartnershipType.Licence] = ("licenses out", "takes a licence"),
        [PartnershipType.TechnologyTransfer] = ("holds a technology to transfer", "adopts a technology"),
        [PartnershipType.IpSale] = ("sells intellectual property", "buys intellectual property"),
        [PartnershipType.Investment] = ("invests", "raises capital"),
        [PartnershipType.Acquisition] = ("buys into companies", "sells the company"),
        [PartnershipType.TestingCertification] = ("tests and certifies", "needs testing or certification"),
        [PartnershipType.FinanceAccess] = ("provides finance", "needs finance"),
        [PartnershipType.Training] = ("trains", "needs training"),
    };

    private static readonly Dictionary<PartnershipType, string> Mutual = new()
    {
        [PartnershipType.JointVenture] = "looks for a joint venture",
        [PartnershipType.RdCooperation] = "looks for R&D cooperation",
        [PartnershipType.ReciprocalProduction] = "looks for reciprocal production",
    };

    /// <summary>The roles an intent of a type may have.</summary>
    public static IReadOnlyList<IntentRole> Roles(PartnershipType type) =>
        PartnershipTypes.IsMutual(type) ? [IntentRole.Mutual] : [IntentRole.Offers, IntentRole.Seeks];

    /// <summary>What an intent does, to follow a name: <c>looks for a distributor</c>.</summary>
    public static string Does(PartnershipType type, IntentRole role) => role switch
    {
        IntentRole.Mutual => Mutual[type],
        IntentRole.Offers => Words[type].Offers,
        _ => Words[type].Seeks,
    };

    public static IntentTypeAnswer Describe(PartnershipType type) =>
        PartnershipTypes.IsMutual(type)
            ? new(type, Roles(type), null, null)
            : new(type, Roles(type), Words[type].Offers, Words[type].Seeks);
}
