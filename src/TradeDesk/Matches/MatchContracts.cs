using TradeDesk.Enterprises;
using TradeDesk.Matching;

namespace TradeDesk.Matches;

/// <summary>How much an answer tells of why.</summary>
public enum ExplainLevel
{
    None = 1,
    Reasons = 2,
    Full = 3,
}

/// <summary>What a list of matches is ranked by.</summary>
public enum ExposureMode
{
    /// <summary>The score alone.</summary>
    Best = 1,

    /// <summary>Among the best, peers that many others suit better give way, and equals are ranked by lot.</summary>
    Balanced = 2,
}

/// <summary>The best peers of one enterprise or need.</summary>
/// <param name="Snapshot">The change-log sequence the answer is true at.</param>
/// <param name="Policy">Name and version of the scoring policy.</param>
/// <param name="On">The day that intents were open and agreements in force.</param>
/// <param name="Items">Best first; ties by ordinal id, with balanced exposure by lot.</param>
/// <param name="Exposure">What the list is ranked by.</param>
public sealed record MatchAnswer(long Snapshot, string Policy, DateOnly On, IReadOnlyList<MatchItem> Items, ExposureMode Exposure = ExposureMode.Best);

/// <summary>One match.</summary>
/// <param name="Rank">From 1.</param>
/// <param name="Score">Harmonic mean of both directions, 0..1, six decimals.</param>
/// <param name="Forward">How well the peer gives what the asker wants, 0..1.</param>
/// <param name="Backward">How well the asker gives what the peer wants, 0..1.</param>
/// <param name="Peer">The enterprise on the other side.</param>
/// <param name="Intents">The best pair of intents.</param>
/// <param name="Reasons">Why, in words, the weightiest first; absent with <c>explain=none</c>.</param>
/// <param name="Explanation">Every factor of both directions; only with <c>explain=full</c>.</param>
/// <param name="Improve">At most three changes that would raise the score most; only with <c>explain=full</c>.</param>
/// <param name="Rivals">Enterprises of the asker's side that score higher with the same intent of the peer, at most 50; only with balanced exposure.</param>
public sealed record MatchItem(int Rank, double Score, double Forward, double Backward, EnterpriseCard Peer, IntentPair Intents, IReadOnlyList<string>? Reasons, DirectionPair? Explanation, IReadOnlyList<ImproveItem>? Improve, int? Rivals = null);

/// <summary>The two intents that meet.</summary>
/// <param name="Query">The asker's intent.</param>
/// <param name="Peer">The peer's intent.</param>
public sealed record IntentPair(string Query, string Peer);

/// <summary>The factors of both directions; the contributions of a direction add up to its score.</summary>
public sealed record DirectionPair(IReadOnlyList<FactorExplanation> Forward, IReadOnlyList<FactorExplanation> Backward);

/// <summary>A change that would raise the score.</summary>
/// <param name="Change">What to do, in words.</param>
/// <param name="By"><c>asker</c> or <c>peer</c>: whose profile would change.</param>
/// <param name="Gain">By how much the score would rise.</param>
public sealed record ImproveItem(string Change, string By, double Gain);

/// <summary>One pair: a match, or the hard constraints that prevent it.</summary>
/// <param name="Matched">True for a match.</param>
/// <param name="Snapshot">The change-log sequence the answer is true at.</param>
/// <param name="Policy">Name and version of the scoring policy.</param>
/// <param name="On">The day that counts.</param>
/// <param name="Match">The match with its full explanation.</param>
/// <param name="FailedConstraints">What prevents it.</param>
public sealed record PairAnswer(bool Matched, long Snapshot, string Policy, DateOnly On, MatchItem? Match, IReadOnlyList<ConstraintAnswer>? FailedConstraints);

/// <summary>A hard constraint that a pair does not meet.</summary>
/// <param name="Constraint">Stable name such as <c>sector</c> or <c>market</c>.</param>
/// <param name="Detail">What would be right.</param>
public sealed record ConstraintAnswer(string Constraint, string Detail);

/// <summary>One to a hundred needs in one call. A need is an enterprise that is not stored.</summary>
public sealed record MatchQueryRequest
{
    /// <summary>Enterprise documents without id, each with at least one intent.</summary>
    public required IReadOnlyList<Enterprise> Needs { get; init; }

    /// <summary>Matches a need, 1 to 100; default 20.</summary>
    public int? Limit { get; init; }

    public ExplainLevel Explain { get; init; } = ExplainLevel.Reasons;

    /// <summary>A policy of <c>GET /v1/policies</c>, with or without its version; default <c>default</c>.</summary>
    public string? Policy { get; init; }

    /// <summary>The day that counts; default today.</summary>
    public DateOnly? On { get; init; }

    /// <summary>Only peers of this country, ISO 3166-1 alpha-2.</summary>
    public string? Country { get; init; }

    /// <summary>Only peers' intents of this sector or its leaves.</summary>
    public string? Sector { get; init; }

    /// <summary>Only the needs' intents of this partnership type.</summary>
    public PartnershipType? IntentType { get; init; }

    /// <summary>Only scores at or above, 0..1.</summary>
    public double? MinScore { get; init; }

    /// <summary><c>best</c> (default) or <c>balanced</c>.</summary>
    public ExposureMode Exposure { get; init; } = ExposureMode.Best;
}

/// <summary>One match answer per need, in the order of the needs.</summary>
public sealed record MatchQueryAnswer(IReadOnlyList<MatchAnswer> Items);

/// <summary>The named scoring policies.</summary>
public sealed record PolicyList(IReadOnlyList<PolicyAnswer> Items);

/// <summary>A scoring policy.</summary>
/// <param name="Policy">Name and version.</param>
/// <param name="Weights">Weight by factor; they sum to 1.</param>
/// <param name="SectorFloor">Sector proximity below this is no match, unless products overlap.</param>
public sealed record PolicyAnswer(string Policy, IReadOnlyDictionary<string, double> Weights, double SectorFloor);

/// <summary>What a list of matches is narrowed to.</summary>
/// <param name="Limit">Matches, 1 to 100; default 20.</param>
/// <param name="Country">Only peers of this country, ISO 3166-1 alpha-2.</param>
/// <param name="Sector">Only peers' intents of this sector or its leaves.</param>
/// <param name="IntentType">Only the asker's intents of this partnership type.</param>
/// <param name="Intent">Only this intent of the asker.</param>
/// <param name="MinScore">Only scores at or above, 0..1.</param>
/// <param name="Policy">A policy of <c>GET /v1/policies</c>, with or without its version; default <c>default</c>.</param>
/// <param name="On">The day that counts; default today.</param>
/// <param name="Explain"><c>none</c>, <c>reasons</c> (default) or <c>full</c>.</param>
/// <param name="Exposure"><c>best</c> (default) ranks by score; <c>balanced</c> lets peers that many others suit better give way among the best, and ranks equals by lot. Scores stay true.</param>
public sealed record MatchListQuery(int? Limit, string? Country, string? Sector, string? IntentType, string? Intent, double? MinScore, string? Policy, DateOnly? On, string? Explain, string? Exposure = null);
