using System.Collections.Frozen;

namespace TradeDesk.Matching;

/// <summary>The home country, and for each country the codes of the blocs, regions and subregions it lies in.</summary>
public sealed class MarketGroups
{
    private readonly FrozenDictionary<string, string[]> _groups;

    /// <summary>Builds the table.</summary>
    /// <param name="homeCountry">Alpha-2 code of the desk's own country.</param>
    /// <param name="groupsByCountry">Group codes by country code; a country left out lies in no group.</param>
    public MarketGroups(string homeCountry, IReadOnlyDictionary<string, IReadOnlyList<string>> groupsByCountry)
    {
        ArgumentException.ThrowIfNullOrEmpty(homeCountry);
        HomeCountry = homeCountry;
        _groups = groupsByCountry.ToFrozenDictionary(
            entry => entry.Key, entry => entry.Value.Distinct(StringComparer.Ordinal).ToArray(), StringComparer.Ordinal);
    }

    /// <summary>Alpha-2 code of the desk's own country.</summary>
    public string HomeCountry { get; }

    /// <summary>Every country that lies in some group.</summary>
    internal IEnumerable<string> Countries => _groups.Keys;

    /// <summary>True for the desk's own country.</summary>
    public bool IsHome(string country) => string.Equals(country, HomeCountry, StringComparison.Ordinal);

    /// <summary>The groups a country lies in; empty for a country that is not known.</summary>
    public IReadOnlyList<string> GroupsOf(string country) => _groups.TryGetValue(country, out var groups) ? groups : [];
}
