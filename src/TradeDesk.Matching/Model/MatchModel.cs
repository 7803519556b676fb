namespace TradeDesk.Matching;

/// <summary>The fixed context of matching, built once from reference data; immutable.</summary>
public sealed record MatchModel
{
    /// <summary>Which type and role complements which.</summary>
    public ComplementTable Complements { get; init; } = ComplementTable.Default;

    /// <summary>The sector tree.</summary>
    public required SectorTree Sectors { get; init; }

    /// <summary>The home country, and the blocs and regions of every country.</summary>
    public required MarketGroups Markets { get; init; }

    /// <summary>Trade agreements between the home country and foreign ones.</summary>
    public TradePreferences Preferences { get; init; } = new([]);
}
