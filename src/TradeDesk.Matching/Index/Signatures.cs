namespace TradeDesk.Matching;

/// <summary>
/// Sets folded into a few bits. Two sets that share an element share its bit, so no common bit proves that they share nothing;
/// the reverse does not hold, therefore signatures serve for upper bounds only.
/// </summary>
internal static class Signatures
{
    private const int FullBits = 28;
    private const int HeadingBits = 20;
    private const int ChapterBits = 16;

    /// <summary>Languages from the 16th on share the bits of the first.</summary>
    public static ushort Languages(ReadOnlySpan<int> languages)
    {
        var bits = 0;
        foreach (var language in languages) bits |= 1 << (language & 15);
        return (ushort)bits;
    }

    public static ulong WordBit(int word) => 1UL << (int)((uint)(word >> 2) * 0x9E3779B1u >> 26);

    public static ushort Certificates(ReadOnlySpan<int> certificates)
    {
        var bits = 0;
        foreach (var certificate in certificates) bits |= 1 << (certificate & 15);
        return (ushort)bits;
    }

    /// <summary>A signature of 16 bits in 8.</summary>
    public static byte Half(ushort signature) => (byte)(signature | signature >> 8);

    /// <summary>Telling words only: common ones weigh little and would fill the bits.</summary>
    public static ulong Words(ReadOnlySpan<int> words)
    {
        var bits = 0UL;
        foreach (var word in words)
            if (TextOverlap.IsTelling(word)) bits |= WordBit(word);
        return bits;
    }

    /// <summary>Three fields in one: codes of six digits, headings of four, chapters of two.</summary>
    public static ulong Products(ReadOnlySpan<int> products) => Full(products) | Headings(products) | Chapters(products);

    public static ulong Full(ReadOnlySpan<int> products) => Fold(products, 6, 0, FullBits);

    public static ulong Headings(ReadOnlySpan<int> products) => Fold(products, 4, FullBits, HeadingBits);

    public static ulong Chapters(ReadOnlySpan<int> products) => Fold(products, 2, FullBits + HeadingBits, ChapterBits);

    private static ulong Fold(ReadOnlySpan<int> products, int digits, int firstBit, int bits)
    {
        var folded = 0UL;
        foreach (var product in products)
            if (HsCode.Length(product) >= digits)
                folded |= 1UL << firstBit + (int)((ulong)((uint)(product >> 4 * (6 - digits)) * 0x9E3779B1u) * (uint)bits >> 32);
        return folded;
    }
}
