namespace TradeDesk.Matching;

/// <summary>
/// Exact best peers. Candidates whose upper bound is below the worst of the best so far are never scored; lists come in
/// the order of their bounds, so the search ends at the first list that cannot help (MaxScore, Turtle and Flood 1995).
/// A pair met twice is scored twice and changes nothing.
/// </summary>
internal sealed class TopSearch(CompiledQuery query, LiveSegment[] segments)
{
    /// <summary>So many peers with the very same product are scored first: they set a bar that spares most others.</summary>
    private const int WarmUp = 64;

    private readonly TopCollector _best = new(query.Source.Limit);
    private readonly Scratch _scratch = new();
    private readonly int? _countryFilter = query.Country is { } country ? Math.Min(country, HotIntent.OtherCountry) : null;
    private float _least;

    public IReadOnlyList<ScoredMatch> Run()
    {
        QueryBounds[] asking = [.. query.Intents.Where(intent => intent.Open).Select(intent => new QueryBounds(query, intent))];
        Raise();
        var plan = new SearchPlan(query, segments).Make(asking);
        foreach (var list in plan)
            if (list.IsOfProduct) Warm(list);
        foreach (var list in plan)
        {
            if (list.Best < _least) break;
            Search(list);
        }
        return _best.Ranked();
    }

    /// <summary>The same answer without lists and bounds.</summary>
    public IReadOnlyList<ScoredMatch> Scan()
    {
        foreach (var intent in query.Intents)
        {
            var asking = new QueryBounds(query, intent);
            for (var number = 0; number < segments.Length; number++)
                for (var place = 0; place < segments[number].Segment.Hot.Length; place++)
                    Score(asking, segments[number], number, place);
        }
        return _best.Ranked();
    }

    /// <summary>The bar a bound must reach: the worst of the best so far, and what was asked for.</summary>
    private void Raise() => _least = (float)Math.Max(_best.Threshold, query.MinScore) - QueryBounds.Slack;

    private void Warm(PlannedList list)
    {
        var segment = segments[list.Segment];
        foreach (var product in list.Bounds.View.Products)
        {
            if (HsCode.SharedDigits(product, list.Product) < 2) continue;
            var places = segment.Segment.Lists.OfProduct(list.Kind, product, HsCode.Length(product) & ~1);
            SearchPlaces(list with { Shared = 1 }, segment, places[..Math.Min(WarmUp, places.Length)]);
        }
    }

    private void Search(PlannedList list)
    {
        var segment = segments[list.Segment];
        var lists = segment.Segment.Lists;
        if (list.IsOfProduct)
        {
            SearchPlaces(list, segment, lists.OfProduct(list.Kind, list.Product, 2));
            return;
        }
        lists.TryGet(list.Kind, list.Sector, out var sector);
        SearchRuns(list, segment, lists.Runs(sector));
        SearchPlaces(list, segment, lists.Extras(sector));
    }

    private void SearchRuns(PlannedList list, LiveSegment segment, ReadOnlySpan<int> runs)
    {
        var hot = segment.Segment.Hot;
        for (var run = 0; run < runs.Length - 1; run++)
        {
            int country = hot[runs[run]].Country;
            if (!IsWanted(list, country, out var forward, out var backward)) continue;
            for (var place = runs[run]; place < runs[run + 1]; place++)
                if (list.Bounds.MayReach(hot[place], list.Shared, forward, backward, _least)) Score(list.Bounds, segment, list.Segment, place);
        }
    }

    private void SearchPlaces(PlannedList list, LiveSegment segment, ReadOnlySpan<int> places)
    {
        var hot = segment.Segment.Hot;
        foreach (var place in places)
            if (IsWanted(list, hot[place].Country, out var forward, out var backward)
                && list.Bounds.MayReach(hot[place], list.Shared, forward, backward, _least)) Score(list.Bounds, segment, list.Segment, place);
    }

    /// <summary>True when peers of a country may reach the bar; tells what the country adds to both directions.</summary>
    private bool IsWanted(PlannedList list, int country, out float forward, out float backward)
    {
        (forward, backward) = (0, 0);
        if (_countryFilter is { } wanted && wanted != country) return false;
        var known = list.Bounds.Country(country);
        if (known < 0) return false;
        var preference = list.Bounds.Preference(country);
        forward = known + list.Bounds.Weight(Factor.Capability);
        backward = preference + list.Bounds.Backward;
        return list.Bounds.CountryMayReach(list.Shared, known, preference, _least);
    }

    private void Score(QueryBounds asking, LiveSegment live, int number, int place)
    {
        var (segment, enterprise) = (live.Segment, live.Segment.EnterpriseOf(place));
        if (!live.IsLive(enterprise)) return;
        var head = segment.Head(enterprise, _scratch);
        if (!query.Admits(head)) return;
        var peer = segment.View(place, head, _scratch);
        var self = asking.View;
        if (!query.IsInSector(peer) || !IntentRules.Allow(self, peer, query.Context)) return;
        var score = PairScorer.Score(self, peer, query.Context);
        if (score.Score < query.MinScore || score.Score < _best.Threshold) return;
        var id = segment.Id(enterprise);
        if (!query.AdmitsId(id)) return;
        _best.Offer(new(number, enterprise), score.Between(id, asking.Intent.Id, segment.IntentId(place)));
        Raise();
    }
}
