using static TradeDesk.Matching.PartnershipType;

namespace TradeDesk.Matching.Tests;

/// <summary>A small fixed context, held twice: as the engine's model, and as plain tables for the oracle.</summary>
internal static class World
{
    /// <summary>The complement table of matching.md, typed in again so that a slip in the engine shows.</summary>
    public static readonly (PartnershipType Ask, PartnershipType Give, double Strength)[] AcrossTypes =
    [
        (Trade, Supply, .8), (Trade, ContractManufacturing, .4),
        (Supply, Trade, .8), (Supply, Subcontracting, .5), (Supply, ContractManufacturing, .6),
        (Distribution, JointVenture, .3),
        (Subcontracting, Supply, .5), (Subcontracting, ContractManufacturing, .8), (Subcontracting, JointVenture, .3),
        (ContractManufacturing, Supply, .5), (ContractManufacturing, Subcontracting, .8), (ContractManufacturing, JointVenture, .4),
        (Licence, TechnologyTransfer, .7), (Licence, IpSale, .6), (Licence, JointVenture, .3), (Licence, RdCooperation, .2),
        (TechnologyTransfer, Trade, .3), (TechnologyTransfer, Licence, .7), (TechnologyTransfer, IpSale, .4),
        (TechnologyTransfer, Training, .3), (TechnologyTransfer, JointVenture, .5), (TechnologyTransfer, RdCooperation, .4),
        (IpSale, Licence, .6), (IpSale, TechnologyTransfer, .4),
        (Investment, FinanceAccess, .5), (Investment, JointVenture, .5),
        (FinanceAccess, Investment, .5), (Training, TechnologyTransfer, .3),
        (JointVenture, RdCooperation, .4), (RdCooperation, JointVenture, .4),
    ];

    private static readonly PartnershipType[] Mutual = [JointVenture, RdCooperation, ReciprocalProduction];

    private static readonly SectorNode[] Nodes =
    [
        new("food", null, []), new("dairy", "food", ["cold-chain"]), new("cheese", "dairy", []), new("spices", "food", []),
        new("logistics", null, []), new("cold-chain", "logistics", []), new("trucking", "logistics", []),
        new("machines", null, ["metals"]), new("packaging", "machines", ["dairy"]), new("tools", "machines", []),
        new("metals", null, []), new("castings", "metals", []), new("defence", null, [], Controlled: true), new("ammunition", "defence", []),
    ];

    private static readonly Dictionary<string, IReadOnlyList<string>> CountryGroups = new()
    {
        ["IN"] = ["asia", "saarc"],
        ["PL"] = ["EU", "europe"],
        ["DE"] = ["EU", "europe"],
        ["CH"] = ["EFTA", "europe"],
        ["AE"] = ["asia", "GCC"],
        ["NP"] = ["asia", "saarc"],
    };

    private static readonly Dictionary<string, SectorNode> BySlug = Nodes.ToDictionary(node => node.Slug);

    public const string Home = "IN";

    public static List<TradePreference> Agreements { get; } =
    [
        new("AE", new(2022, 5, 1), "CEPA", false, ["0405", "72"], ["84"]),
        new("CH", new(2025, 10, 1), "TEPA", false, ["04"], []),
        new("NP", new(2009, 10, 27), "NTT", true, [], ["0406"]),
        new("NP", new(2006, 1, 1), "SAFTA", false, ["84", "040690"], ["84", "72"]),
        new("DE", new(2026, 6, 1), "FTA", false, [], []),
    ];

    public static string[] Countries { get; } = ["IN", "PL", "DE", "CH", "AE", "NP", "XX"];

    public static string[] Codes => [.. Countries, "EU", "EFTA", "europe", "asia", "saarc", "GCC", "nowhere"];

    public static string[] Slugs => [.. Nodes.Select(node => node.Slug), "unheard-of"];

    public static MatchModel Model { get; } = new()
    {
        Sectors = new SectorTree(Nodes),
        Markets = new MarketGroups(Home, CountryGroups),
        Preferences = new TradePreferences(Agreements),
    };

    public static IReadOnlyList<string> Groups(string country) => CountryGroups.GetValueOrDefault(country, []);

    public static double Strength(PartnershipType a, IntentRole roleA, PartnershipType b, IntentRole roleB) =>
        Math.Max(Ask(a, roleA, b, roleB), Ask(b, roleB, a, roleA));

    public static List<string> PathToTop(string slug)
    {
        var path = new List<string>();
        for (var node = BySlug.GetValueOrDefault(slug); node is not null; node = node.Parent is null ? null : BySlug[node.Parent]) path.Add(node.Slug);
        return path;
    }

    public static double Proximity(string a, string b)
    {
        if (!BySlug.TryGetValue(a, out var x) || !BySlug.TryGetValue(b, out var y)) return 0;
        if (a == b) return 1;
        if (PathToTop(a).Contains(b) || PathToTop(b).Contains(a)) return .8;
        if (x.Parent is not null && x.Parent == y.Parent) return .6;
        string?[] left = [a, x.Parent], right = [b, y.Parent];
        return left.Any(l => right.Any(r => l is not null && r is not null && (BySlug[l].Related.Contains(r) || BySlug[r].Related.Contains(l)))) ? .4 : 0;
    }

    private static double Ask(PartnershipType ask, IntentRole askRole, PartnershipType give, IntentRole giveRole)
    {
        if (askRole != (Mutual.Contains(ask) ? IntentRole.Mutual : IntentRole.Seeks)) return 0;
        if (giveRole != (Mutual.Contains(give) ? IntentRole.Mutual : IntentRole.Offers)) return 0;
        return ask == give && ask != PartnershipType.None ? 1 : AcrossTypes.FirstOrDefault(row => row.Ask == ask && row.Give == give).Strength;
    }
}
