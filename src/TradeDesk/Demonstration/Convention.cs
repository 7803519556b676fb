using TradeDesk.Enterprises;
using TradeDesk.Taxonomy;

namespace TradeDesk.Demonstration;

/// <summary>The demonstration convention: 400 Indian and 160 foreign enterprises of 39 countries, every one invented, the same on every run.</summary>
public static class Convention
{
    /// <summary>The enterprise whose matches the demonstration shows: a Polish maker of dairy machines.</summary>
    public static (string Source, string ExternalId) Shown { get; } = ("demo-pl", "PL-0001");

    /// <summary>The first enterprise that is loaded.</summary>
    public static (string Source, string ExternalId) First { get; } = ("demo-in", "PB-0001");

    public static IReadOnlyList<Enterprise> Enterprises(CountryCatalog countries)
    {
        var facts = new ConventionFacts();
        var wishes = new Wishes(facts, countries);
        var names = new HashSet<string>(StringComparer.Ordinal);
        return [.. new HomeFirms(facts, wishes, names).All(), .. new ForeignFirms(facts, wishes, names).All()];
    }
}
