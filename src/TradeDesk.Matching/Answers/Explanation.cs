namespace TradeDesk.Matching;

/// <summary>Why two enterprises match as they do.</summary>
/// <param name="Forward">What the asking enterprise wants against what the peer gives.</param>
/// <param name="Backward">What the peer wants against what the asking enterprise gives.</param>
/// <param name="Improve">At most three changes that would raise the score most, the best first.</param>
public sealed record Explanation(
    DirectionExplanation Forward, DirectionExplanation Backward, IReadOnlyList<Improvement> Improve);

/// <summary>How much an explanation tells.</summary>
public enum ExplanationDepth
{
    /// <summary>No improvements, which cost more than all the rest, and evidence only of factors that add to the score.</summary>
    Reasons,

    /// <summary>Everything.</summary>
    Full,
}

/// <summary>One direction of a match.</summary>
/// <param name="Score">0..1, rounded to 6 decimals.</param>
/// <param name="Factors">All nine factors; their contributions add up to the score within 1e-6.</param>
public sealed record DirectionExplanation(double Score, IReadOnlyList<FactorExplanation> Factors);

/// <summary>One factor of a direction.</summary>
/// <param name="Factor">Which factor.</param>
/// <param name="Value">0..1.</param>
/// <param name="Weight">Weight in the policy, 0..1.</param>
/// <param name="Contribution"><paramref name="Value"/> times <paramref name="Weight"/>.</param>
/// <param name="Evidence">The data behind the value.</param>
public sealed record FactorExplanation(
    Factor Factor, double Value, double Weight, double Contribution, FactorEvidence Evidence);

/// <summary>A change of one profile that would raise the match score.</summary>
/// <param name="Change">One of <see cref="ImprovementNames"/>.</param>
/// <param name="Subject">What to state or hold, such as a certificate code; empty when the change needs none.</param>
/// <param name="OnQuerySide">True when the asking enterprise would change, false when the peer would.</param>
/// <param name="Gain">By how much the match score would rise, 0.001..1.</param>
public sealed record Improvement(string Change, string Subject, bool OnQuerySide, double Gain);
