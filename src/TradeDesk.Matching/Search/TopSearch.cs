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
    private readonly SharedWords _words = new(segments);
    private float _least;

    public IReadOnlyList<ScoredMatch> Run()
    {
        QueryBounds[] asking = [.. query.Intents.Where(IsOpen).Select(intent => new QueryBounds(query, intent))];
        Raise();
        foreach (var kind in new SearchPlan(query.Context).Make(asking))
        {
            if (kind.Best < _least) break;
            _words.Count(kind.Kind, kind.Bounds.Words);
            foreach (var list in kind.Lists)
            {
                if (list.Best < _least) break;
                Search(list);
            }
        }
        _words.Release();
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
        var search = new ListSearch(list, list.Bounds.Reaching(list.Most, _least), list.Bounds.NeededText(list.Most, _least));
        if (search.Countries == 0) return;
        for (var number = 0; number < segments.Length; number++)
        {
            var lists = segments[number].Segment.Lists;
            if (list.IsOfProduct) GatherPlaces(search, number, lists.OfProduct(list.Kind, list.Product, list.Digits));
            else if (lists.TryGet(list.Kind, list.Sector, out var sector))
            {
                GatherRuns(search, number, lists.Runs(sector), lists.RunCountries(sector));
                GatherPlaces(search, number, lists.Extras(sector));
            }
        }
        ScoreGathered(list.Bounds);
    }

    /// <summary>When words must be shared, only intents that share them are looked at; else those of the countries that reach.</summary>
    private void GatherRuns(ListSearch search, int number, ReadOnlySpan<int> runs, ReadOnlySpan<ushort> countries)
    {
        if (countries.IsEmpty) return;
        if (search.NeededText > 0 && _countryFilter is null)
        {
            GatherStretch(search, number, runs[0], runs[^1]);
            return;
        }
        for (var run = 0; run < countries.Length; run++)
            if (IsWanted(search, countries[run], out _)) GatherStretch(search, number, runs[run], runs[run + 1]);
    }

    private void GatherStretch(ListSearch search, int number, int first, int end)
    {
        var hot = segments[number].Segment.Hot;
        var shared = _words.Of(number, first, end - first);
        var each = search.List.Bounds.Words.EachForward;
        for (var i = SharedWords.Next(shared, 0, each, search.NeededText); i < shared.Length; i = SharedWords.Next(shared, i + 1, each, search.NeededText))
            Gather(search, hot[first + i], shared[i], number, first + i);
    }

    private void GatherPlaces(ListSearch search, int number, ReadOnlySpan<int> places)
    {
        var hot = segments[number].Segment.Hot;
        var each = search.List.Bounds.Words.EachForward;
        foreach (var place in places)
        {
            var shared = _words.Of(number, place);
            if (SharedWords.Reaches(shared, each, search.NeededText)) Gather(search, hot[place], shared, number, place);
        }
    }

    /// <summary>True when peers of a country may reach the bar; tells what the country adds to both directions.</summary>
    private bool IsWanted(ListSearch search, int country, out CountryBound bound)
    {
        var countries = search.List.Bounds.CountryClass(country);
        bound = search.List.Bounds.OfClass(countries);
        return (search.Countries >> countries & 1) != 0 && (_countryFilter is not { } wanted || wanted == country);
    }

    private void Gather(ListSearch search, in HotIntent intent, int shared, int number, int place)
    {
        var bounds = search.List.Bounds;
        if (!IsWanted(search, intent.Country, out var country) || !bounds.MayPass(intent)) return;
        var highest = bounds.Highest(intent, shared, search.List.SharedWith(intent), search.List.Contributions, country, _least);
        if (highest >= 0) _candidates.Add(highest, number, place);
    }

    /// <summary>The most promising first: they raise the bar for the others.</summary>
    private void ScoreGathered(QueryBounds asking)
    {
        _candidates.Order();
        while (_candidates.TryTake(_least, out var candidate))
        {
            _words.Forget(candidate.Segment, candidate.Place);
            Score(asking, segments[candidate.Segment], candidate.Segment, candidate.Place);
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

/// <summary>A planned list with what a peer in it needs to reach the bar: a country of these classes, so much text.</summary>
internal readonly record struct ListSearch(PlannedList List, uint Countries, int NeededText);
