using static TradeDesk.Matching.PartnershipType;

namespace TradeDesk.Matching;

/// <summary>The rows of the desk's own complement table: same types first, then partial answers across types.</summary>
internal static class DefaultComplements
{
    private static readonly (PartnershipType Ask, PartnershipType Give, double Strength)[] AcrossTypes =
    [
        (Trade, Supply, .8), (Trade, ContractManufacturing, .4),
        (Supply, Trade, .8), (Supply, Subcontracting, .5), (Supply, ContractManufacturing, .6),
        (Distribution, JointVenture, .3),
        (Subcontracting, Supply, .5), (Subcontracting, ContractManufacturing, .8), (Subcontracting, JointVenture, .3),
        (ContractManufacturing, Supply, .5), (ContractManufacturing, Subcontracting, .8),
        (ContractManufacturing, JointVenture, .4),
        (Licence, TechnologyTransfer, .7), (Licence, IpSale, .6), (Licence, JointVenture, .3), (Licence, RdCooperation, .2),
        (TechnologyTransfer, Trade, .3), (TechnologyTransfer, Licence, .7), (TechnologyTransfer, IpSale, .4),
        (TechnologyTransfer, Training, .3), (TechnologyTransfer, JointVenture, .5), (TechnologyTransfer, RdCooperation, .4),
        (IpSale, Licence, .6), (IpSale, TechnologyTransfer, .4),
        (Investment, FinanceAccess, .5), (Investment, JointVenture, .5),
        (FinanceAccess, Investment, .5),
        (Training, TechnologyTransfer, .3),
    ];

    public static IReadOnlyList<ComplementRow> Rows() =>
    [
        .. PartnershipTypes.All.Select(type => Row(type, type, 1)),
        .. AcrossTypes.Select(row => Row(row.Ask, row.Give, row.Strength)),
        new(JointVenture, IntentRole.Mutual, RdCooperation, IntentRole.Mutual, .4),
    ];

    private static ComplementRow Row(PartnershipType ask, PartnershipType give, double strength) =>
        new(ask, PartnershipTypes.IsMutual(ask) ? IntentRole.Mutual : IntentRole.Seeks,
            give, PartnershipTypes.IsMutual(give) ? IntentRole.Mutual : IntentRole.Offers, strength);
}
