using TradeDesk.Matching;
using TradeDesk.Taxonomy;

namespace TradeDesk.Matches;

/// <summary>The engine's fixed context from the desk's reference data.</summary>
internal static class MatchModelBuilder
{
    public static MatchModel Build(IServiceProvider provider)
    {
        var home = provider.GetRequiredService<DeskSettings>().HomeCountry;
        var sectors = provider.GetRequiredService<SectorCatalog>();
        var countries = provider.GetRequiredService<CountryCatalog>();
        return new()
        {
            Sectors = new([.. sectors.Sectors.Select(s => new SectorNode(s.Slug, s.Parent, s.Related, s.Controlled))]),
            Markets = new(home, countries.Countries.ToDictionary(c => c.Code, c => (IReadOnlyList<string>)[.. c.Groups])),
            Preferences = new([.. Preferences(provider.GetRequiredService<TradeAgreements>(), home)]),
        };
    }

    private static IEnumerable<TradePreference> Preferences(TradeAgreements agreements, string home) =>
        from agreement in agreements.All
        where agreement.Members.Contains(home)
        from partner in agreement.Partners
        where partner.InForceFrom.HasValue
        select new TradePreference(partner.Country, partner.InForceFrom ?? default, agreement.Code, agreement.Scope == "partial", agreement.ImportsExcluded, agreement.ExportsExcluded);
}
