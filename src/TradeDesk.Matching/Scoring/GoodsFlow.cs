namespace TradeDesk.Matching;

/// <summary>Which way the goods of a partnership cross the home country's border.</summary>
internal enum GoodsFlow
{
    /// <summary>Either way, or none is known; what is excluded on one of them counts as excluded.</summary>
    Unknown,

    /// <summary>Into the home country.</summary>
    Import,

    /// <summary>Out of it.</summary>
    Export,
}

/// <summary>Tells the flow of goods from what the two intents do.</summary>
internal static class GoodsFlows
{
    public static GoodsFlow Between(in IntentView asker, in IntentView giver) => (Sends(asker.Kind) ?? !Sends(giver.Kind)) switch
    {
        null => GoodsFlow.Unknown,
        var askerSends => askerSends == asker.Home ? GoodsFlow.Export : GoodsFlow.Import,
    };

    /// <summary>Who sells or makes, sends; a channel receives from whom it serves. Null where goods are not what the two exchange.</summary>
    private static bool? Sends(int kind) => (ComplementTable.TypeOf(kind), ComplementTable.RoleOf(kind)) switch
    {
        (PartnershipType.Trade or PartnershipType.Supply or PartnershipType.Subcontracting or PartnershipType.ContractManufacturing, var role) => role == IntentRole.Offers,
        (PartnershipType.Distribution, var role) => role == IntentRole.Seeks,
        _ => null,
    };
}
