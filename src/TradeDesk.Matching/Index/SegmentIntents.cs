namespace TradeDesk.Matching;

/// <summary>The intents of a segment on their way into its lists, in the order of the records; only those that can match at all.</summary>
internal sealed class SegmentIntents(CompiledModel model, int expected)
{
    private readonly Scratch _scratch = new();

    public GrowingArray<IntentEntry> Entries { get; } = new(expected);

    /// <summary>Sectors beside the first.</summary>
    public GrowingArray<(int Kind, int Sector, int Entry)> ExtraSectors { get; } = new();

    public GrowingArray<(int Kind, int Product, int Entry)> Products { get; } = new();

    /// <summary>For each entry in turn the words as <see cref="WordLists"/> wants them.</summary>
    public GrowingArray<uint> Words { get; } = new(expected);

    /// <summary>Where the words of each entry begin.</summary>
    public GrowingArray<int> WordStarts { get; } = new(expected);

    /// <summary>How many intents the records hold, also those that cannot match.</summary>
    public int Count { get; private set; }

    /// <summary>Adds the intents of the enterprises from one number to another.</summary>
    public void Add(byte[] records, int[] starts, int first, int end)
    {
        for (var enterprise = first; enterprise < end; enterprise++) Add(records, enterprise, starts[enterprise], starts[enterprise + 1]);
    }

    /// <summary>Adds the intents of the records that follow.</summary>
    public void Append(SegmentIntents following)
    {
        var (entries, words) = (Entries.Count, Words.Count);
        Count += following.Count;
        Entries.AddRange(following.Entries.Items);
        Words.AddRange(following.Words.Items);
        foreach (var start in following.WordStarts.Items) WordStarts.Add(words + start);
        foreach (var (kind, sector, entry) in following.ExtraSectors.Items) ExtraSectors.Add((kind, sector, entries + entry));
        foreach (var (kind, product, entry) in following.Products.Items) Products.Add((kind, product, entries + entry));
    }

    private void Add(byte[] records, int enterprise, int start, int end)
    {
        _scratch.Start(end - start);
        var reader = new RecordReader(records.AsSpan(start..end));
        reader.SkipText();
        var head = EnterpriseRecord.Read(ref reader, _scratch);
        Count += head.IntentCount;
        if ((head.Flags & EnterpriseFlags.CanMatch) != EnterpriseFlags.CanMatch) return;
        for (var i = 0; i < head.IntentCount; i++) Add(ref reader, head, enterprise, start);
    }

    private void Add(scoped ref RecordReader reader, scoped in EnterpriseRecord head, int enterprise, int recordStart)
    {
        var start = reader.Position;
        reader.Number();
        reader.SkipText();
        var view = IntentView.Of(head, IntentRecord.Read(ref reader, _scratch));
        var market = MarketBound(view);
        if (!view.Open || market == MarketVia.Refused) return;
        var entry = Entries.Count;
        foreach (var product in view.Products) Products.Add((view.Kind, product, entry));
        var (first, several) = AddSectors(view, entry);
        var hot = new HotIntent(view, market, several ? HotIntent.SeveralSectors : first);
        AddWords(view, hot);
        Entries.Add(new(hot, view.Kind, first, enterprise, recordStart + start));
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
            ExtraSectors.Add((view.Kind, sector, entry));
        }
        return (first, several);
    }

    private void AddWords(in IntentView view, in HotIntent hot)
    {
        WordStarts.Add(Words.Count);
        var each = hot.AskWeight == 0 ? 0 : TextShare.Step(TextShare.Telling, hot.AskWeight);
        AddWords(view.IntentWords, [], each);
        AddWords(view.EnterpriseWords, view.IntentWords, view.IntentWords.IsEmpty ? each : 0);
        if (TextShare.AsksMostlyCommon(hot.AskedCommon, hot.AskWeight))
            Words.Add(WordLists.MostlyCommon << TextShare.StepBits | (uint)TextShare.Step(hot.AskedCommon, hot.AskWeight));
    }

    private void AddWords(ReadOnlySpan<int> words, ReadOnlySpan<int> except, int step)
    {
        foreach (var word in words)
            if (TextOverlap.IsTelling(word) && !SortedSet.Contains(except, word)) Words.Add((uint)(WordLists.Key(word) << TextShare.StepBits | step));
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
