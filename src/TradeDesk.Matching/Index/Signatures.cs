namespace TradeDesk.Matching;

/// <summary>
/// Sets folded into a few bits. Two sets that share an element share its bit, so no common bit proves that they share nothing;
/// the reverse does not hold, therefore signatures serve for upper bounds only.
/// </summary>
internal static class Signatures
{
    /// <summary>Languages from the 16th on share the bits of the first.</summary>
    public static ushort Languages(ReadOnlySpan<int> languages)
    {
        var bits = 0;
        foreach (var language in languages) bits |= 1 << (language & 15);
        return (ushort)bits;
    }

    public static ushort Certificates(ReadOnlySpan<int> certificates)
    {
        var bits = 0;
        foreach (var certificate in certificates) bits |= 1 << (certificate & 15);
        return (ushort)bits;
    }

    /// <summary>A signature of 16 bits in 8.</summary>
    public static byte Half(ushort signature) => (byte)(signature | signature >> 8);

    /// <summary>HS chapters; those from the 64th on share the bits of the first.</summary>
    public static ulong Chapters(ReadOnlySpan<int> products)
    {
        var bits = 0UL;
        foreach (var product in products) bits |= 1UL << HsCode.Chapter(product);
        return bits;
    }
}
