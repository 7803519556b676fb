namespace TradeDesk.Matching;

/// <summary>Makes a segment of records that come in ordinal order of id.</summary>
/// <param name="model">What the lists follow.</param>
/// <param name="enterprises">How many records will come.</param>
/// <param name="bytes">How long they are together, when that is known.</param>
internal sealed class SegmentBuilder(CompiledModel model, int enterprises, int bytes = 4)
{
    /// <summary>Fewer records are not worth a second core.</summary>
    private const int FewestForTwo = 4096;

    private readonly GrowingArray<byte> _records = new(bytes);
    private readonly GrowingArray<int> _recordStarts = new(enterprises + 1);

    public void Add(ReadOnlySpan<byte> record)
    {
        _recordStarts.Add(_records.Count);
        _records.AddRange(record);
    }

    /// <summary>Builds the segment; the same whether on one core or two.</summary>
    public Segment Build(bool onTwoCores = false)
    {
        _recordStarts.Add(_records.Count);
        var (records, starts) = (_records.ToArray(), _recordStarts.ToArray());
        onTwoCores &= starts.Length > FewestForTwo;
        var intents = Read(records, starts, onTwoCores);
        var order = IntentLists.Order(intents.Entries.Items);
        var (hot, places) = (new HotIntent[order.Length], new IntentPlace[order.Length]);
        var (lists, words) = ((IntentLists?)null, (WordLists?)null);
        Run(onTwoCores, MakeWords, MakeLists);
        return new(records, starts, hot, places, lists!, words!, intents.Count);

        void MakeWords() => words = WordLists.Build(intents.Words.Items, intents.WordStarts.Items, order);

        void MakeLists()
        {
            lists = IntentLists.Build(intents, order, model.Sectors.Count);
            for (var i = 0; i < order.Length; i++)
            {
                ref readonly var entry = ref intents.Entries.Items[order[i]];
                (hot[i], places[i]) = (entry.Hot, new(entry.Enterprise, entry.Start));
            }
        }
    }

    private SegmentIntents Read(byte[] records, int[] starts, bool onTwoCores)
    {
        var (count, half) = (starts.Length - 1, onTwoCores ? (starts.Length - 1) / 2 : starts.Length - 1);
        var (first, second) = (new SegmentIntents(model, half), new SegmentIntents(model, count - half));
        Run(onTwoCores, () => first.Add(records, starts, 0, half), () => second.Add(records, starts, half, count));
        first.Append(second);
        first.WordStarts.Add(first.Words.Count);
        return first;
    }

    private static void Run(bool onTwoCores, Action one, Action other)
    {
        if (onTwoCores)
        {
            Parallel.Invoke(one, other);
            return;
        }
        one();
        other();
    }
}
