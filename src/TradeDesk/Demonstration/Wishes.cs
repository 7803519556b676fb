using TradeDesk.Enterprises;
using TradeDesk.Http;
using TradeDesk.Matching;
using TradeDesk.Taxonomy;

namespace TradeDesk.Demonstration;

/// <summary>
/// The intents of the convention. A deal of the facts is one intent at home and the complement of it abroad; foreign sides
/// take turns over the home trades of a deal, so that each finds somebody.
/// </summary>
internal sealed class Wishes(ConventionFacts facts, CountryCatalog countries)
{
    private static readonly string[] Regions = ["EU", "GCC", "ASEAN", "africa", "europe", "western-asia", "eastern-asia", "southern-asia", "south-eastern-asia", "central-asia"];
    private static readonly decimal[] Lower = [.5m, 1, 1, 1.5m], Upper = [.6m, .8m, 1, 1.2m];
    private readonly Dictionary<string, Trade> trades = facts.Home.Concat(facts.Foreign).ToDictionary(t => t.Key);
    private readonly Dictionary<Deal, int> turns = [];

    /// <summary>Deals for the n-th enterprise of a trade: the first by turns, the others drawn, no two of one type and role.</summary>
    public IReadOnlyList<Deal> Deals(Draw draw, string trade, int n, int most)
    {
        var open = facts.Deals.Where(d => d.HomeTrades.Contains(trade) || d.ForeignTrades.Contains(trade)).ToList();
        var byTurns = Enumerable.Range(1, 3).SelectMany(round => open.Where(d => d.Weight >= round)).ToList();
        var chosen = new List<Deal> { byTurns[n % byTurns.Count] };
        foreach (var deal in draw.Some(open, open.Count))
            if (chosen.Count < most && chosen.TrueForAll(c => (c.Type, c.Role) != (deal.Type, deal.Role)))
                chosen.Add(deal);
        return chosen;
    }

    /// <summary>The countries that send a partner for a deal.</summary>
    public IReadOnlyList<string> Markets(Deal deal) => [.. facts.Countries.Where(c => c.Sends.Any(deal.ForeignTrades.Contains)).Select(c => c.Code)];

    /// <summary>The home trades that the next foreign side of a deal is interested in.</summary>
    public IReadOnlyList<Trade> Interests(Deal deal, int most)
    {
        var turn = turns.GetValueOrDefault(deal);
        var taken = Math.Min(most, deal.HomeTrades.Count);
        turns[deal] = turn + taken;
        return [.. Enumerable.Range(turn, taken).Select(t => trades[deal.HomeTrades[t % deal.HomeTrades.Count]])];
    }

    public Intent AtHome(Draw draw, Deal deal, Trade own, SizeClass size, string city, IReadOnlyList<string> exportsTo)
    {
        var peer = trades[draw.Pick(deal.ForeignTrades)];
        var subject = Subject(deal, [own], peer);
        var wanted = WantedMarkets(draw, deal, exportsTo);
        var certificates = Wanted(draw, deal.HomeWants, halal: true);
        var intent = Base(draw, deal, deal.Role, subject, "USD");
        return intent with
        {
            Countries = wanted,
            Requires = certificates.Count > 0 ? new() { Certifications = certificates } : null,
            Contributes = Contributions(deal.HomeGives),
            Needs = Contributions(deal.ForeignGives),
            Summary = Says(draw, deal.HomeSays, intent, subject, size, ("city", city), ("country", "India"), ("markets", Names(wanted.Accept))),
        };
    }

    public Intent Abroad(Draw draw, Deal deal, Trade own, IReadOnlyList<Trade> interests, SizeClass size, string city, Delegation from)
    {
        var subject = Subject(deal, interests, own);
        var certificates = Wanted(draw, deal.ForeignWants, from.Halal);
        var sizes = draw.Chance(20);
        var intent = Base(draw, deal, Complement(deal.Role), subject, Currency(draw, from.Code));
        return intent with
        {
            Countries = new() { Accept = draw.Number(1, 100) is var n && n <= 60 ? ["IN"] : n <= 75 ? ["southern-asia"] : [] },
            Requires = certificates.Count > 0 || sizes ? new() { Certifications = certificates, SizeClasses = sizes ? [SizeClass.Small, SizeClass.Medium] : [] } : null,
            Contributes = Contributions(deal.ForeignGives),
            Needs = Contributions(deal.HomeGives),
            Summary = Says(draw, deal.ForeignSays, intent, subject, size, ("city", city), ("country", Name(from.Code)), ("markets", "India")),
        };
    }

    /// <summary>A country or group as it stands in a sentence.</summary>
    public string Name(string code) =>
        countries.Find(code)?.Names["en"] is { } name ? (name is "United Kingdom" or "United States" or "United Arab Emirates" or "Netherlands" ? "the " + name : name)
        : code switch { "EU" => "the European Union", "GCC" => "the Gulf states", "ASEAN" => "the ASEAN countries", "southern-asia" => "South Asia", "eastern-asia" => "East Asia", "south-eastern-asia" => "South-East Asia", "western-asia" => "West Asia", "central-asia" => "Central Asia", _ => char.ToUpperInvariant(code[0]) + code[1..] };

    private static Intent Base(Draw draw, Deal deal, IntentRole role, IReadOnlyList<Trade> subject, string currency) => new()
    {
        Type = deal.Type,
        Role = role,
        Sectors = [.. subject.SelectMany(t => t.Sectors).Where(s => s != "trading-house").Distinct()],
        Products = [.. subject.SelectMany(t => draw.Some(Firm.Products(t), 2)).DistinctBy(p => p.Code)],
        Value = draw.Chance(80) ? Value(draw, deal.Value, currency) : null,
        ValidUntil = new DateOnly(2027, 4, 1).AddMonths(draw.Number(0, 20)).AddDays(-1),
    };

    private static List<Trade> Subject(Deal deal, IReadOnlyList<Trade> home, Trade foreign) => deal.About switch
    {
        "home" => [.. home],
        "foreign" => [foreign],
        _ => [.. home, foreign],
    };

    private static IntentRole Complement(IntentRole role) => role switch
    {
        IntentRole.Offers => IntentRole.Seeks,
        IntentRole.Seeks => IntentRole.Offers,
        _ => role,
    };

    private static ValueRange Value(Draw draw, string thousands, string currency)
    {
        var (least, most) = (decimal.Parse(thousands.Split('-')[0], null), decimal.Parse(thousands.Split('-')[1], null));
        return new(decimal.Round(least * draw.Pick(Lower) * 1000), decimal.Round(most * draw.Pick(Upper) * 1000), currency);
    }

    private static string Currency(Draw draw, string country) => country switch
    {
        "GB" when draw.Chance(40) => "GBP",
        "DE" or "FR" or "IT" or "NL" or "AT" when draw.Chance(30) => "EUR",
        _ => "USD",
    };

    private static List<WantedCertificate> Wanted(Draw draw, string codes, bool halal) =>
        [.. codes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(c => halal || c != "HALAL").Where(c => c.EndsWith('!') || draw.Chance(70))
            .Select(c => new WantedCertificate(c.TrimEnd('!'), (c.EndsWith('!') || c == "HALAL") && draw.Chance(50)))];

    private static IReadOnlyList<Contribution> Contributions(string words) =>
        [.. words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => DeskJson.TryWord<Contribution>(w, out var known) ? known : throw new InvalidOperationException($"'{w}' is no contribution."))];

    private WantedCountries WantedMarkets(Draw draw, Deal deal, IReadOnlyList<string> exportsTo)
    {
        var markets = Markets(deal);
        var regions = Regions.Where(r => markets.Count(m => countries.Find(m)!.Groups.Contains(r)) > 1).ToList();
        IReadOnlyList<string> accept = draw.Number(1, 100) is var n && n <= 30 ? [] : n <= 60 && regions.Count > 0 ? draw.Some(regions, 2) : draw.Some(markets, draw.Number(2, 5));
        // Where it sells already it has a channel.
        var taken = deal.Type == PartnershipType.Distribution && draw.Chance(40) ? exportsTo.Where(markets.Contains).Except(accept).Take(1) : [];
        return new() { Accept = accept, Exclude = [.. taken] };
    }

    private string Names(IReadOnlyList<string> codes) => codes.Count == 0 ? "any country" : Phrases.List([.. codes.Select(Name)]);

    private static string Says(Draw draw, IReadOnlyList<string> says, Intent intent, List<Trade> subject, SizeClass size, params (string Blank, string Word)[] words)
    {
        List<string> goods = intent.Products.Count > 0 ? [.. intent.Products.Select(p => p.Label!).Distinct()] : [.. subject[0].Keywords];
        return Phrases.Fill(draw, draw.Pick(says), size, [("goods", Phrases.Goods(draw, goods)), ("trade", subject[0].Keywords[0]), .. words]);
    }
}
