using System.Runtime.CompilerServices;

namespace TradeDesk.Matching;

/// <summary>The nine factors of one direction, in the order of <see cref="Factor"/>.</summary>
[InlineArray(Count)]
internal struct FactorValues
{
    public const int Count = 9;

    private double _first;

    public static FactorValues Weights(ScoringPolicy policy)
    {
        var weights = new FactorValues();
        for (var i = 0; i < Count; i++) weights[i] = policy.Weight((Factor)i);
        return weights;
    }

    /// <summary>Weighted sum, always added in the same order so that equal inputs give equal bits.</summary>
    public static double Score(in FactorValues values, in FactorValues weights)
    {
        var sum = 0.0;
        for (var i = 0; i < Count; i++) sum += weights[i] * values[i];
        return sum;
    }
}

/// <summary>A pair of intents scored both ways, not rounded.</summary>
internal readonly record struct PairScore(double Forward, double Backward)
{
    private const int Decimals = 6;

    /// <summary>Far above the noise of a sum and far below a score's decimals.</summary>
    private const int NoiseFreeDecimals = 12;

    /// <summary>Harmonic mean, rounded as it is ranked.</summary>
    public double Score => Round(Forward + Backward > 0 ? 2 * Forward * Backward / (Forward + Backward) : 0);

    public ScoredMatch Between(string peerId, string queryIntentId, string peerIntentId) =>
        new(peerId, Score, Round(Forward), Round(Backward), queryIntentId, peerIntentId);

    /// <summary>Rounded twice: the first time a half that the sum missed by a last bit becomes a half again, so that whoever
    /// adds in another order still ranks the same.</summary>
    public static double Round(double score) => Math.Round(Math.Round(score, NoiseFreeDecimals), Decimals);
}
