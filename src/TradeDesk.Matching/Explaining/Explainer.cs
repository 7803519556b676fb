namespace TradeDesk.Matching;

/// <summary>Explains a pair of intents: factors with evidence both ways, and what would raise the score.</summary>
internal sealed class Explainer(CompiledQuery query)
{
    private readonly EvidenceFinder _evidence = new(query);

    public Explanation Explain(in IntentView self, in IntentView peer)
    {
        var product = ProductOverlap.Best(self.Products, peer.Products);
        return new(Direction(self, peer, product), Direction(peer, self, product.Reversed), new Improver(query).Best(self, peer));
    }

    private DirectionExplanation Direction(in IntentView asker, in IntentView giver, ProductOverlap product)
    {
        var values = PairScorer.Direction(asker, giver, product, query.Context);
        var factors = new FactorExplanation[FactorValues.Count];
        for (var i = 0; i < factors.Length; i++)
        {
            var (factor, value, weight) = ((Factor)i, values[i], query.Context.Weights[i]);
            factors[i] = new(factor, value, weight, weight * value, _evidence.Of(factor, asker, giver, product));
        }
        return new(PairScore.Round(FactorValues.Score(values, query.Context.Weights)), factors);
    }
}
