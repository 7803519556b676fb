using System.Numerics;

namespace TradeDesk.Matching;

/// <summary>Upper bounds of factor text from signatures.</summary>
internal static class TextBound
{
    private const int StepsPerWord = 5;

    /// <summary>Telling words times five plus common words, at most 30: more weight changes nothing.</summary>
    public static byte AskWeight(ReadOnlySpan<int> words)
    {
        var steps = 0;
        foreach (var word in words) steps += (word & 3) >> 1 == 1 ? StepsPerWord : word & 1;
        return (byte)Math.Min(steps, StepsPerWord * 6);
    }

    /// <summary>Words with weight that share a bit of the signature with another.</summary>
    public static byte Hidden(ReadOnlySpan<int> words, ulong signature)
    {
        var count = 0;
        foreach (var word in words)
            if (TextOverlap.HasWeight(word)) count++;
        return (byte)Math.Min(byte.MaxValue, count - BitOperations.PopCount(signature));
    }
}
