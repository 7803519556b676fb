using System.Globalization;
using Sylvan.Data.Csv;
using TradeDesk.Taxonomy;

namespace TradeDesk.Benchmarks;

/// <summary>How many spellings of countries an import would understand, from a file of texts with the right code, and how many texts that are no country it would take for one.</summary>
internal static class CountryReport
{
    // Words of trade, companies, places that bear a country's name, and what people type where nothing fits.
    private static readonly string[] NoCountries =
    [
        "-", "--", "n/a", "none", "other", "others", "unknown", "test", "not applicable", "various", "multiple", "all countries", "worldwide", "global", "international", "overseas", "export", "any",
        "Acme Ltd", "Turkey Red Dye Works", "China Clay Works Pvt Ltd", "Bombay Dyeing", "Brazil Nuts Trading Co", "Jordan Shoes", "Chad Smith", "Georgia Pacific LLC", "Cuba Libre Bar", "New Jersey", "New Mexico",
        "Indiana", "Panama City Beach", "Guinea pig", "Turkey meat", "Atlanta, Georgia", "Paris, Texas", "Athens, GA", "Los Angeles, CA", "Wilmington, DE", "Bloomington, IN", "Springfield, IL", "Boise, ID", "Mobile, AL", "Little Rock, AR",
        "Baltimore, MD", "Portland, ME", "St Louis, MO", "Jackson, MS", "Missoula, MT", "Omaha, NE", "Charlotte, NC", "Philadelphia, PA", "Vancouver, BC", "Toronto, ON", "Sydney, NSW", "Perth, WA", "Adelaide, SA", "Hobart TAS",
        "Ludhiana", "Mumbai 400001", "Punjab", "Tamil Nadu", "Dubai Investment Park", "Jebel Ali", "Europe", "European Union", "Africa", "Asia", "Middle East", "Latin America", "Gulf", "GCC", "ASEAN", "EU", "BRICS", "North America",
        "Atlantis", "Utopia", "Indonesian food", "Polish", "French fries", "Swiss cheese", "1", "12345", "0", "?", "xx", "zz", "aa", "info@example.org", "https://example.org/in", "+91 98765 43210", "IN-PB", "GSTIN", "Ltd", "Inc", "GmbH & Co. KG", "Pte", "LLC", "SARL", "S.p.A.", "ghee", "milk powder",
        "France and Germany", "India, China", "UAE / Oman", "India or Nepal", "Head Office\nIndia House", "12 China Road", "Plot 5, Singapore Street", "Denmark Street 10\nLondon Road", "Malta Beer", "Lebanon, Ohio", "Peru, Illinois", "Mexico, Missouri", "Lima, Ohio", "Poland Spring", "Cyprus Avenue", "Jersey Milk", "Holland & Barrett",
    ];

    public static int Run(string file)
    {
        var countries = new CountryCatalog();
        using var csv = CsvDataReader.Create(file);
        var (text, code) = (csv.GetOrdinal("country_text"), csv.GetOrdinal("iso2"));
        int rows = 0, right = 0, whole = 0;
        var missed = new List<string>();
        var mistaken = new List<string>();
        while (csv.Read())
        {
            rows++;
            var (given, wanted) = (csv.GetString(text), csv.GetString(code));
            whole += countries.Named(given)?.Code == wanted ? 1 : 0;
            var found = countries.InAddress(given)?.Code;
            right += found == wanted ? 1 : 0;
            if (found != wanted)
                (found is null ? missed : mistaken).Add($"{wanted} {found ?? "-"} {given.ReplaceLineEndings(" | ")}");
        }

        var taken = NoCountries.Select(t => (Text: t, countries.InAddress(t)?.Code)).Where(t => t.Code is not null).ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows} spellings: {right} right ({(double)right / rows:P1}), {mistaken.Count} wrong, {missed.Count} not understood; by the whole text alone {whole}"));
        Console.WriteLine($"{NoCountries.Length} texts that are no country: {taken.Count} taken for one");
        foreach (var line in mistaken.Select(m => "  wrong: " + m).Concat(missed.Select(m => "  not understood: " + m)).Concat(taken.Select(t => $"  no country, but {t.Code}: {t.Text.ReplaceLineEndings(" | ")}")))
            Console.WriteLine(line);
        return 0;
    }
}
