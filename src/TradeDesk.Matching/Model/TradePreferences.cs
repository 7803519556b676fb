using System.Collections.Frozen;

namespace TradeDesk.Matching;

/// <summary>A trade agreement between the home country and a foreign one.</summary>
/// <param name="Country">Alpha-2 code of the foreign country.</param>
/// <param name="From">First day in force.</param>
/// <param name="Code">Code of the agreement.</param>
/// <param name="Partial">True for a preferential agreement of partial scope (worth 0.5 instead of 1).</param>
/// <param name="ImportsExcluded">HS prefixes on which the home country gives no preference.</param>
/// <param name="ExportsExcluded">HS prefixes on which the foreign country gives none.</param>
public sealed record TradePreference(
    string Country, DateOnly From, string Code, bool Partial, IReadOnlyList<string> ImportsExcluded, IReadOnlyList<string> ExportsExcluded);

/// <summary>The trade agreements the engine knows. A hint for ranking, never tariff advice.</summary>
public sealed class TradePreferences
{
    private readonly FrozenDictionary<string, TradePreference[]> _byCountry;

    /// <summary>Builds the table; the best agreement of a country wins, equal ones by ordinal code.</summary>
    public TradePreferences(IReadOnlyList<TradePreference> agreements)
    {
        All = [.. agreements];
        _byCountry = All.GroupBy(agreement => agreement.Country, StringComparer.Ordinal).ToFrozenDictionary(
            group => group.Key,
            group => group.OrderBy(agreement => agreement.Partial).ThenBy(agreement => agreement.Code, StringComparer.Ordinal).ToArray(),
            StringComparer.Ordinal);
    }

    /// <summary>Every agreement, as given.</summary>
    public IReadOnlyList<TradePreference> All { get; }

    /// <summary>The agreements with one foreign country, the better first.</summary>
    public IReadOnlyList<TradePreference> With(string country) =>
        _byCountry.TryGetValue(country, out var agreements) ? agreements : [];
}
