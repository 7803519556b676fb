namespace TradeDesk.Matching;

/// <summary>Upper bounds of factor text from signatures; weights in fifths, so that a common word counts one.</summary>
internal static class TextBound
{
    private const int Telling = 5;
    private const int Enough = 6 * Telling;

    private static readonly float[] Shares = [0, .. Enumerable.Range(1, Enough).Select(weight => 1f / weight)];

    /// <summary>Weight of the words, at most 30: more changes nothing.</summary>
    public static byte AskWeight(ReadOnlySpan<int> words)
    {
        var weight = 0;
        foreach (var word in words) weight += TextOverlap.IsTelling(word) ? Telling : word & 1;
        return (byte)Math.Min(weight, Enough);
    }

    /// <summary>Weight of the common words, and of telling ones that share a bit of the signature with another.</summary>
    public static byte Hidden(ReadOnlySpan<int> words, WordSignature signature)
    {
        var (telling, common) = (0, 0);
        foreach (var word in words)
        {
            if (TextOverlap.IsTelling(word)) telling++;
            else common += word & 1;
        }
        return (byte)Math.Min(byte.MaxValue, (telling - signature.Bits) * Telling + common);
    }

    /// <summary>Upper bound, 0..1, when so many bits of the asked words are among the given ones.</summary>
    public static float Of(int sharedBits, int askWeight, int hiddenAsks) =>
        Math.Min(1, (sharedBits * Telling + hiddenAsks) * Shares[askWeight]);
}
