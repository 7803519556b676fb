namespace TradeDesk.Matching;

/// <summary>
/// Factor text for upper bounds: weights in fifths, so that a common word counts one, and what one word is of all an intent
/// asks for in sixtieths, so that one of up to six words is a whole number.
/// </summary>
internal static class TextShare
{
    /// <summary>Text at its highest.</summary>
    public const int Whole = 60;

    /// <summary>Bits of a <see cref="Step"/>.</summary>
    public const int StepBits = 3;

    /// <summary>Weight of a telling word.</summary>
    public const int Telling = 5;

    /// <summary>More weight of asked words changes nothing.</summary>
    public const int Enough = 6 * Telling;

    /// <summary>Common words are no more than this of what an intent asks for, unless it <see cref="AsksMostlyCommon"/>.</summary>
    public const int FewCommon = 6;

    private static readonly byte[] Steps = [0, 10, 12, 15, 20, 30, Whole];

    /// <summary>By the weight of the asked words: sixtieths of text for each sixtieth of a step, which is rounded up.</summary>
    private static readonly float[] Exact =
        [.. Enumerable.Range(0, Enough + 1).Select(weight => weight < Telling ? 1f / Whole : Telling / (float)weight / Steps[Step(Telling, weight)])];

    public static int StepCount => Steps.Length;

    /// <summary>Sixtieths of a step.</summary>
    public static int OfStep(int step) => Steps[step];

    /// <summary>The step of words of such weight among asked words of such weight, rounded up.</summary>
    public static int Step(int weight, int askWeight)
    {
        var step = 1;
        while (step < Steps.Length - 1 && Steps[step] * askWeight < weight * Whole) step++;
        return step;
    }

    /// <summary>Weight of asked words, at most <see cref="Enough"/>.</summary>
    public static byte AskWeight(ReadOnlySpan<int> words)
    {
        var weight = 0;
        foreach (var word in words) weight += TextOverlap.IsTelling(word) ? Telling : word & 1;
        return (byte)Math.Min(weight, Enough);
    }

    /// <summary>How many of the words are common, at most 255.</summary>
    public static byte Common(ReadOnlySpan<int> words)
    {
        var common = 0;
        foreach (var word in words) common += word & 1;
        return (byte)Math.Min(common, byte.MaxValue);
    }

    public static bool AsksMostlyCommon(int common, int askWeight) => common * Whole > FewCommon * askWeight;

    /// <summary>Upper bound of text, 0..1.</summary>
    /// <param name="steps">Sum of the steps of the telling words shared and, when mostly common ones are asked, of those.</param>
    /// <param name="askWeight">Weight of the asked words.</param>
    /// <param name="askedCommon">How many common words are asked.</param>
    /// <param name="givenCommon">How many common words are given.</param>
    public static float Of(int steps, int askWeight, int askedCommon, int givenCommon)
    {
        if (askWeight == 0) return 0;
        var share = AsksMostlyCommon(askedCommon, askWeight)
            ? steps * (1f / Whole)
            : steps * Exact[askWeight] + Math.Min(askedCommon, givenCommon) / (float)askWeight;
        return Math.Min(1, share);
    }
}
