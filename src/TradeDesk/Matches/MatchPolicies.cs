using TradeDesk.Http;
using TradeDesk.Matching;

namespace TradeDesk.Matches;

/// <summary>The scoring policies by name.</summary>
public static class MatchPolicies
{
    public static IReadOnlyList<ScoringPolicy> All { get; } = [ScoringPolicy.Default, ScoringPolicy.Sourcing, ScoringPolicy.Technology];

    /// <summary>The policy of a name, with or without its version; null for an unknown one.</summary>
    public static ScoringPolicy? Find(string? name) =>
        name is null ? ScoringPolicy.Default : All.FirstOrDefault(p => p.Name == name || Label(p) == name);

    public static string Label(ScoringPolicy policy) => $"{policy.Name}@{policy.Version}";

    public static PolicyAnswer Describe(ScoringPolicy policy) =>
        new(Label(policy), Enum.GetValues<Factor>().ToDictionary(DeskJson.Word, policy.Weight), policy.SectorFloor);
}
