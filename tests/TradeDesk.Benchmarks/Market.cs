using TradeDesk.Matching;

namespace TradeDesk.Benchmarks;

/// <summary>
/// Made-up enterprises with the skew of real directories: few sectors and countries hold most records, words and products
/// belong to their sector, most fields are partly filled. The same seed gives the same market.
/// Sectors are mixed as India's registered small enterprises are (Udyam bulletin VII, 2021: food, jewellery and other making,
/// textiles, apparel, metal goods, leather, water), then a made-up tail; a country's share is one over its rank (Zipf).
/// </summary>
internal sealed class Market(int seed)
{
    private const int Tops = 14;
    private const int LeavesPerTop = 5;
    private const int Countries = 190;
    private static readonly double[] TopShares = Cumulative([306, 244, 180, 162, 50, 15, 14, 14, 12, 11, 10, 9, 8, 7]);
    private static readonly double[] CountryShares = Cumulative([.. Enumerable.Range(1, Countries).Select(rank => 1.0 / rank)]);
    private static readonly (PartnershipType Type, double Share)[] Types =
    [
        (PartnershipType.Trade, .36), (PartnershipType.Supply, .18), (PartnershipType.Distribution, .14), (PartnershipType.Subcontracting, .05),
        (PartnershipType.ContractManufacturing, .06), (PartnershipType.JointVenture, .06), (PartnershipType.TechnologyTransfer, .04),
        (PartnershipType.Licence, .03), (PartnershipType.Investment, .03), (PartnershipType.RdCooperation, .02), (PartnershipType.Franchise, .01),
        (PartnershipType.FinanceAccess, .01), (PartnershipType.Training, .005), (PartnershipType.TestingCertification, .005),
    ];

    private static readonly string[] Languages = ["en", "fr", "es", "ar", "de", "pt", "ru", "zh", "hi", "it", "ja", "ko", "nl", "pl", "tr", "sw"];
    private static readonly string[] Certificates = ["ISO9001", "CE", "HALAL", "ISO14001", "HACCP", "GMP", "KOSHER", "FDA", "ISO13485", "GOTS"];
    private static readonly string[] Common = ["quality", "supplier", "export", "manufacturer", "products", "company"];

    private readonly Random _random = new(seed);

    public static readonly DateOnly Today = new(2026, 3, 1);

    /// <summary>Codes of the countries that foreign enterprises come from.</summary>
    public static IEnumerable<string> ForeignCountries => Enumerable.Range(1, Countries).Select(Country);

    public static MatchModel Model { get; } = new()
    {
        Sectors = new SectorTree([.. Enumerable.Range(0, Tops).SelectMany(Branch)]),
        Markets = new MarketGroups("IN", Enumerable.Range(1, Countries).ToDictionary(Country, Groups)),
        Preferences = new TradePreferences([.. Enumerable.Range(1, 40).Select(rank => new TradePreference(Country(rank * 3), new(2020, 1, 1), $"FTA{rank}", rank % 3 == 0, ["0405", "72"], ["0405", "72"]))]),
    };

    /// <summary>Foreign enterprises with this many intents in total.</summary>
    public IEnumerable<MatchEnterprise> Foreign(int intents)
    {
        for (var (number, made) = (0, 0); made < intents; number++)
        {
            var enterprise = Enterprise($"f{number:0000000}", AnyCountry(), Math.Min(intents - made, 1 + Skewed(4, 1.6)));
            made += enterprise.Intents.Count;
            yield return enterprise;
        }
    }

    public MatchEnterprise Home(int number) => Enterprise($"h{number:0000000}", "IN", 1 + Skewed(4, 1.6));

    private static string Country(int rank) => $"{(char)('A' + rank / 26)}{(char)('A' + rank % 26)}";

    private string AnyCountry() => Country(1 + Drawn(CountryShares));

    private static IReadOnlyList<string> Groups(int rank) => [$"region{rank % 6}", $"subregion{rank % 22}", .. rank % 4 == 0 ? (string[])[$"bloc{rank % 5}"] : []];

    private static IEnumerable<SectorNode> Branch(int top) =>
    [
        new($"top{top}", null, top % 3 == 0 ? [$"top{(top + 1) % Tops}"] : []),
        .. Enumerable.Range(0, LeavesPerTop).Select(leaf => new SectorNode(Leaf(top, leaf), $"top{top}", [])),
    ];

    private static string Leaf(int top, int leaf) => $"top{top}-leaf{leaf}";

    private MatchEnterprise Enterprise(string id, string country, int intents)
    {
        var top = Drawn(TopShares);
        var leaf = Skewed(LeavesPerTop, 1.4);
        return new()
        {
            Id = id,
            Country = country,
            Size = Chance(.9) ? (SizeClass)(1 + Skewed(4, 1.8)) : null,
            Sectors = Chance(.3) ? [Leaf(top, leaf), Leaf(top, Skewed(LeavesPerTop, 1))] : [Leaf(top, leaf)],
            Products = Many(0, 4, () => Product(top)),
            Certifications = Many(0, 3, () => Certificates[Skewed(Certificates.Length, 1.8)]),
            Languages = Chance(.7) ? ["en", .. Many(0, 2, Language)] : Many(1, 2, Language),
            ExportsTo = Many(0, 4, () => Chance(.2) ? "IN" : AnyCountry()),
            Terms = [.. Many(3, 9, () => Word(top)), .. Many(0, 3, () => Common[_random.Next(Common.Length)])],
            Verification = (VerificationLevel)_random.Next(4),
            Completeness = _random.Next(30, 101) / 100.0,
            UpdatedOn = Today.AddDays(-_random.Next(1400)),
            Intents = [.. Enumerable.Range(0, intents).Select(number => Intent($"{id}-{number}", top))],
        };
    }

    private MatchIntent Intent(string id, int top)
    {
        var type = Type();
        var together = PartnershipTypes.IsMutual(type);
        return new()
        {
            Id = id,
            Type = type,
            Role = together ? IntentRole.Mutual : Chance(.55) ? IntentRole.Offers : IntentRole.Seeks,
            Sectors = Chance(.35) ? [Leaf(top, Skewed(LeavesPerTop, 1.2))] : [],
            Products = Chance(.5) ? Many(1, 3, () => Product(top)) : [],
            Accept = Chance(.35) ? Many(1, 3, Target) : [],
            Exclude = Chance(.05) ? [Target()] : [],
            Certifications = Chance(.25) ? [.. Many(1, 2, () => Certificates[Skewed(Certificates.Length, 1.8)]).Select(code => new WantedCertification(code, Chance(.3)))] : [],
            Value = Chance(.3) ? new(_random.Next(1, 50) * 1000, _random.Next(50, 500) * 1000, Chance(.6) ? "USD" : "EUR") : null,
            WantedSizes = Chance(.15) ? [SizeClass.Small, SizeClass.Medium] : [],
            Contributes = together ? (Contributions)_random.Next(128) : Contributions.None,
            Needs = together && Chance(.7) ? (Contributions)_random.Next(128) : Contributions.None,
            ValidUntil = Chance(.7) ? Today.AddDays(_random.Next(-60, 700)) : null,
            Open = !Chance(.03),
            Terms = Chance(.6) ? Many(2, 5, () => Word(top)) : [],
        };
    }

    private string Target() => Chance(.3) ? "IN" : Chance(.5) ? $"region{_random.Next(6)}" : AnyCountry();

    private string Product(int top) => $"{1 + top * 6 + Skewed(6, 1.5):00}{Skewed(40, 1.5):00}{Skewed(30, 1.5):00}";

    /// <summary>Two thirds of the words belong to the sector, the rest to all.</summary>
    private string Word(int top) => Chance(.66) ? $"w{top}x{Skewed(1500, 2.5)}" : $"w{Skewed(15000, 3)}";

    private string Language() => Languages[Skewed(Languages.Length, 1.6)];

    private PartnershipType Type()
    {
        var drawn = _random.NextDouble();
        foreach (var (type, share) in Types)
            if ((drawn -= share) < 0) return type;
        return PartnershipType.Trade;
    }

    private bool Chance(double share) => _random.NextDouble() < share;

    /// <summary>A place in a list of shares, as often as its share.</summary>
    private int Drawn(double[] cumulative)
    {
        var found = Array.BinarySearch(cumulative, _random.NextDouble());
        return Math.Min(found < 0 ? ~found : found, cumulative.Length - 1);
    }

    private static double[] Cumulative(double[] weights)
    {
        var (all, sum) = (weights.Sum(), 0.0);
        return [.. weights.Select(weight => (sum += weight) / all)];
    }

    /// <summary>A number below the count; the greater the skew, the more of them are low.</summary>
    private int Skewed(int count, double skew) => (int)(count * Math.Pow(_random.NextDouble(), skew));

    private string[] Many(int fewest, int most, Func<string> draw) =>
        [.. Enumerable.Range(0, _random.Next(fewest, most + 1)).Select(_ => draw()).Distinct()];
}
