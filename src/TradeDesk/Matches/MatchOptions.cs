using TradeDesk.Enterprises;
using TradeDesk.Http;
using TradeDesk.Matching;
using TradeDesk.Taxonomy;

namespace TradeDesk.Matches;

/// <summary>What was asked of a match list, checked.</summary>
public sealed record MatchOptions
{
    public int Limit { get; init; } = MatchApi.DefaultLimit;

    public string? Country { get; init; }

    public string? Sector { get; init; }

    public PartnershipType? IntentType { get; init; }

    public string? Intent { get; init; }

    public double MinScore { get; init; }

    public ScoringPolicy Policy { get; init; } = ScoringPolicy.Default;

    /// <summary>Null means today.</summary>
    public DateOnly? On { get; init; }

    public ExplainLevel Explain { get; init; } = ExplainLevel.Reasons;

    public static Fault UnknownPolicy(string pointer) =>
        new(pointer, "unknown-policy", $"Give one of: {string.Join(", ", MatchPolicies.All.Select(p => p.Name))}.");

    public static MatchOptions Read(MatchListQuery query, SectorCatalog sectors, CountryCatalog countries, List<Fault> faults)
    {
        CheckLimit("?limit", query.Limit, faults);
        countries.CheckCountry(query.Country, faults);
        sectors.CheckSector(query.Sector, faults);
        if (query.MinScore is { } minimum && !(minimum is >= 0 and <= 1))
            faults.Add(new("?minScore", "out-of-range", "Give a score from 0 to 1."));
        if (MatchPolicies.Find(query.Policy) is null)
            faults.Add(UnknownPolicy("?policy"));
        return new()
        {
            Limit = query.Limit ?? MatchApi.DefaultLimit,
            Country = query.Country,
            Sector = query.Sector,
            IntentType = TagParameters.Word<PartnershipType>("?intentType", query.IntentType, faults),
            Intent = query.Intent,
            MinScore = query.MinScore ?? 0,
            Policy = MatchPolicies.Find(query.Policy) ?? ScoringPolicy.Default,
            On = query.On,
            Explain = TagParameters.Word<ExplainLevel>("?explain", query.Explain, faults) ?? ExplainLevel.Reasons,
        };
    }

    public static MatchOptions Read(MatchQueryRequest request, EnterpriseRules rules, List<Fault> faults)
    {
        CheckLimit("/limit", request.Limit, faults);
        if (MatchPolicies.Find(request.Policy) is null)
            faults.Add(UnknownPolicy("/policy"));
        if (request.Needs.Count is 0 or > MatchApi.MostNeeds)
            faults.Add(new("/needs", "wrong-count", $"Give 1 to {MatchApi.MostNeeds} needs."));
        for (var i = 0; i < Math.Min(request.Needs.Count, MatchApi.MostNeeds); i++)
            CheckNeed(request.Needs[i], $"/needs/{i}", rules, faults);
        return new()
        {
            Limit = request.Limit ?? MatchApi.DefaultLimit,
            Policy = MatchPolicies.Find(request.Policy) ?? ScoringPolicy.Default,
            On = request.On,
            Explain = request.Explain,
        };
    }

    private static void CheckNeed(Enterprise need, string at, EnterpriseRules rules, List<Fault> faults)
    {
        faults.AddRange(rules.Check(need, null).Select(f => f with { Pointer = at + f.Pointer }));
        if (need.Intents.Count == 0)
            faults.Add(new(at + "/intents", "required", "Give at least one intent; without one nothing can match."));
    }

    private static void CheckLimit(string pointer, int? limit, List<Fault> faults)
    {
        if (limit is < 1 or > MatchApi.MaximumLimit)
            faults.Add(new(pointer, "out-of-range", $"Give a limit from 1 to {MatchApi.MaximumLimit}."));
    }
}
