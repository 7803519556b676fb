namespace TradeDesk.Matching;

/// <summary>Why the asker wants the giver's country.</summary>
internal enum MarketVia : byte
{
    Refused,
    Open,
    ExportsTo,
    Group,
    Country,
}

/// <summary>Factor market: how clearly the asker wants the giver's country.</summary>
internal static class MarketFit
{
    private static readonly double[] Values = [0, .5, .7, .8, 1];

    public static double Value(MarketVia via) => Values[(int)via];

    public static MarketVia Via(in IntentView asker, in IntentView giver, CompiledModel model)
    {
        var groups = model.Groups(giver.Country);
        if (SortedSet.Contains(asker.Exclude, giver.Country) || SortedSet.Intersects(asker.Exclude, groups)) return MarketVia.Refused;
        if (asker.Accept.IsEmpty) return SortedSet.Contains(asker.ExportsTo, giver.Country) ? MarketVia.ExportsTo : MarketVia.Open;
        if (SortedSet.Contains(asker.Accept, giver.Country)) return MarketVia.Country;
        return SortedSet.Intersects(asker.Accept, groups) ? MarketVia.Group : MarketVia.Refused;
    }
}
