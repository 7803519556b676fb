using TradeDesk.Http;
using TradeDesk.Matching;

namespace TradeDesk.Matches;

/// <summary>The scoring policies of this desk by name and version: the engine's own, then the administrator's in the order of their names.</summary>
public sealed class MatchPolicies(IEnumerable<ScoringPolicy> added)
{
    /// <summary>The policies that every desk has.</summary>
    public static IReadOnlyList<ScoringPolicy> BuiltIn { get; } = [ScoringPolicy.Default, ScoringPolicy.Sourcing, ScoringPolicy.Technology];

    public IReadOnlyList<ScoringPolicy> All { get; } = [.. BuiltIn, .. added.OrderBy(p => p.Name, StringComparer.Ordinal)];

    /// <summary>The policy of a name, its newest version unless one is named; without a name the newest <c>default</c>. Null for an unknown one.</summary>
    public ScoringPolicy? Find(string? name) =>
        All.FirstOrDefault(p => Label(p) == name) ?? All.Where(p => p.Name == (name ?? ScoringPolicy.Default.Name)).MaxBy(p => p.Version);

    /// <summary>The policy that was asked for; an unknown one adds a fault.</summary>
    public ScoringPolicy Chosen(string? name, string pointer, List<Fault> faults)
    {
        if (Find(name) is { } policy)
            return policy;
        faults.Add(Unknown(pointer));
        return ScoringPolicy.Default;
    }

    /// <summary>What is said of a name that <see cref="Find"/> does not know.</summary>
    public Fault Unknown(string pointer) =>
        new(pointer, "unknown-policy", $"Give one of: {string.Join(", ", All.Select(p => p.Name).Distinct())}; GET /v1/policies has them with their versions.");

    public static string Label(ScoringPolicy policy) => $"{policy.Name}@{policy.Version}";

    public static PolicyAnswer Describe(ScoringPolicy policy) =>
        new(Label(policy), Enum.GetValues<Factor>().ToDictionary(DeskJson.Word, policy.Weight), policy.SectorFloor);
}
