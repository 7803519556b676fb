namespace TradeDesk.Matches;

/// <summary>What a full run computes. An empty object takes every default.</summary>
public sealed record MatchRunRequest
{
    /// <summary>Peers an enterprise, 1 to 100; default 10.</summary>
    public int? Limit { get; init; }

    /// <summary>A policy of <c>GET /v1/policies</c>; default <c>default</c>.</summary>
    public string? Policy { get; init; }

    /// <summary>The day that counts; default the day the run was asked for.</summary>
    public DateOnly? On { get; init; }

    /// <summary><c>none</c> (default) or <c>reasons</c>. For every factor of a pair ask for that pair.</summary>
    public ExplainLevel Explain { get; init; } = ExplainLevel.None;
}

/// <summary>How far a full run is.</summary>
public enum MatchRunState
{
    Queued = 1,
    Running = 2,
    Succeeded = 3,
    Failed = 4,
}

/// <summary>A full run.</summary>
/// <param name="Id">Of the run.</param>
/// <param name="State"><c>queued</c>, <c>running</c>, <c>succeeded</c> or <c>failed</c>.</param>
/// <param name="Done">Home enterprises that were looked at.</param>
/// <param name="Total">Home enterprises there were when it was asked for; when it has succeeded, those that were looked at.</param>
/// <param name="Sequence">The change-log sequence that the results are true at. What a run computes after an interruption may be newer; each line of the results names its own.</param>
/// <param name="Policy">Name and version of the scoring policy.</param>
/// <param name="On">The day that intents were open and agreements in force.</param>
/// <param name="Limit">Peers an enterprise.</param>
/// <param name="Explain"><c>none</c> or <c>reasons</c>.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="StartedAt">When work on it began.</param>
/// <param name="FinishedAt">When it succeeded or failed.</param>
/// <param name="ExpiresAt">When it is removed with its results; put off while it runs.</param>
/// <param name="Failure">Why it failed.</param>
public sealed record MatchRunAnswer(
    string Id, MatchRunState State, long Done, long Total, long Sequence, string Policy, DateOnly On, int Limit, ExplainLevel Explain,
    DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, DateTimeOffset ExpiresAt, string? Failure);

/// <summary>The full runs of a key, the newest first.</summary>
public sealed record MatchRunList(IReadOnlyList<MatchRunAnswer> Items);

/// <summary>One line of the results of a full run: a home enterprise and its best peers.</summary>
/// <param name="Id">The home enterprise.</param>
/// <param name="Snapshot">The change-log sequence the line is true at.</param>
/// <param name="Items">Best first; ties by ordinal id. Empty when nobody matches.</param>
public sealed record MatchRunLine(string Id, long Snapshot, IReadOnlyList<MatchRunPeer> Items);

/// <summary>A peer in the results of a full run.</summary>
/// <param name="Id">The peer.</param>
/// <param name="Score">Harmonic mean of both directions, 0..1, six decimals.</param>
/// <param name="Reasons">Why, in words, the weightiest first; only with <c>explain: reasons</c>.</param>
public sealed record MatchRunPeer(string Id, double Score, IReadOnlyList<string>? Reasons);
