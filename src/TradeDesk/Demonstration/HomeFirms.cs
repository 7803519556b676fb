using TradeDesk.Enterprises;
using TradeDesk.Matching;

namespace TradeDesk.Demonstration;

/// <summary>The Indian enterprises.</summary>
internal sealed class HomeFirms(ConventionFacts facts, Wishes wishes, HashSet<string> names)
{
    private static readonly string[] SoleTraderEndings = ["", "", "and Sons", "and Company"];
    private readonly Dictionary<string, int> numbers = [];

    public IEnumerable<Enterprise> All() => facts.Home.SelectMany(trade => Enumerable.Range(0, trade.Count).Select(n => One(trade, n)));

    private Enterprise One(Trade trade, int n)
    {
        var draw = new Draw($"{trade.Key}/{n}");
        var cities = trade.Cities.Split(' ');
        var city = cities[n % cities.Length];
        var state = facts.India.States.First(s => s.Cities.Contains(city));
        var number = numbers[state.Code] = numbers.GetValueOrDefault(state.Code) + 1;
        var size = trade.Plant ? Firm.Size(draw, 0, 60, 40) : Firm.Size(draw, 42, 41, 17);
        var (people, year) = (Firm.People(draw, size), Firm.Founded(draw));
        var form = Form(draw, size, trade);
        var name = Name(draw, trade, state, form);
        var deals = wishes.Deals(draw, trade.Key, n, draw.Number(1, 100) is var d && d <= 35 ? 1 : d <= 75 ? 2 : 3);
        var exportsTo = draw.Chance(size == SizeClass.Micro ? 45 : 80) ? draw.Some(deals.SelectMany(wishes.Markets).Concat(facts.India.Near).Distinct(), draw.Number(1, 5)) : [];
        return new()
        {
            Source = "demo-in",
            ExternalId = $"{state.Code[3..]}-{number:D4}",
            LegalName = name,
            TradeNames = draw.Chance(25) ? [string.Join(' ', name.Split(' ').Take(2))] : [],
            Country = "IN",
            Region = state.Code,
            City = city,
            Cluster = trade.Cluster.Length > 0 && draw.Chance(60) ? $"{Firm.Slug(city)}-{trade.Cluster}" : null,
            SizeClass = size,
            Employees = people,
            Established = year,
            Identifiers = CheckedNumbers.Indian(draw, state, form, name, trade.Activities[0], year),
            Ownership = new(WomenLed: draw.Chance(20)),
            Sectors = trade.Sectors,
            Activities = [.. trade.Activities.Select(a => new CodedTag("NIC-2008", a))],
            Products = Firm.Products(trade),
            Certifications = Firm.Certificates(draw, trade, size == SizeClass.Micro ? 30 : 55),
            Languages = ["en", .. state.Languages.Where((_, i) => i == 0 || draw.Chance(60))],
            Summary = Firm.Summary(draw, trade, city, year, people, size),
            Keywords = draw.Some(trade.Keywords, draw.Number(2, 4)),
            ExportsTo = exportsTo,
            Website = draw.Chance(70) ? $"https://{Firm.Slug(name)}.example.org" : null,
            Intents = [.. deals.Select(deal => wishes.AtHome(draw, deal, trade, size, city, exportsTo))],
            Contact = new() { Name = $"{draw.Pick(facts.India.Given)} {draw.Pick(facts.India.Family)}", Email = $"{state.Code[3..].ToLowerInvariant()}{number:D4}@example.org" },
            Verification = Firm.Verified(draw, 25, 45),
        };
    }

    private static HomeForm Form(Draw draw, SizeClass size, Trade trade) =>
        trade.Key == "farm" ? HomeForm.Company
        : size == SizeClass.Micro && draw.Chance(60) ? HomeForm.SoleTrader
        : draw.Chance(70) ? HomeForm.Company : HomeForm.Partnership;

    private string Name(Draw draw, Trade trade, HomeState state, HomeForm form)
    {
        while (true)
        {
            var word = draw.Chance(70) ? draw.Pick(state.Words) : draw.Pick(facts.India.Words);
            var does = draw.Pick(trade.Names);
            var ending = does.EndsWith("Producer Company", StringComparison.Ordinal) ? "Limited" : form switch { HomeForm.Company => "Private Limited", HomeForm.Partnership => "LLP", _ => draw.Pick(SoleTraderEndings) };
            if (names.Add($"{word} {does}"))
                return $"{word} {does} {ending}".TrimEnd();
        }
    }
}
