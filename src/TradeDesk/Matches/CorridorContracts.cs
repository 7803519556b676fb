using TradeDesk.Enterprises;

namespace TradeDesk.Matches;

/// <summary>The best pairs of one corridor.</summary>
/// <param name="Snapshot">The change-log sequence the answer is true at.</param>
/// <param name="Policy">Name and version of the scoring policy.</param>
/// <param name="On">The day that intents were open and agreements in force.</param>
/// <param name="Home">The home country.</param>
/// <param name="Country">The foreign country.</param>
/// <param name="PerEnterprise">In how many pairs one enterprise stands at most.</param>
/// <param name="Items">Best first; ties by ordinal id of the home enterprise, then of the foreign one.</param>
public sealed record CorridorAnswer(long Snapshot, string Policy, DateOnly On, string Home, string Country, int PerEnterprise, IReadOnlyList<CorridorItem> Items);

/// <summary>A home and a foreign enterprise. In the reasons the home enterprise is the asker and the foreign one its peer.</summary>
/// <param name="Rank">From 1.</param>
/// <param name="Score">Harmonic mean of both directions, 0..1, six decimals.</param>
/// <param name="Forward">How well the foreign enterprise gives what the home one wants, 0..1.</param>
/// <param name="Backward">How well the home enterprise gives what the foreign one wants, 0..1.</param>
/// <param name="Home">The enterprise of the home country.</param>
/// <param name="Foreign">The enterprise of the other country.</param>
/// <param name="Intents">The best pair of intents.</param>
/// <param name="Reasons">Why, in words, the weightiest first; absent with <c>explain=none</c>.</param>
/// <param name="Explanation">Every factor of both directions; only with <c>explain=full</c>.</param>
/// <param name="Improve">At most three changes that would raise the score most; only with <c>explain=full</c>.</param>
public sealed record CorridorItem(int Rank, double Score, double Forward, double Backward, EnterpriseCard Home, EnterpriseCard Foreign, CorridorIntents Intents, IReadOnlyList<string>? Reasons, DirectionPair? Explanation, IReadOnlyList<ImproveItem>? Improve);

/// <summary>The two intents that meet.</summary>
/// <param name="Home">The home enterprise's intent.</param>
/// <param name="Foreign">The foreign enterprise's intent.</param>
public sealed record CorridorIntents(string Home, string Foreign);

/// <summary>What a corridor is narrowed to.</summary>
/// <param name="Limit">Pairs, 1 to 100; default 20.</param>
/// <param name="PerEnterprise">In how many pairs one enterprise may stand, 1 to 100; default 3.</param>
/// <param name="Sector">Only foreign intents of this sector or its leaves.</param>
/// <param name="IntentType">Only home intents of this partnership type.</param>
/// <param name="MinScore">Only scores at or above, 0..1.</param>
/// <param name="Policy">A policy of <c>GET /v1/policies</c>, with or without its version; default <c>default</c>.</param>
/// <param name="On">The day that counts; default today.</param>
/// <param name="Explain"><c>none</c>, <c>reasons</c> (default) or <c>full</c>.</param>
public sealed record CorridorListQuery(int? Limit, int? PerEnterprise, string? Sector, string? IntentType, double? MinScore, string? Policy, DateOnly? On, string? Explain);
