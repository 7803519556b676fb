namespace TradeDesk.Matching;

/// <summary>
/// A question: which are the best pairs of the home country and one foreign country? The pairs are those of the match lists of
/// all home enterprises, each the asker, under the same filters.
/// </summary>
public sealed record CorridorQuery
{
    /// <summary>The foreign country.</summary>
    public required string Country { get; init; }

    /// <summary>The day on which intents must be open and agreements in force.</summary>
    public required DateOnly On { get; init; }

    /// <summary>Weights and floor.</summary>
    public ScoringPolicy Policy { get; init; } = ScoringPolicy.Default;

    /// <summary>How many pairs at most; 0 or less answers none.</summary>
    public int Limit { get; init; } = 20;

    /// <summary>In how many pairs one enterprise may stand; 0 or less answers none.</summary>
    public int PerEnterprise { get; init; } = 3;

    /// <summary>Only foreign intents whose effective sectors equal this one or lie below it; an unknown slug answers none.</summary>
    public string? Sector { get; init; }

    /// <summary>Only home intents of this type.</summary>
    public PartnershipType? IntentType { get; init; }

    /// <summary>Only pairs with at least this score, 0..1.</summary>
    public double MinScore { get; init; }

    /// <summary>True when the caller may see the export-control compartment.</summary>
    public bool SeesControlled { get; init; }

    /// <summary>Whether the caller may see the enterprise of an id, of either side; null when all may be seen.</summary>
    public Func<string, bool>? Sees { get; init; }
}

/// <summary>A home enterprise with its foreign peer.</summary>
/// <param name="HomeId">Id of the home enterprise, the asker of the match.</param>
/// <param name="Match">The foreign peer with the score and the best pair of intents.</param>
public sealed record CorridorPair(string HomeId, ScoredMatch Match);
