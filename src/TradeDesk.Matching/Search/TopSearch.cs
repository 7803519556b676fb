namespace TradeDesk.Matching;

/// <summary>
/// Exact best peers. Candidates whose upper bound is below the worst of the best so far are never scored; lists come in
/// the order of their bounds, so the search ends at the first list that cannot help (MaxScore, Turtle and Flood 1995).
/// A pair met twice is scored twice and changes nothing.
/// </summary>
internal sealed class TopSearch(CompiledQuery query, LiveSegment[] segments)
{
    private readonly TopCollector _best = new(query.Source.Limit, query.Source.Lot);
    private readonly Candidates _candidates = new();
    private readonly Scratch _scratch = new();
    private readonly int? _countryFilter = query.Country is { } country ? Math.Min(country, HotIntent.OtherCountry) : null;
    private float _least;

    public IReadOnlyList<ScoredMatch> Run()
    {
        QueryBounds[] asking = [.. query.Intents.Where(IsOpen).Select(intent => new QueryBounds(query, intent))];
        Raise();
        var plan = new SearchPlan(query.Context).Make(asking);
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
        foreach (var intent in query.Intents.Where(IsOpen))
        {
            var asking = new QueryBounds(query, intent);
            for (var number = 0; number < segments.Length; number++)
                for (var place = 0; place < segments[number].Segment.Hot.Length; place++)
                    Score(asking, segments[number], number, place);
        }
        return _best.Ranked();
    }

    private bool IsOpen(CompiledIntent intent) => intent.Open && intent.ValidFrom <= query.Context.On && query.Context.On <= intent.ValidUntil;

    /// <summary>The bar a bound must reach: the worst of the best so far, and what was asked for.</summary>
    private void Raise() => _least = (float)Math.Max(_best.Threshold, query.MinScore) - QueryBounds.Slack;

    private void Search(PlannedList list)
    {
        var reaching = list.Bounds.Reaching(list.Most, _least);
        if (reaching == 0) return;
        for (var number = 0; number < segments.Length; number++)
        {
            var lists = segments[number].Segment.Lists;
            if (list.IsOfProduct) GatherPlaces(list, reaching, number, lists.OfProduct(list.Kind, list.Product, list.Digits));
            else if (lists.TryGet(list.Kind, list.Sector, out var sector))
            {
                GatherRuns(list, reaching, number, lists.Runs(sector), lists.RunCountries(sector));
                GatherPlaces(list, reaching, number, lists.Extras(sector));
            }
        }
        ScoreGathered(list.Bounds);
    }

    private void GatherRuns(PlannedList list, uint reaching, int number, ReadOnlySpan<int> runs, ReadOnlySpan<ushort> countries)
    {
        var hot = segments[number].Segment.Hot;
        for (var run = 0; run < countries.Length; run++)
        {
            if (!IsWanted(list, reaching, countries[run], out var country)) continue;
            for (var place = runs[run]; place < runs[run + 1]; place++) Gather(list, hot[place], number, place, country);
        }
    }

    private void GatherPlaces(PlannedList list, uint reaching, int number, ReadOnlySpan<int> places)
    {
        var hot = segments[number].Segment.Hot;
        foreach (var place in places)
        {
            ref readonly var intent = ref hot[place];
            if (IsWanted(list, reaching, intent.Country, out var country)) Gather(list, intent, number, place, country);
        }
    }

    /// <summary>True when peers of a country may reach the bar; tells what the country adds to both directions.</summary>
    private bool IsWanted(PlannedList list, uint reaching, int country, out CountryBound bound)
    {
        var countries = list.Bounds.CountryClass(country);
        bound = list.Bounds.OfClass(countries);
        return (reaching >> countries & 1) != 0 && (_countryFilter is not { } wanted || wanted == country);
    }

    private void Gather(PlannedList list, in HotIntent intent, int number, int place, CountryBound country)
    {
        if (!list.Bounds.MayPass(intent)) return;
        var highest = list.Bounds.Highest(intent, list.SharedWith(intent), country, _least);
        if (highest >= 0) _candidates.Add(highest, number, place);
    }

    /// <summary>The most promising first: they raise the bar for the others.</summary>
    private void ScoreGathered(QueryBounds asking)
    {
        foreach (var (highest, number, place) in _candidates.Falling())
        {
            if (highest < _least) break;
            Score(asking, segments[number], number, place);
        }
        _candidates.Clear();
    }

    private void Score(QueryBounds asking, LiveSegment live, int number, int place)
    {
        var (segment, enterprise) = (live.Segment, live.Segment.EnterpriseOf(place));
        if (!live.IsLive(enterprise)) return;
        var head = segment.Head(enterprise, _scratch);
        if (!query.Admits(head)) return;
        var peer = segment.View(place, head, _scratch);
        var self = asking.View;
        var fit = PairFit.Of(self, peer, query.Context);
        if (!query.AdmitsIntent(peer) || !IntentRules.Allow(self, peer, fit, query.Context)) return;
        var score = PairScorer.Score(self, peer, fit, query.Context);
        if (score.Score < query.MinScore || score.Score < _best.Threshold) return;
        var id = segment.Id(enterprise);
        if (!query.AdmitsId(id)) return;
        _best.Offer(new(number, enterprise), score.Between(id, asking.Intent.Id, segment.IntentId(place)));
        Raise();
    }
}
