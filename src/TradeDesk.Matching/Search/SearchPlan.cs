namespace TradeDesk.Matching;

/// <summary>One list to search for one asking intent, in every segment, with the highest score any of its intents can have.</summary>
internal sealed record PlannedList(QueryBounds Bounds, int Kind, int Sector, int Product, float Shared)
{
    public float Best { get; } = Bounds.Highest(Shared);

    /// <summary>True for the list of a chapter, which finds what a shared product lets in though no sector is near.</summary>
    public bool IsOfProduct => Product != 0;
}

/// <summary>Which lists can hold matches of the asking intents, the most promising first.</summary>
internal sealed class SearchPlan(ScoringContext context)
{
    private readonly List<PlannedList> _lists = [];

    public List<PlannedList> Make(IEnumerable<QueryBounds> asking)
    {
        foreach (var bounds in asking) Add(bounds);
        _lists.Sort((a, b) => b.Best.CompareTo(a.Best));
        return _lists;
    }

    private void Add(QueryBounds bounds)
    {
        var (sectors, belowFloor) = Sectors(bounds.View);
        var chapters = Chapters(bounds.View);
        foreach (var (kind, complement) in context.Model.ComplementsOfKind(bounds.Intent.Kind))
        {
            var strength = (float)complement * bounds.Weight(Factor.Intent);
            foreach (var (sector, proximity) in sectors)
                _lists.Add(new(bounds, kind, sector, 0, strength + (float)proximity * bounds.Weight(Factor.Sector)));
            foreach (var chapter in chapters)
                _lists.Add(new(bounds, kind, 0, chapter, strength + (float)belowFloor * bounds.Weight(Factor.Sector)));
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

    private static List<int> Chapters(in IntentView view)
    {
        var chapters = new List<int>();
        foreach (var product in view.Products)
            if (chapters.Count == 0 || HsCode.SharedDigits(chapters[^1], product) < 2) chapters.Add(product);
        return chapters;
    }
}
