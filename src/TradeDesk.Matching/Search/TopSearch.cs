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
    private int _touched;
    private readonly int[] _places = new int[64];
    private int _placeCount;

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
            LookAtStretch(search, number, runs[0], runs[^1]);
        }
        else
        {
            for (var run = 0; run < countries.Length; run++)
                if (IsWanted(search, countries[run])) LookAtStretch(search, number, runs[run], runs[run + 1]);
        }
        Look(search, number);
    }

    private void LookAtStretch(ListSearch search, int number, int first, int end)
    {
        var shared = _words.Of(number, first, end - first);
        var each = search.List.Bounds.Words.EachForward;
        for (var i = SharedWords.Next(shared, 0, each, search.NeededText); i < shared.Length; i = SharedWords.Next(shared, i + 1, each, search.NeededText))
            LookAt(search, number, first + i);
    }

    private void GatherPlaces(ListSearch search, int number, ReadOnlySpan<int> places)
    {
        var each = search.List.Bounds.Words.EachForward;
        foreach (var place in places)
            if (SharedWords.Reaches(_words.Of(number, place), each, search.NeededText)) LookAt(search, number, place);
        Look(search, number);
    }

    private void LookAt(ListSearch search, int number, int place)
    {
        _places[_placeCount++] = place;
        if (_placeCount == _places.Length) Look(search, number);
    }

    /// <summary>Looks at some places at a time: first at all without waiting, so that the memory works on all of them at once.</summary>
    private void Look(ListSearch search, int number)
    {
        var hot = segments[number].Segment.Hot;
        var places = _places.AsSpan(0, _placeCount);
        var touched = 0;
        foreach (var place in places) touched += hot[place].Country;
        _touched += touched;
        foreach (var place in places) Gather(search, hot[place], _words.Of(number, place), number, place);
        _placeCount = 0;
    }

    /// <summary>True when peers of a country may reach the bar.</summary>
    private bool IsWanted(ListSearch search, int country) =>
        (search.Countries >> search.List.Bounds.CountryClass(country) & 1) != 0 && (_countryFilter is not { } wanted || wanted == country);

    private void Gather(ListSearch search, in HotIntent intent, int shared, int number, int place)
    {
        var bounds = search.List.Bounds;
        if (!IsWanted(search, intent.Country) || !bounds.MayPass(intent)) return;
        var highest = bounds.Highest(intent, shared, search.List.SharedWith(intent), search.List.Contributions, _least);
        if (highest >= 0) _candidates.Add(highest, number, place);
    }

    /// <summary>The most promising first: they raise the bar for the others. Their records are fetched a few at a time, because each is far away.</summary>
    private void ScoreGathered(QueryBounds asking)
    {
        _candidates.Order();
        Span<Candidate> next = stackalloc Candidate[8];
        for (int taken; (taken = _candidates.Take(_least, next)) > 0;)
        {
            foreach (var candidate in next[..taken]) _touched += segments[candidate.Segment].Segment.Touch(candidate.Place);
            foreach (var candidate in next[..taken])
            {
                if (candidate.Highest < _least) break;
                _words.Forget(candidate.Segment, candidate.Place);
                Score(asking, segments[candidate.Segment], candidate.Segment, candidate.Place);
            }
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
internal sealed record ListSearch(PlannedList List, uint Countries, int NeededText);
