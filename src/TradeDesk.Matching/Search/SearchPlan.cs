namespace TradeDesk.Matching;

/// <summary>One list to search for one asking intent, in every segment, with the highest score any of its intents can have.</summary>
/// <param name="Bounds">The asking intent.</param>
/// <param name="Kind">Kind of the intents in the list.</param>
/// <param name="Sector">Their sector, in a list of a sector.</param>
/// <param name="Product">A code they share digits with, in a list of products; 0 in a list of a sector.</param>
/// <param name="Digits">How many digits they share with it.</param>
/// <param name="Contributions">What of the intent factor hangs on contributions, weighted.</param>
/// <param name="Shared">Intent, sector and, in a list of products, product, weighted; sector at its highest in a list of products.</param>
internal sealed record PlannedList(QueryBounds Bounds, int Kind, int Sector, int Product, int Digits, float Contributions, float Shared)
{
    /// <summary>The most that intent, sector and product can add.</summary>
    public float Most { get; } = Product == 0 ? Shared + Bounds.ChapterWeight : Shared;

    /// <summary>The highest score of a pair in the list.</summary>
    public float Best { get; } = Bounds.Highest(Product == 0 ? Shared + Bounds.ChapterWeight : Shared);

    public bool IsOfProduct => Product != 0;

    /// <summary>The most that intent, sector and product can add with this peer.</summary>
    public float SharedWith(in HotIntent peer)
    {
        if (!IsOfProduct) return Shared + Bounds.Chapter(peer);
        return Digits > 2 ? Shared - Bounds.SectorLoss(peer) : Shared;
    }
}

/// <summary>The lists of one kind for one asking intent, the most promising first.</summary>
internal sealed record PlannedKind(QueryBounds Bounds, int Kind, List<PlannedList> Lists)
{
    /// <summary>The highest score of a pair in the lists.</summary>
    public float Best => Lists.Count == 0 ? -1 : Lists[0].Best;
}

/// <summary>Which lists can hold matches of the asking intents: kind by kind, the most promising first.</summary>
internal sealed class SearchPlan(ScoringContext context)
{
    private readonly List<PlannedKind> _kinds = [];

    public List<PlannedKind> Make(IEnumerable<QueryBounds> asking)
    {
        foreach (var bounds in asking) Add(bounds);
        _kinds.Sort((a, b) => b.Best.CompareTo(a.Best));
        return _kinds;
    }

    private void Add(QueryBounds bounds)
    {
        var (sectors, belowFloor) = Sectors(bounds.View);
        foreach (var (kind, complement) in context.Model.ComplementsOfKind(bounds.Intent.Kind))
        {
            var strength = (float)complement * bounds.Weight(Factor.Intent);
            var contributions = IntentFit.WeighsContributions(bounds.Intent.Kind, kind) ? strength * (float)IntentFit.OfContributions : 0;
            var lists = new List<PlannedList>();
            foreach (var (sector, proximity) in sectors)
                lists.Add(new(bounds, kind, sector, 0, 0, contributions, strength + (float)proximity * bounds.Weight(Factor.Sector)));
            AddProducts(lists, bounds, kind, contributions, strength, (float)belowFloor * bounds.Weight(Factor.Sector));
            lists.Sort((a, b) => b.Best.CompareTo(a.Best));
            _kinds.Add(new(bounds, kind, lists));
        }
    }

    /// <summary>
    /// Codes that share six and four digits have lists of their own, whatever the sectors, so the lists of sectors need reckon
    /// with a shared chapter only. A list of two digits is for what no sector list holds.
    /// </summary>
    private static void AddProducts(List<PlannedList> lists, QueryBounds bounds, int kind, float contributions, float strength, float belowFloor)
    {
        var weight = bounds.Weight(Factor.Product);
        foreach (var digits in (ReadOnlySpan<int>)[6, 4, 2])
            foreach (var product in Prefixes(bounds.View, digits))
            {
                var sector = digits == 2 ? belowFloor : bounds.Weight(Factor.Sector);
                lists.Add(new(bounds, kind, 0, product, digits, contributions, strength + sector + weight * (float)new ProductOverlap(0, 0, digits).Value));
            }
    }

    /// <summary>The sectors near enough, and how near those that are not can be. A floor of 0 admits every sector and none.</summary>
    private (Dictionary<int, double> Near, double BelowFloor) Sectors(in IntentView view)
    {
        var (model, floor) = (context.Model, context.SectorFloor);
        var proximities = new Dictionary<int, double>();
        if (floor <= 0)
            for (var sector = 0; sector <= IntentLists.NoSector(model.Sectors.Count); sector++) proximities[sector] = 0;
        foreach (var own in view.Sectors)
            foreach (var (sector, proximity) in model.NearSectors(own))
                if (!proximities.TryGetValue(sector, out var known) || proximity > known) proximities[sector] = proximity;
        var below = 0.0;
        foreach (var (sector, proximity) in proximities)
        {
            if (proximity >= floor) continue;
            below = Math.Max(below, proximity);
            proximities.Remove(sector);
        }
        return (proximities, below);
    }

    /// <summary>One code for each different beginning of so many digits.</summary>
    private static List<int> Prefixes(in IntentView view, int digits)
    {
        var prefixes = new List<int>();
        foreach (var product in view.Products)
            if (HsCode.Length(product) >= digits && (prefixes.Count == 0 || HsCode.SharedDigits(prefixes[^1], product) < digits)) prefixes.Add(product);
        return prefixes;
    }
}
