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

    public ExposureMode Exposure { get; init; } = ExposureMode.Best;

    public static MatchOptions Read(MatchListQuery query, MatchPolicies policies, SectorCatalog sectors, CountryCatalog countries, List<Fault> faults)
    {
        CheckLimit("?limit", query.Limit, faults);
        countries.CheckCountry(query.Country, faults);
        sectors.CheckSector(query.Sector, faults);
        if (query.MinScore is { } minimum && !(minimum is >= 0 and <= 1))
            faults.Add(new("?minScore", "out-of-range", "Give a score from 0 to 1."));
        var policy = policies.Chosen(query.Policy, "?policy", faults);
        return new()
        {
            Limit = query.Limit ?? MatchApi.DefaultLimit,
            Country = query.Country,
            Sector = query.Sector,
            IntentType = TagParameters.Word<PartnershipType>("?intentType", query.IntentType, faults),
            Intent = query.Intent,
            MinScore = query.MinScore ?? 0,
            Policy = policy,
            On = query.On,
            Explain = TagParameters.Word<ExplainLevel>("?explain", query.Explain, faults) ?? ExplainLevel.Reasons,
            Exposure = TagParameters.Word<ExposureMode>("?exposure", query.Exposure, faults) ?? ExposureMode.Best,
        };
    }

    public static MatchOptions Read(MatchQueryRequest request, MatchPolicies policies, SectorCatalog sectors, CountryCatalog countries, EnterpriseRules rules, List<Fault> faults)
    {
        var own = new List<Fault>();
        var options = Read(
            new(request.Limit, request.Country, request.Sector, request.IntentType is { } type ? DeskJson.Word(type) : null, null, request.MinScore, request.Policy, request.On, DeskJson.Word(request.Explain), DeskJson.Word(request.Exposure)),
            policies, sectors, countries, own);
        faults.AddRange(own.Select(f => f with { Pointer = "/" + f.Pointer[1..] }));
        if (request.Needs.Count is 0 or > MatchApi.MostNeeds)
            faults.Add(new("/needs", "wrong-count", $"Give 1 to {MatchApi.MostNeeds} needs."));
        for (var i = 0; i < Math.Min(request.Needs.Count, MatchApi.MostNeeds); i++)
            CheckNeed(request.Needs[i], $"/needs/{i}", rules, faults);
        return options;
    }

    private static void CheckNeed(Enterprise need, string at, EnterpriseRules rules, List<Fault> faults)
    {
        faults.AddRange(rules.Check(need, null).Select(f => f with { Pointer = at + f.Pointer }));
        if (need.Intents.Count == 0)
            faults.Add(new(at + "/intents", "required", "Give at least one intent; without one nothing can match."));
    }

    /// <summary>A limit that no list of peers has adds a fault.</summary>
    internal static void CheckLimit(string pointer, int? limit, List<Fault> faults)
    {
        if (limit is < 1 or > MatchApi.MaximumLimit)
            faults.Add(new(pointer, "out-of-range", $"Give a limit from 1 to {MatchApi.MaximumLimit}."));
    }
}
