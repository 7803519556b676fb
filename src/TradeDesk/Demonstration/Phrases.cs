using System.Globalization;
using System.Text.RegularExpressions;
using TradeDesk.Matching;

namespace TradeDesk.Demonstration;

/// <summary>Sentences with blanks: <c>{goods}</c> and other words, <c>{20-90}</c> for a number, <c>{8-60}000</c> for one in thousands.</summary>
internal static partial class Phrases
{
    public static string Fill(Draw draw, string phrase, SizeClass size, params (string Blank, string Word)[] words)
    {
        var filled = Range().Replace(phrase, m => Figure(draw, m, size));
        foreach (var (blank, word) in words)
            filled = filled.Replace("{" + blank + "}", word, StringComparison.Ordinal);
        return filled;
    }

    /// <summary>One or two of the words, joined.</summary>
    public static string Goods(Draw draw, IReadOnlyCollection<string> labels)
    {
        var first = draw.Some(labels, 2);
        return first is [var a, var b] && !a.Contains(" and ", StringComparison.Ordinal) && !b.Contains(" and ", StringComparison.Ordinal) ? $"{a} and {b}" : first[0];
    }

    /// <summary><c>a, b and c</c>.</summary>
    public static string List(IReadOnlyList<string> words) =>
        words.Count < 2 ? string.Concat(words) : $"{string.Join(", ", words.SkipLast(1))} and {words[^1]}";

    // 1,340 looks counted, 1,300 looks said: round as people do.
    private static string Figure(Draw draw, Match match, SizeClass size)
    {
        var (least, most) = (int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));
        var (low, high) = Share(size);
        var number = least + ((most - least) * draw.Number(low, high) / 100);
        var step = most >= 1000 ? 100 : most >= 100 ? 10 : most >= 50 ? 5 : 1;
        number = Math.Max(least, number / step * step);
        return (match.Groups[3].Success ? number * 1000 : number).ToString("N0", CultureInfo.InvariantCulture);
    }

    // A workshop of five does not fill a container a day: the part of the range, in hundredths, that suits a size.
    private static (int Low, int High) Share(SizeClass size) => size switch
    {
        SizeClass.Micro => (0, 12),
        SizeClass.Small => (10, 50),
        SizeClass.Medium => (40, 90),
        _ => (80, 100),
    };

    [GeneratedRegex(@"\{(\d+)-(\d+)\}(,?000)?")]
    private static partial Regex Range();
}
