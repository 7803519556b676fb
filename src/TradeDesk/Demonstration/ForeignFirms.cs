using TradeDesk.Enterprises;

namespace TradeDesk.Demonstration;

/// <summary>The enterprises of the foreign delegations.</summary>
internal sealed class ForeignFirms(ConventionFacts facts, Wishes wishes, HashSet<string> names)
{
    private readonly Dictionary<string, int> seen = [];

    public IEnumerable<Enterprise> All() => facts.Countries.SelectMany(country => country.Sends.Select((trade, n) => One(country, facts.Foreign.First(t => t.Key == trade), n)));

    private Enterprise One(Delegation from, Trade trade, int n)
    {
        var draw = new Draw($"{from.Code}/{trade.Key}/{n}");
        var nth = seen[trade.Key] = seen.GetValueOrDefault(trade.Key) + 1;
        var place = from.Cities[n % from.Cities.Count].Split('=');
        var size = Firm.Size(draw, 12, 45, 36);
        var (people, year) = (Firm.People(draw, size), Firm.Founded(draw));
        var deals = wishes.Deals(draw, trade.Key, nth - 1, draw.Number(1, 100) is var d && d <= 15 ? 1 : d <= 60 ? 2 : 3);
        var wants = deals.Select(deal => (Deal: deal, Interests: wishes.Interests(deal, trade.Stock ? draw.Number(2, 3) : 2))).ToList();
        var stock = trade.Stock ? wants.Where(w => w.Deal.About != "foreign").SelectMany(w => w.Interests).Distinct().ToList() : [];
        return new()
        {
            Source = $"demo-{from.Code.ToLowerInvariant()}",
            ExternalId = $"{from.Code}-{n + 1:D4}",
            LegalName = Name(draw, from, trade),
            Country = from.Code,
            Region = $"{from.Code}-{place[1]}",
            City = place[0],
            SizeClass = size,
            Employees = people,
            Established = year,
            Identifiers = CheckedNumbers.Foreign(draw, from.Code, size, year),
            Ownership = new(WomenLed: draw.Chance(20)),
            Sectors = trade.Sectors,
            Activities = [.. trade.Activities.Select(a => new CodedTag("ISIC-4", a))],
            Products = [.. Firm.Products(trade).Concat(stock.SelectMany(Firm.Products)).DistinctBy(p => p.Code)],
            Certifications = Firm.Certificates(draw, trade, 55),
            Languages = [.. from.Languages.Where((l, i) => i == 0 || (l == "en" ? draw.Chance(88) : draw.Chance(45)))],
            Summary = Firm.Summary(draw, trade, place[0], year, people, size),
            Keywords = [.. draw.Some(trade.Keywords, 4).Concat(stock.Select(t => t.Keywords[0])).Distinct()],
            ExportsTo = draw.Some(from.Near, draw.Number(0, 4)),
            Website = draw.Chance(85) ? $"https://{from.Code.ToLowerInvariant()}-{n + 1}.example.org" : null,
            Intents = [.. wants.Select(w => wishes.Abroad(draw, w.Deal, trade, w.Interests, size, place[0], from))],
            Contact = new() { Name = $"{draw.Pick(from.Given)} {draw.Pick(from.Family)}", Email = $"{from.Code.ToLowerInvariant()}{n + 1:D4}@example.org" },
            Verification = Firm.Verified(draw, 20, 55),
        };
    }

    private string Name(Draw draw, Delegation from, Trade trade)
    {
        while (true)
        {
            var name = $"{draw.Pick(from.Words)} {draw.Pick(trade.Names)}";
            if (names.Add(name))
                return from.FormFirst ? $"{draw.Pick(from.Forms)} {name}" : $"{name} {draw.Pick(from.Forms)}";
        }
    }
}
