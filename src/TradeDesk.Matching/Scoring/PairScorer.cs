namespace TradeDesk.Matching;

/// <summary>The one scorer: index, pair answers, explanations and improvements all use it. Pure.</summary>
internal static class PairScorer
{
    public static PairScore Score(in IntentView query, in IntentView peer, ScoringContext context)
    {
        var product = ProductOverlap.Best(query.Products, peer.Products);
        var forward = Direction(query, peer, product, context);
        var backward = Direction(peer, query, product.Reversed, context);
        return new(FactorValues.Score(forward, context.Weights), FactorValues.Score(backward, context.Weights));
    }

    /// <summary>The factors of what one side asks and the other gives.</summary>
    public static FactorValues Direction(in IntentView asker, in IntentView giver, ProductOverlap product, ScoringContext context)
    {
        var model = context.Model;
        var values = new FactorValues();
        values[(int)Factor.Intent] = IntentFit.Value(asker, giver, model.Complements);
        values[(int)Factor.Sector] = SectorTree.Proximity(SectorNearness.Best(asker.Sectors, giver.Sectors, model.Sectors));
        values[(int)Factor.Product] = product.Value;
        values[(int)Factor.Text] = TextOverlap.Value(asker, giver);
        values[(int)Factor.Market] = MarketFit.Value(MarketFit.Via(asker, giver, model));
        values[(int)Factor.Capability] = CapabilityFit.Of(asker, giver).Value;
        values[(int)Factor.Preference] = PreferenceFit.Best(asker, giver, product, context)?.Value ?? 0;
        values[(int)Factor.Trust] = TrustValue.Of(giver, context.On);
        values[(int)Factor.Language] = SortedSet.Intersects(asker.Languages, giver.Languages) ? 1 : 0;
        return values;
    }
}
