using TradeDesk.Taxonomy;

namespace TradeDesk.Benchmarks;

/// <summary>English tenders with the top sectors that their CPV division or group stands for.</summary>
internal static class TenderRows
{
    // CPV divisions (two digits) and groups (three) to top sectors; the longest prefix counts.
    private static readonly Dictionary<string, string> Sectors = new(StringComparer.Ordinal)
    {
        ["03"] = "agriculture fisheries wood-furniture",
        ["09"] = "energy coal solar",
        ["091"] = "energy coal",
        ["14"] = "mining building-materials metals",
        ["15"] = "food-processing dairy beverages agriculture spices-condiments fisheries",
        ["16"] = "machinery",
        ["18"] = "apparel leather-footwear jewellery textiles security-equipment",
        ["19"] = "textiles leather-footwear plastics-rubber",
        ["22"] = "paper-packaging tourism-media education",
        ["24"] = "chemicals fertiliser-agrochemicals plastics-rubber",
        ["30"] = "electronics information-technology paper-packaging machinery",
        ["31"] = "electricals electronics",
        ["32"] = "telecommunications electronics",
        ["33"] = "health-care pharma cosmetics-home-care",
        ["34"] = "automotive aerospace-rail-marine building-materials",
        ["3492"] = "automotive building-materials construction metals",
        ["35"] = "security-equipment defence ammunition",
        ["37"] = "toys-sports handicrafts",
        ["38"] = "electronics health-care testing-certification",
        ["39"] = "wood-furniture textiles electricals cosmetics-home-care machinery metals",
        ["3983"] = "cosmetics-home-care chemicals",
        ["41"] = "water beverages",
        ["42"] = "machinery",
        ["425"] = "machinery electricals",
        ["43"] = "machinery construction",
        ["44"] = "building-materials metals plastics-rubber",
        ["45"] = "construction",
        ["48"] = "information-technology",
        ["50"] = "research-engineering public-community-services",
        ["501"] = "automotive",
        ["502"] = "aerospace-rail-marine automotive research-engineering",
        ["503"] = "public-community-services information-technology electronics",
        ["507"] = "construction research-engineering electricals machinery",
        ["508"] = "public-community-services wood-furniture finance-business-services",
        ["51"] = "research-engineering construction",
        ["55"] = "tourism-media",
        ["60"] = "logistics",
        ["63"] = "logistics tourism-media",
        ["64"] = "telecommunications logistics",
        ["65"] = "energy water",
        ["66"] = "finance-business-services",
        ["70"] = "finance-business-services construction",
        ["71"] = "research-engineering construction",
        ["716"] = "testing-certification research-engineering",
        ["72"] = "information-technology",
        ["73"] = "research-engineering",
        ["75"] = "public-community-services",
        ["76"] = "energy",
        ["77"] = "agriculture wood-furniture finance-business-services",
        ["79"] = "finance-business-services",
        ["797"] = "security-equipment",
        ["798"] = "paper-packaging",
        ["80"] = "education",
        ["85"] = "health-care public-community-services",
        ["90"] = "waste-management water finance-business-services",
        ["909"] = "finance-business-services",
        ["92"] = "tourism-media",
        ["925"] = "public-community-services",
        ["98"] = "public-community-services",
        ["983"] = "public-community-services finance-business-services",
    };

    public static IEnumerable<TaggedText> Read(string folder, SectorCatalog sectors)
    {
        var rows = CsvRows.Read(Path.Combine(folder, "tagging/tenders_with_cpv.csv"), r => (Language: r("language"), Key: r("ocid"), Text: string.Join(" . ", r("title"), r("description"), r("items")), Cpv: r("cpv"))).ToList();
        var half = rows.Select(r => r.Key).Distinct().Order(StringComparer.Ordinal).Index().ToDictionary(r => r.Item, r => r.Index % 2 == 0);
        foreach (var row in rows.Where(r => r.Language.StartsWith("en", StringComparison.OrdinalIgnoreCase)))
            if (Right(row.Cpv) is { Count: > 0 } right)
                yield return right.All(r => sectors.Find(r) is { Parent: null }) ? new(row.Text, right, half[row.Key]) : throw new InvalidOperationException($"A sector of CPV {row.Cpv} is no top sector.");
    }

    private static HashSet<string> Right(string cpv)
    {
        for (var length = 4; length >= 2; length--)
            if (cpv.Length >= length && Sectors.TryGetValue(cpv[..length], out var right))
                return [.. right.Split(' ')];
        return [];
    }
}
