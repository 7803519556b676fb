namespace TradeDesk.Matching;

/// <summary>Explains a pair of intents: factors with evidence both ways, and what would raise the score.</summary>
internal sealed class Explainer(CompiledQuery query, ExplanationDepth depth)
{
    private readonly EvidenceFinder _evidence = new(query);

    public Explanation Explain(in IntentView self, in IntentView peer)
    {
        var fit = PairFit.Of(self, peer, query.Context);
        return new(Direction(self, peer, fit), Direction(peer, self, fit.Reversed), depth == ExplanationDepth.Full ? new Improver(query).Best(self, peer) : []);
    }

    private DirectionExplanation Direction(in IntentView asker, in IntentView giver, PairFit fit)
    {
        var values = PairScorer.Direction(asker, giver, fit, query.Context);
        var factors = new FactorExplanation[FactorValues.Count];
        for (var i = 0; i < factors.Length; i++)
        {
            var (factor, value, weight) = ((Factor)i, values[i], query.Context.Weights[i]);
            factors[i] = new(factor, value, weight, weight * value, IsTold(value) ? _evidence.Of(factor, asker, giver, fit.Product) : FactorEvidence.None);
        }
        return new(PairScore.Round(FactorValues.Score(values, query.Context.Weights)), factors);
    }

    private bool IsTold(double value) => value > 0 || depth == ExplanationDepth.Full;
}
