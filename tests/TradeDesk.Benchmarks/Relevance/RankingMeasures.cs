namespace TradeDesk.Benchmarks;

/// <summary>Measures of one ranking, and their uncertainty over needs.</summary>
internal static class RankingMeasures
{
    private const int Depth = 10, Few = 5, Relevant = 2, Resamples = 10_000, Seed = 20_260_101;

    /// <summary>Normalised discounted gain of the first ten, gain 2^grade - 1, the ideal made of every grade given for the need; null when none is above 0.</summary>
    public static double? Ndcg(IEnumerable<int> ranked, IEnumerable<int> all) =>
        Gain(all.OrderDescending()) is var ideal and > 0 ? Gain(ranked) / ideal : null;

    /// <summary>Share of firms of grade 2 or 3 among the first five; fewer than five count as if wrong ones followed.</summary>
    public static double Precision(IEnumerable<int> ranked) => ranked.Take(Few).Count(g => g >= Relevant) / (double)Few;

    /// <summary>The mean with its 95 % interval by resampling the needs.</summary>
    public static (double Mean, double Low, double High) Interval(IReadOnlyList<double> values)
    {
        var random = new Random(Seed);
        var means = new double[Resamples];
        for (var i = 0; i < Resamples; i++)
        {
            var sum = 0.0;
            for (var j = 0; j < values.Count; j++)
                sum += values[random.Next(values.Count)];
            means[i] = sum / values.Count;
        }

        Array.Sort(means);
        return (values.Average(), means[(int)(Resamples * .025)], means[(int)(Resamples * .975)]);
    }

    private static double Gain(IEnumerable<int> grades) => grades.Take(Depth).Select((grade, place) => (Math.Pow(2, grade) - 1) / Math.Log2(place + 2)).Sum();
}
