using System.Text.Json;
using TradeDesk.Http;
using TradeDesk.Matching;

namespace TradeDesk.Demonstration;

/// <summary>The word lists the convention is made of: trades, the deals between them, and the places they come from.</summary>
internal sealed class ConventionFacts
{
    private static readonly string[] Fields = ["food", "textiles", "industry", "environment", "services"];

    public ConventionFacts()
    {
        var fields = Fields.Select(Read<FieldFacts>).ToList();
        Home = [.. fields.SelectMany(f => f.Home)];
        Foreign = [.. fields.SelectMany(f => f.Foreign)];
        Deals = [.. fields.SelectMany(f => f.Deals)];
        India = Read<HomeFacts>("states");
        Countries = Read<CountryFacts>("countries").Countries;
    }

    /// <summary>Indian trades. Their counts follow the divisions of the Udyam Bulletin VII (2021), with room for the convention's own sectors.</summary>
    public IReadOnlyList<Trade> Home { get; }

    public IReadOnlyList<Trade> Foreign { get; }

    public IReadOnlyList<Deal> Deals { get; }

    public HomeFacts India { get; }

    public IReadOnlyList<Delegation> Countries { get; }

    private static T Read<T>(string name)
    {
        using var stream = typeof(ConventionFacts).Assembly.GetManifestResourceStream($"TradeDesk.Demonstration.Facts.{name}.json")!;
        return JsonSerializer.Deserialize<T>(stream, DeskJson.Options)!;
    }

    private sealed record FieldFacts(IReadOnlyList<Trade> Home, IReadOnlyList<Trade> Foreign, IReadOnlyList<Deal> Deals);

    private sealed record CountryFacts(IReadOnlyList<Delegation> Countries);
}

/// <summary>A kind of enterprise.</summary>
/// <param name="Products">Label by HS-2022 code.</param>
/// <param name="Certificates">Parted by blanks; <c>!</c> marks one that all hold.</param>
/// <param name="Count">How many come; home trades only.</param>
/// <param name="Plant">It needs a plant, so that none is micro; home trades only.</param>
/// <param name="Stock">It trades what the other side makes, so those goods are among its products.</param>
internal sealed record Trade(
    string Key, IReadOnlyList<string> Sectors, IReadOnlyList<string> Activities, IReadOnlyDictionary<string, string> Products, string Certificates,
    IReadOnlyList<string> Names, IReadOnlyList<string> Keywords, IReadOnlyList<string> Does, int Count = 0, bool Stock = false, bool Plant = false, string Cluster = "", string Cities = "");

/// <summary>What a home trade and a foreign trade want of each other: two intents that complement.</summary>
/// <param name="Role">The home side's.</param>
/// <param name="About">Whose goods and sectors it is about: <c>home</c>, <c>foreign</c> or <c>both</c>.</param>
/// <param name="Home">Keys of home trades, parted by blanks.</param>
/// <param name="Foreign">Keys of foreign trades, parted by blanks.</param>
/// <param name="Value">A year, in thousands.</param>
/// <param name="HomeWants">Certificates asked of the foreign side; <c>!</c> marks one that may be mandatory.</param>
/// <param name="HomeGives">What the home side contributes.</param>
/// <param name="Weight">How often it is chosen.</param>
internal sealed record Deal(
    PartnershipType Type, IntentRole Role, string About, string Home, string Foreign, IReadOnlyList<string> HomeSays, IReadOnlyList<string> ForeignSays, string Value,
    string HomeWants = "", string ForeignWants = "", string HomeGives = "", string ForeignGives = "", int Weight = 1)
{
    public IReadOnlyList<string> HomeTrades { get; } = Home.Split(' ');

    public IReadOnlyList<string> ForeignTrades { get; } = Foreign.Split(' ');
}

/// <summary>India's states and the words its names are made of.</summary>
internal sealed record HomeFacts(IReadOnlyList<string> Given, IReadOnlyList<string> Family, IReadOnlyList<string> Near, IReadOnlyList<HomeState> States, IReadOnlyList<string> Words);

/// <param name="Code">ISO 3166-2, as of November 2023.</param>
/// <param name="Gst">State code of a GSTIN.</param>
/// <param name="Cin">State letters of a CIN, which kept the older codes.</param>
internal sealed record HomeState(string Code, string Gst, string Cin, IReadOnlyList<string> Languages, IReadOnlyList<string> Cities, IReadOnlyList<string> Words);

/// <summary>A foreign country's delegation.</summary>
/// <param name="Cities">City and ISO 3166-2 suffix, joined by <c>=</c>.</param>
/// <param name="Forms">Legal forms.</param>
/// <param name="Near">Countries it sells to.</param>
/// <param name="Sends">The trade of each enterprise that comes.</param>
/// <param name="Halal">Its food buyers ask for halal certificates.</param>
internal sealed record Delegation(
    string Code, IReadOnlyList<string> Cities, IReadOnlyList<string> Forms, IReadOnlyList<string> Words, IReadOnlyList<string> Given, IReadOnlyList<string> Family,
    IReadOnlyList<string> Languages, IReadOnlyList<string> Near, IReadOnlyList<string> Sends, bool FormFirst = false, bool Halal = false);
