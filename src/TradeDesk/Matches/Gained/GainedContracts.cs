using TradeDesk.Enterprises;

namespace TradeDesk.Matches;

/// <summary>Which gained peers are asked for.</summary>
/// <param name="Since">Required. A change-log sequence: the <c>sequence</c> of an earlier answer, or 0 for all there is.</param>
/// <param name="K">How many peers count as an enterprise's best, 1 to 20; default 10.</param>
/// <param name="Policy">A policy of <c>GET /v1/policies</c>; default <c>default</c>.</param>
/// <param name="Explain"><c>none</c>, <c>reasons</c> (default) or <c>full</c>.</param>
/// <param name="Limit">Enterprises a page, 1 to 200; default 50.</param>
/// <param name="Cursor">The <c>nextCursor</c> of the page before.</param>
public sealed record GainedQuery(long? Since, int? K, string? Policy, string? Explain, int? Limit, string? Cursor);

/// <summary>A page of enterprises that gained peers.</summary>
/// <param name="Sequence">Every change up to here is answered when there is no further page: give it as <c>since</c> the next time. The same on all pages.</param>
/// <param name="Snapshot">The change-log sequence this page is true at.</param>
/// <param name="Policy">Name and version of the scoring policy.</param>
/// <param name="On">The day that intents were open and agreements in force.</param>
/// <param name="Items">Enterprises that gained peers. A page looks at a limited number of changes, so it may hold few or none and still have a next one; an enterprise may come again on a later page with other peers.</param>
/// <param name="NextCursor">Give it as <c>cursor</c> to get the next page; absent on the last page.</param>
public sealed record GainedAnswer(long Sequence, long Snapshot, string Policy, DateOnly On, IReadOnlyList<GainedItem> Items, string? NextCursor);

/// <summary>An enterprise and the peers it gained.</summary>
/// <param name="Enterprise">Who gained them.</param>
/// <param name="Gained">Matches of this enterprise whose peer changed after <c>since</c>, with the rank they have among its best peers.</param>
public sealed record GainedItem(EnterpriseCard Enterprise, IReadOnlyList<MatchItem> Gained);
