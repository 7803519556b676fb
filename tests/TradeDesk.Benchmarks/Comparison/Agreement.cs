namespace TradeDesk.Benchmarks;

/// <summary>How far a peer's answers are the engine's.</summary>
/// <param name="Share">Share of the engine's answers that the peer gives too, in whatever order, 0..1.</param>
/// <param name="Equal">Lists with the same enterprises in the same order.</param>
/// <param name="LargestDifference">Between two scores of one enterprise; null from a peer that does not compute the score.</param>
internal sealed record Agreement(double Share, int Equal, double? LargestDifference)
{
    public static Agreement Of(IReadOnlyList<IReadOnlyList<PeerAnswer>> expected, IReadOnlyList<IReadOnlyList<PeerAnswer>> answers)
    {
        var (wanted, given, equal, largest) = (0, 0, 0, 0.0);
        foreach (var (one, other) in expected.Zip(answers))
        {
            var scores = other.ToDictionary(answer => answer.Enterprise, answer => answer.Score);
            wanted += Math.Max(one.Count, other.Count);
            foreach (var answer in one.Where(answer => scores.ContainsKey(answer.Enterprise)))
            {
                given++;
                largest = Math.Max(largest, Math.Abs(answer.Score - scores[answer.Enterprise]));
            }

            if (one.Select(answer => answer.Enterprise).SequenceEqual(other.Select(answer => answer.Enterprise))) equal++;
        }

        return new(wanted == 0 ? 1 : given / (double)wanted, equal, double.IsNaN(largest) ? null : largest);
    }
}
