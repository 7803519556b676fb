namespace TradeDesk.Matching;

/// <summary>Sorts positions by keys of a known number of bits; stable.</summary>
internal static class RadixSort
{
    private const int DigitBits = 11;
    private const int Mask = (1 << DigitBits) - 1;
    private const int FewestForRadix = 2048;

    /// <summary>The positions 0..n-1 in the order of their keys.</summary>
    public static int[] Order(ReadOnlySpan<ulong> keys, int bits)
    {
        var (order, sorted) = (new int[keys.Length], keys.ToArray());
        for (var i = 0; i < order.Length; i++) order[i] = i;
        if (keys.Length < FewestForRadix)
        {
            Array.Sort(sorted, order);
            return order;
        }
        var (otherOrder, otherKeys) = (new int[keys.Length], new ulong[keys.Length]);
        for (var shift = 0; shift < bits; shift += DigitBits)
        {
            Pass(sorted, order, otherKeys, otherOrder, shift);
            (sorted, otherKeys) = (otherKeys, sorted);
            (order, otherOrder) = (otherOrder, order);
        }
        return order;
    }

    /// <summary>The keys in order; those equal from a bit on must come in order already.</summary>
    public static ulong[] Sort(ulong[] keys, int firstBit)
    {
        if (keys.Length < FewestForRadix)
        {
            Array.Sort(keys);
            return keys;
        }
        var (other, all) = (new ulong[keys.Length], 0UL);
        foreach (var key in keys) all |= key;
        for (var shift = firstBit; shift < 64 && all >> shift != 0; shift += DigitBits)
        {
            Pass(keys, other, shift);
            (keys, other) = (other, keys);
        }
        return keys;
    }

    private static void Pass(ulong[] keys, ulong[] to, int shift)
    {
        var places = Places(keys, shift);
        foreach (var key in keys) to[places[(int)(key >> shift & Mask)]++] = key;
    }

    private static void Pass(ulong[] keys, int[] order, ulong[] toKeys, int[] toOrder, int shift)
    {
        var places = Places(keys, shift);
        for (var i = 0; i < keys.Length; i++)
        {
            var place = places[(int)(keys[i] >> shift & Mask)]++;
            (toKeys[place], toOrder[place]) = (keys[i], order[i]);
        }
    }

    /// <summary>Where the keys of each digit begin.</summary>
    private static int[] Places(ulong[] keys, int shift)
    {
        var places = new int[Mask + 2];
        foreach (var key in keys) places[(int)(key >> shift & Mask) + 1]++;
        for (var i = 1; i < places.Length; i++) places[i] += places[i - 1];
        return places;
    }
}
