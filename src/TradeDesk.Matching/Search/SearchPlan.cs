namespace TradeDesk.Matching;

/// <summary>One list to search for one asking intent, with the highest score any of its intents can have.</summary>
internal readonly record struct PlannedList(QueryBounds Bounds, int Segment, int Kind, int Sector, int Product, float Shared, float Best)
{
    /// <summary>True for the list of a chapter, which finds what a shared product lets in though no sector is near.</summary>
    public bool IsOfProduct => Product != 0;
}

/// <summary>Which lists can hold matches of the asking intents, the most promising first.</summary>
internal sealed class SearchPlan(CompiledQuery query, LiveSegment[] segments)
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
        for (var kind = 0; kind < ComplementTable.KindCount; kind++)
        {
            var complement = query.Context.Model.Complements.Strength(bounds.Intent.Kind, kind);
            if (complement <= 0) continue;
            var strength = (float)complement * bounds.Weight(Factor.Intent);
            foreach (var (sector, proximity) in sectors) AddAll(bounds, kind, sector, 0, strength + proximity * bounds.Weight(Factor.Sector));
            foreach (var chapter in chapters) AddAll(bounds, kind, 0, chapter, strength + belowFloor * bounds.Weight(Factor.Sector));
        }
    }

    private void AddAll(QueryBounds bounds, int kind, int sector, int product, float shared)
    {
        var best = bounds.Highest(shared);
        for (var segment = 0; segment < segments.Length; segment++)
            if (product != 0 || segments[segment].Segment.Lists.TryGet(kind, sector, out _))
                _lists.Add(new(bounds, segment, kind, sector, product, shared, best));
    }

    /// <summary>The sectors near enough, and how near those that are not can be. A floor of 0 admits every sector and none.</summary>
    private (List<(int Sector, float Proximity)> Near, float BelowFloor) Sectors(in IntentView view)
    {
        var (near, below, tree) = (new List<(int, float)>(), 0f, query.Context.Model.Sectors);
        for (var sector = 0; sector < tree.Count; sector++)
        {
            var proximity = SectorTree.Proximity(SectorNearness.Best(view.Sectors, [sector], tree));
            if (proximity >= query.Context.SectorFloor) near.Add((sector, (float)proximity));
            else below = Math.Max(below, (float)proximity);
        }
        if (query.Context.SectorFloor <= 0) near.Add((IntentLists.NoSector(tree.Count), 0));
        return (near, below);
    }

    private static List<int> Chapters(in IntentView view)
    {
        var chapters = new List<int>();
        foreach (var product in view.Products)
            if (chapters.Count == 0 || HsCode.SharedDigits(chapters[^1], product) < 2) chapters.Add(product);
        return chapters;
    }
}
