using System.Numerics;

namespace TradeDesk.Matching;

/// <summary>
/// HS codes as numbers: four bits for each of six digits, from the left, digit + 1, 0 for none. Numbers sort as the texts do
/// and the digits in common are the leading equal groups of four bits.
/// </summary>
internal static class HsCode
{
    private const int MostDigits = 6;

    /// <summary>The number of a code of 2 or more digits, cut to 6; 0 for another text.</summary>
    public static int Parse(string text) => ParsePrefix(text.Length > MostDigits ? text[..MostDigits] : text, 2);

    /// <summary>The number of a prefix of at least so many digits; 0 for another text.</summary>
    public static int ParsePrefix(string text, int fewestDigits = 1)
    {
        if (text.Length < fewestDigits || text.Length > MostDigits) return 0;
        var code = 0;
        foreach (var character in text)
        {
            if (!char.IsAsciiDigit(character)) return 0;
            code = code << 4 | character - '0' + 1;
        }
        return code << 4 * (MostDigits - text.Length);
    }

    public static string Text(int code)
    {
        Span<char> text = stackalloc char[MostDigits];
        var length = Length(code);
        for (var i = 0; i < length; i++) text[i] = (char)('0' + (code >> 4 * (MostDigits - 1 - i) & 15) - 1);
        return new string(text[..length]);
    }

    public static int Length(int code) => code == 0 ? 0 : MostDigits - BitOperations.TrailingZeroCount(code) / 4;

    /// <summary>First two digits, 0..99.</summary>
    public static int Chapter(int code) => ((code >> 20 & 15) - 1) * 10 + (code >> 16 & 15) - 1;

    public static int SharedDigits(int a, int b)
    {
        var difference = (uint)(a ^ b);
        var shared = difference == 0 ? MostDigits : (BitOperations.LeadingZeroCount(difference) - 8) / 4;
        return Math.Min(shared, Math.Min(Length(a), Length(b)));
    }

    public static bool IsUnder(int code, int prefix) => SharedDigits(code, prefix) >= Length(prefix);
}
