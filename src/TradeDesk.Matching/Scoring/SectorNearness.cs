namespace TradeDesk.Matching;

/// <summary>Factor sector: the nearest two sectors of two lists.</summary>
internal static class SectorNearness
{
    public static SectorRelation Best(ReadOnlySpan<int> sectors, ReadOnlySpan<int> others, SectorTree tree)
    {
        var best = SectorRelation.None;
        foreach (var sector in sectors)
            foreach (var other in others)
                if (tree.Relation(sector, other) is var relation && relation > best) best = relation;
        return best;
    }
}
