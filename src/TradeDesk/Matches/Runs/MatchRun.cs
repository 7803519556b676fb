using TradeDesk.Access;
using TradeDesk.Http;

namespace TradeDesk.Matches;

/// <summary>A full run as it lies in the database, with the rights of the key that asked for it.</summary>
public sealed record MatchRun
{
    private const string Day = "yyyy-MM-dd";

    public string Id { get; init; } = "";

    public string KeyId { get; init; } = "";

    public string Partner { get; init; } = "";

    public string Role { get; init; } = "";

    /// <summary>Country codes parted by commas; empty means all.</summary>
    public string Countries { get; init; } = "";

    public long Cleared { get; init; }

    public string State { get; init; } = "";

    /// <summary>Peers an enterprise.</summary>
    public long Peers { get; init; }

    public string Policy { get; init; } = "";

    /// <summary>The day that counts, <c>yyyy-mm-dd</c>.</summary>
    public string OnDay { get; init; } = "";

    public string Explained { get; init; } = "";

    /// <summary>The change-log sequence that the first part is true at; before it is there, the least it will be.</summary>
    public long Sequence { get; init; }

    public long Total { get; init; }

    public long Done { get; init; }

    /// <summary>Parts of the results that are stored, numbered from 1.</summary>
    public long Parts { get; init; }

    /// <summary>The last enterprise looked at; empty at the start.</summary>
    public string LastEnterprise { get; init; } = "";

    public string? Failure { get; init; }

    /// <summary>Milliseconds since 1970 UTC, as all instants here.</summary>
    public long CreatedAt { get; init; }

    public long? StartedAt { get; init; }

    public long? FinishedAt { get; init; }

    public long ExpiresAt { get; init; }

    public Caller Caller
    {
        get
        {
            DeskJson.TryWord<DeskRole>(Role, out var role);
            return new(KeyId, Partner, role, Countries.Split(',', StringSplitOptions.RemoveEmptyEntries), Cleared == 1);
        }
    }

    public bool HasSucceeded => State == DeskJson.Word(MatchRunState.Succeeded);

    public DateOnly On => DateOnly.ParseExact(OnDay, Day, null);

    public ExplainLevel Explain => DeskJson.TryWord<ExplainLevel>(Explained, out var explain) ? explain : ExplainLevel.None;

    /// <summary>A run that waits for its turn.</summary>
    public static MatchRun Ask(string id, Caller caller, MatchOptions options, DateOnly on, MatchRunScope scope, DateTimeOffset now) => new()
    {
        Id = id,
        KeyId = caller.KeyId,
        Partner = caller.Partner,
        Role = DeskJson.Word(caller.Role),
        Countries = string.Join(',', caller.Countries),
        Cleared = caller.Cleared ? 1 : 0,
        State = DeskJson.Word(MatchRunState.Queued),
        Peers = options.Limit,
        Policy = MatchPolicies.Label(options.Policy),
        OnDay = on.ToString(Day, null),
        Explained = DeskJson.Word(options.Explain),
        Sequence = scope.Sequence,
        Total = scope.Enterprises,
        CreatedAt = now.ToUnixTimeMilliseconds(),
    };

    public MatchRunAnswer Answer()
    {
        DeskJson.TryWord<MatchRunState>(State, out var state);
        return new(Id, state, Done, Total, Sequence, Policy, On, (int)Peers, Explain, At(CreatedAt), At(StartedAt), At(FinishedAt), At(ExpiresAt), Failure);
    }

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static DateTimeOffset? At(long? milliseconds) => milliseconds is { } there ? At(there) : null;
}

/// <summary>What a run will look at.</summary>
/// <param name="Sequence">The change-log sequence it is to hold at least.</param>
/// <param name="Enterprises">Home enterprises.</param>
public readonly record struct MatchRunScope(long Sequence, long Enterprises);

/// <summary>A piece of the results that is stored at once, with the progress it means.</summary>
/// <param name="After">The last enterprise of the part before; empty for the first part.</param>
/// <param name="Last">The last enterprise looked at.</param>
/// <param name="Looked">How many enterprises were looked at.</param>
/// <param name="Sequence">The change-log sequence the lines are true at.</param>
/// <param name="Lines">NDJSON; may be empty.</param>
public sealed record MatchRunPart(string After, string Last, int Looked, long Sequence, string Lines);
