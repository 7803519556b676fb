using System.Text.Json;
using Dapper;
using TradeDesk.Data;
using TradeDesk.Http;
using TradeDesk.Taxonomy;

namespace TradeDesk.Enterprises;

/// <summary>Counts beside a list: how many of all it would show, page after page, have each value.</summary>
public sealed class EnterpriseFacets(Database database, SectorCatalog sectors)
{
    private const string Sector = "sector", Country = "country", IntentType = "intentType";
    private static readonly string[] Known = [Sector, Country, IntentType];
    private readonly EnterpriseSql sql = new(database.Dialect);
    private readonly string tree = JsonSerializer.Serialize(sectors.Sectors.SelectMany(s => sectors.WithLeaves(s.Slug), (node, leaf) => new { leaf, node = node.Slug }), DeskJson.Options);

    /// <summary>The facets a query names; unknown ones add a fault.</summary>
    public static IReadOnlyList<string> Read(string? names, List<Fault> faults)
    {
        if (names is null)
            return [];
        var asked = names.Split(',', StringSplitOptions.TrimEntries).Distinct().ToList();
        if (asked.Except(Known).ToList() is { Count: > 0 } unknown)
            faults.Add(new("?facets", "unknown-word", $"{string.Join(", ", unknown.Take(5).Select(u => $"'{u}'"))} {(unknown.Count == 1 ? "is no facet" : "are no facets")}; give one or more of: {string.Join(", ", Known)}, parted by commas."));
        return asked;
    }

    public Task<IReadOnlyDictionary<string, IReadOnlyList<FacetCount>>> OfEnterprisesAsync(IReadOnlyList<string> facets, EnterpriseFilter filter, Visibility visibility, CancellationToken cancellation) =>
        CountAsync(facets, facet => facet switch
        {
            Sector => sql.SectorCounts(filter, visibility),
            Country => sql.CountryCounts(filter, visibility),
            _ => sql.IntentTypeCounts(filter, visibility),
        }, filter.Parameters("", 0, visibility, default), cancellation);

    public Task<IReadOnlyDictionary<string, IReadOnlyList<FacetCount>>> OfBoardAsync(IReadOnlyList<string> facets, EnterpriseFilter filter, Visibility visibility, DateOnly today, CancellationToken cancellation) =>
        CountAsync(facets, facet => facet switch
        {
            Sector => sql.BoardSectorCounts(filter, visibility),
            Country => sql.BoardCountryCounts(filter, visibility),
            _ => sql.BoardIntentTypeCounts(filter, visibility),
        }, filter.Parameters("", 0, visibility, today), cancellation);

    private Task<IReadOnlyDictionary<string, IReadOnlyList<FacetCount>>> CountAsync(IReadOnlyList<string> facets, Func<string, string> text, DynamicParameters parameters, CancellationToken cancellation)
    {
        if (facets.Contains(Sector))
            parameters.Add("tree", tree);
        return database.ReadAsync<IReadOnlyDictionary<string, IReadOnlyList<FacetCount>>>(async reading =>
        {
            var counts = new Dictionary<string, IReadOnlyList<FacetCount>>(StringComparer.Ordinal);
            foreach (var facet in facets)
                counts[facet] = [.. (await reading.ListAsync<Counted>(text(facet), parameters)).Select(c => new FacetCount(c.Value, c.Count)).OrderByDescending(c => c.Count).ThenBy(c => c.Value, StringComparer.Ordinal)];
            return counts;
        }, cancellation);
    }

    private sealed record Counted
    {
        public string Value { get; init; } = "";

        public long Count { get; init; }
    }
}
