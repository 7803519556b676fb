namespace TradeDesk.Matching;

/// <summary>The one scorer: index, pair answers, explanations and improvements all use it. Pure.</summary>
internal static class PairScorer
{
    public static PairScore Score(in IntentView query, in IntentView peer, ScoringContext context) =>
        Score(query, peer, PairFit.Of(query, peer, context), context);

    public static PairScore Score(in IntentView query, in IntentView peer, PairFit fit, ScoringContext context)
    {
        var forward = Direction(query, peer, fit, context);
        var backward = Direction(peer, query, fit.Reversed, context);
        return new(FactorValues.Score(forward, context.Weights), FactorValues.Score(backward, context.Weights));
    }

    /// <summary>The factors of what one side asks and the other gives.</summary>
    public static FactorValues Direction(in IntentView asker, in IntentView giver, PairFit fit, ScoringContext context)
    {
        var model = context.Model;
        var values = new FactorValues();
        values[(int)Factor.Intent] = IntentFit.Value(asker, giver, model.Complements);
        values[(int)Factor.Sector] = SectorTree.Proximity(fit.Sectors);
        values[(int)Factor.Product] = fit.Product.Value;
        values[(int)Factor.Text] = TextOverlap.Value(asker, giver);
        values[(int)Factor.Market] = MarketFit.Value(MarketFit.Via(asker, giver, model));
        values[(int)Factor.Capability] = CapabilityFit.Of(asker, giver).Value;
        values[(int)Factor.Preference] = PreferenceFit.Best(asker, giver, fit.Product, context)?.Value ?? 0;
        values[(int)Factor.Trust] = TrustValue.Of(giver, context.On);
        values[(int)Factor.Language] = SortedSet.Intersects(asker.Languages, giver.Languages) ? 1 : 0;
        return values;
    }
}

/// <summary>What both directions share: the nearest sectors and products.</summary>
internal readonly record struct PairFit(SectorRelation Sectors, ProductOverlap Product)
{
    public PairFit Reversed => new(Sectors, Product.Reversed);

    public static PairFit Of(in IntentView query, in IntentView peer, ScoringContext context) => new(
        SectorNearness.Best(query.Sectors, peer.Sectors, context.Model.Sectors), ProductOverlap.Best(query.Products, peer.Products));

    /// <summary>True when the sectors are near enough or a product is shared.</summary>
    public bool IsNear(ScoringContext context) => SectorTree.Proximity(Sectors) >= context.SectorFloor || Product.Digits > 0;
}
