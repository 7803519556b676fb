namespace TradeDesk.Matching;

/// <summary>Makes a segment of records that come in ordinal order of id.</summary>
internal sealed class SegmentBuilder(CompiledModel model, int expectedIntents = 4)
{
    private readonly GrowingArray<byte> _records = new();
    private readonly GrowingArray<int> _recordStarts = new();
    private readonly GrowingArray<IntentEntry> _entries = new(expectedIntents);
    private readonly GrowingArray<(int Kind, int Sector, int Entry)> _extraSectors = new();
    private readonly GrowingArray<(int Kind, int Product, int Entry)> _products = new();
    private readonly GrowingArray<uint> _words = new();
    private readonly GrowingArray<int> _wordStarts = new(expectedIntents + 1);
    private readonly Scratch _scratch = new();
    private int _intentCount;

    public void Add(ReadOnlySpan<byte> record)
    {
        var start = _records.Count;
        _recordStarts.Add(start);
        _records.AddRange(record);
        _scratch.Start(record.Length);
        var reader = new RecordReader(record);
        reader.SkipText();
        var head = EnterpriseRecord.Read(ref reader, _scratch);
        _intentCount += head.IntentCount;
        if ((head.Flags & EnterpriseFlags.CanMatch) != EnterpriseFlags.CanMatch) return;
        for (var i = 0; i < head.IntentCount; i++) AddIntent(ref reader, head, start);
    }

    public Segment Build()
    {
        _recordStarts.Add(_records.Count);
        var lists = IntentLists.Build(_entries.Items, _extraSectors.Items, _products.Items, model.Sectors.Count, out var order);
        var (hot, places) = (new HotIntent[order.Length], new IntentPlace[order.Length]);
        for (var i = 0; i < order.Length; i++)
        {
            ref readonly var entry = ref _entries.Items[order[i]];
            (hot[i], places[i]) = (entry.Hot, new(entry.Enterprise, entry.Start));
        }
        _wordStarts.Add(_words.Count);
        var words = WordLists.Build(_words.Items, _wordStarts.Items, order);
        return new(_records.ToArray(), _recordStarts.ToArray(), hot, places, lists, words, _intentCount);
    }

    private void AddIntent(scoped ref RecordReader reader, scoped in EnterpriseRecord head, int recordStart)
    {
        var start = reader.Position;
        reader.Number();
        reader.SkipText();
        var view = IntentView.Of(head, IntentRecord.Read(ref reader, _scratch));
        var market = MarketBound(view);
        if (!view.Open || market == MarketVia.Refused) return;
        var entry = _entries.Count;
        foreach (var product in view.Products) _products.Add((view.Kind, product, entry));
        var (first, several) = AddSectors(view, entry);
        var hot = new HotIntent(view, market, several ? HotIntent.SeveralSectors : first);
        AddWords(view, hot);
        _entries.Add(new(hot, view.Kind, first, _recordStarts.Count - 1, recordStart + start));
    }

    /// <summary>The first sector of the tree, which places the intent; the others become further lists.</summary>
    private (int First, bool Several) AddSectors(in IntentView view, int entry)
    {
        var (first, several) = (IntentLists.NoSector(model.Sectors.Count), false);
        foreach (var sector in view.Sectors)
        {
            if (sector >= model.Sectors.Count) continue;
            if (first == IntentLists.NoSector(model.Sectors.Count))
            {
                first = sector;
                continue;
            }
            several = true;
            _extraSectors.Add((view.Kind, sector, entry));
        }
        return (first, several);
    }

    private void AddWords(in IntentView view, in HotIntent hot)
    {
        _wordStarts.Add(_words.Count);
        var each = hot.AskWeight == 0 ? 0 : TextShare.Step(TextShare.Telling, hot.AskWeight);
        AddWords(view.IntentWords, [], each);
        AddWords(view.EnterpriseWords, view.IntentWords, view.IntentWords.IsEmpty ? each : 0);
        if (TextShare.AsksMostlyCommon(hot.AskedCommon, hot.AskWeight))
            _words.Add(WordLists.MostlyCommon << TextShare.StepBits | (uint)TextShare.Step(hot.AskedCommon, hot.AskWeight));
    }

    private void AddWords(ReadOnlySpan<int> words, ReadOnlySpan<int> except, int step)
    {
        foreach (var word in words)
            if (TextOverlap.IsTelling(word) && !SortedSet.Contains(except, word)) _words.Add((uint)(WordLists.Key(word) << TextShare.StepBits | step));
    }

    /// <summary>Every home enterprise is of the same country, so what foreign intents think of it is known for good.</summary>
    private MarketVia MarketBound(in IntentView view)
    {
        if (!view.Home) return MarketFit.Via(view, new IntentView { Country = model.HomeCountry }, model);
        if (!view.Accept.IsEmpty) return MarketVia.Country;
        return view.ExportsTo.IsEmpty ? MarketVia.Open : MarketVia.ExportsTo;
    }
}

/// <summary>An intent on its way into a segment.</summary>
internal readonly record struct IntentEntry(HotIntent Hot, int Kind, int Sector, int Enterprise, int Start);

/// <summary>Where the records hold an intent: its enterprise's number and the first byte of the intent.</summary>
internal readonly record struct IntentPlace(int Enterprise, int Start);
