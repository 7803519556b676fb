namespace TradeDesk.Matching;

/// <summary>
/// For each telling word the places of the intents that give it, each with the step of <see cref="TextShare"/> that the word is
/// of what the intent asks for, 0 when it does not ask for it. Places come in list order, so those of a kind are a stretch.
/// </summary>
internal sealed class WordLists
{
    /// <summary>In the place of a word: the intents that ask mostly for common words, with the step of all these together.</summary>
    public const int MostlyCommon = 0;

    private readonly int[] _words;
    private readonly int[] _starts;
    private readonly uint[] _entries;

    private WordLists(int[] words, int[] starts, uint[] entries) => (_words, _starts, _entries) = (words, starts, entries);

    /// <summary>The number of a telling word in these lists.</summary>
    public static int Key(int word) => (word >> 2) + 1;

    public static int Place(uint entry) => (int)(entry >> TextShare.StepBits);

    public static int Step(uint entry) => (int)(entry & (1 << TextShare.StepBits) - 1);

    /// <summary>The entries of a word within a stretch of places.</summary>
    public ReadOnlySpan<uint> Of(int key, Range places)
    {
        var word = _words.AsSpan().BinarySearch(key);
        if (word < 0) return [];
        var entries = _entries.AsSpan(_starts[word].._starts[word + 1]);
        var first = LowerBound(entries, places.Start.Value);
        return entries[first..][..LowerBound(entries[first..], places.End.Value)];
    }

    /// <summary>Builds the lists.</summary>
    /// <param name="words">For each intent in turn its words: key and step.</param>
    /// <param name="starts">Where the words of each intent begin, and behind the last where they end.</param>
    /// <param name="order">The intents in list order.</param>
    public static WordLists Build(ReadOnlySpan<uint> words, ReadOnlySpan<int> starts, int[] order)
    {
        var (keys, count) = (new ulong[words.Length], 0);
        for (var place = 0; place < order.Length; place++)
            foreach (var word in words[starts[order[place]]..starts[order[place] + 1]])
                keys[count++] = (ulong)(word >> TextShare.StepBits) << 32 | (uint)place << TextShare.StepBits | (uint)Step(word);
        keys = RadixSort.Sort(keys, 32);
        var (distinct, ends, entries) = (new GrowingArray<int>(), new GrowingArray<int>(), new uint[count]);
        for (var i = 0; i < count; i++)
        {
            entries[i] = (uint)keys[i];
            if (i > 0 && keys[i] >> 32 == keys[i - 1] >> 32) continue;
            distinct.Add((int)(keys[i] >> 32));
            ends.Add(i);
        }
        ends.Add(count);
        return new(distinct.Items.ToArray(), ends.Items.ToArray(), entries);
    }

    private static int LowerBound(ReadOnlySpan<uint> entries, int place)
    {
        var (low, high) = (0, entries.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (Place(entries[middle]) < place) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
