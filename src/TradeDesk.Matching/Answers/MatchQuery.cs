namespace TradeDesk.Matching;

/// <summary>A question: who are the best peers of this enterprise on this day?</summary>
public sealed record MatchQuery
{
    /// <summary>The asking enterprise, stored or ad hoc. Its own id is never among the peers.</summary>
    public required MatchEnterprise Enterprise { get; init; }

    /// <summary>The day on which intents must be open and agreements in force.</summary>
    public required DateOnly On { get; init; }

    /// <summary>Weights and floor.</summary>
    public ScoringPolicy Policy { get; init; } = ScoringPolicy.Default;

    /// <summary>How many peers at most; 0 or less answers none.</summary>
    public int Limit { get; init; } = 20;

    /// <summary>
    /// When given, peers of equal score are ranked by a lot drawn from this text and the peer's id, not by the id alone: the
    /// same in every answer, and another order for every text.
    /// </summary>
    public string? Lot { get; init; }

    /// <summary>Only peers of this country.</summary>
    public string? Country { get; init; }

    /// <summary>Only peer intents whose effective sectors equal this one or lie below it; an unknown slug answers none.</summary>
    public string? Sector { get; init; }

    /// <summary>Only the asking enterprise's intents of this type.</summary>
    public PartnershipType? IntentType { get; init; }

    /// <summary>Only peer intents of this type.</summary>
    public PartnershipType? PeerIntentType { get; init; }

    /// <summary>Only this intent of the asking enterprise.</summary>
    public string? IntentId { get; init; }

    /// <summary>Only matches with at least this score, 0..1.</summary>
    public double MinScore { get; init; }

    /// <summary>True when the caller may see the export-control compartment.</summary>
    public bool SeesControlled { get; init; }

    /// <summary>Whether the caller may see the peer of an id; null when all may be seen.</summary>
    public Func<string, bool>? Sees { get; init; }

    /// <summary>Peers never to be paired with this enterprise.</summary>
    public IReadOnlySet<string>? BlockedPeers { get; init; }
}
