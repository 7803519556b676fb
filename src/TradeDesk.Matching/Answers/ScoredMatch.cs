namespace TradeDesk.Matching;

/// <summary>A peer with its score and the best pair of intents. Scores are 0..1, rounded to 6 decimals.</summary>
/// <param name="PeerId">Id of the peer.</param>
/// <param name="Score">Harmonic mean of both directions.</param>
/// <param name="Forward">How well the peer suits what the asking enterprise wants.</param>
/// <param name="Backward">How well the asking enterprise suits what the peer wants.</param>
/// <param name="QueryIntentId">The asking enterprise's intent of the pair.</param>
/// <param name="PeerIntentId">The peer's intent of the pair.</param>
public sealed record ScoredMatch(
    string PeerId, double Score, double Forward, double Backward, string QueryIntentId, string PeerIntentId);

/// <summary>The answer about one pair: a match, or the hard constraints that prevent it.</summary>
/// <param name="PeerId">Id of the peer.</param>
/// <param name="Match">The match; null when a hard constraint failed.</param>
/// <param name="Failed">The constraints that failed, in the order of <see cref="ConstraintNames"/>; empty for a match.</param>
public sealed record PairOutcome(string PeerId, ScoredMatch? Match, IReadOnlyList<FailedConstraint> Failed);

/// <summary>A hard constraint that a pair does not meet.</summary>
/// <param name="Name">One of <see cref="ConstraintNames"/>.</param>
/// <param name="Detail">One sentence that says what would be right.</param>
/// <param name="QueryIntentId">The asking enterprise's intent, when the constraint is about intents.</param>
/// <param name="PeerIntentId">The peer's intent, when the constraint is about intents.</param>
public sealed record FailedConstraint(string Name, string Detail, string? QueryIntentId = null, string? PeerIntentId = null);
