using System.Text;
using System.Text.Json;
using TradeDesk.Enterprises;
using TradeDesk.Http;
using TradeDesk.Matching;
using TradeDesk.Taxonomy;

namespace TradeDesk.Benchmarks;

/// <summary>
/// The <see cref="Market"/> as documents that the desk imports: its sectors, countries and products are put in the place of the made-up ones, the more
/// common for the more common.
/// </summary>
internal sealed class MarketDocuments
{
    private const int HomeEnterprises = 2000, LeavesOfTop = 5;
    private readonly CountryCatalog countries = new();
    private readonly List<(string[] Leaves, string[] Products)> tops;
    private readonly string[] foreign;
    private readonly string[] regions;
    private readonly string[] subregions;

    private MarketDocuments()
    {
        var sectors = new SectorCatalog();
        var codes = new CodeSystems(sectors, countries);
        var products = codes.Codes("HS-2022").Where(code => code.Length == 6).Order(StringComparer.Ordinal)
            .SelectMany(code => codes.SectorsOf("HS-2022", code), (code, leaf) => (code, leaf)).ToLookup(p => p.leaf, p => p.code);
        tops = [.. from top in sectors.Sectors
                   where top.Parent is null && !top.Controlled
                   let leaves = sectors.Sectors.Where(s => s.Parent == top.Slug && !s.Controlled).Select(s => s.Slug).ToArray()
                   let traded = leaves.SelectMany(leaf => products[leaf]).Distinct().ToArray()
                   where leaves.Length >= LeavesOfTop && traded.Length >= LeavesOfTop
                   select (leaves, traded)];
        foreign = [.. countries.Countries.Select(c => c.Code).Where(code => code != "IN")];
        regions = [.. countries.Countries.Select(c => c.Region).Distinct()];
        subregions = [.. countries.Countries.Select(c => c.Subregion).Distinct()];
    }

    /// <summary>Writes NDJSON: so many foreign intents, and 2,000 home enterprises that ask.</summary>
    public static int Write(string file, int intents)
    {
        var documents = new MarketDocuments();
        using var writer = new StreamWriter(file, append: false, new UTF8Encoding(false), 1 << 20);
        var home = new Market(2);
        foreach (var enterprise in Enumerable.Range(0, HomeEnterprises).Select(home.Home).Concat(new Market(1).Foreign(intents)))
            writer.WriteLine(JsonSerializer.Serialize(documents.Document(enterprise), DeskJson.Options));
        return 0;
    }

    private Enterprise Document(MatchEnterprise e) => new()
    {
        Source = "market",
        ExternalId = e.Id,
        LegalName = $"Enterprise {e.Id} Limited",
        Country = Place(e.Country),
        City = $"City {e.Id[^2..]}",
        SizeClass = e.Size,
        Sectors = Sectors(e.Sectors),
        Products = Products(e.Products),
        Certifications = e.Certifications,
        Languages = e.Languages,
        ExportsTo = [.. e.ExportsTo.Select(Place).Distinct()],
        Keywords = e.Terms,
        Intents = [.. e.Intents.Where(i => i.Open).Select(Document)],
    };

    private Intent Document(MatchIntent i) => new()
    {
        Type = i.Type,
        Role = i.Role,
        Sectors = Sectors(i.Sectors),
        Products = Products(i.Products),
        Countries = new() { Accept = [.. i.Accept.Select(Place).Distinct()], Exclude = [.. i.Exclude.Select(Place).Distinct().Except(i.Accept.Select(Place))] },
        Requires = new() { Certifications = [.. i.Certifications.Select(c => new WantedCertificate(c.Code, c.Mandatory))], SizeClasses = i.WantedSizes },
        Value = i.Value is { } v ? new(v.Min, v.Max, v.Currency) : null,
        Contributes = Parts(i.Contributes),
        Needs = Parts(i.Needs),
        ValidUntil = i.ValidUntil?.AddYears(2),
        Summary = i.Terms.Count > 0 ? string.Join(' ', i.Terms) : null,
    };

    private string[] Sectors(IReadOnlyList<string> slugs) => [.. slugs.Select(Sector).Distinct()];

    private string Sector(string slug)
    {
        var parts = slug["top".Length..].Split("-leaf");
        return tops[Number(parts[0]) % tops.Count].Leaves[Number(parts[1])];
    }

    private CodedTag[] Products(IReadOnlyList<string> codes) => [.. codes.Select(Product).Distinct().Select(code => new CodedTag("HS-2022", code))];

    // Six chapters a top, forty headings a chapter, thirty codes a heading; what is near stays near.
    private string Product(string code)
    {
        var (chapter, heading, digits) = (Number(code[..2]) - 1, Number(code[2..4]), Number(code[4..]));
        var traded = tops[chapter / 6 % tops.Count].Products;
        return traded[((chapter % 6 * 40 + heading) * 6 + digits % 6) % traded.Length];
    }

    private string Place(string code) => code switch
    {
        "IN" => "IN",
        ['r', 'e', 'g', 'i', 'o', 'n', .. var rank] => regions[Number(rank) % regions.Length],
        ['s', 'u', 'b', 'r', 'e', 'g', 'i', 'o', 'n', .. var rank] => subregions[Number(rank) % subregions.Length],
        _ => foreign[((code[0] - 'A') * 26 + code[1] - 'A') % foreign.Length],
    };

    private static Contribution[] Parts(Contributions flags) => [.. Enum.GetValues<Contribution>().Where(one => flags.HasFlag((Contributions)(1 << ((int)one - 1))))];

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
