using System.Text;
using AnyAscii;

namespace TradeDesk.Taxonomy;

/// <summary>Text as the desk compares it: any script in Latin letters, lower case, words without plural endings.</summary>
public static class TradeText
{
    /// <summary>Lower-case Latin words parted by single blanks: <c>"Güneş-Enerjisi (PV)"</c> becomes <c>"gunes enerjisi pv"</c>.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.Transliterate())
        {
            if (char.IsAsciiLetterOrDigit(c))
                folded.Append(char.ToLowerInvariant(c));
            else if (c != '\'' && folded.Length > 0 && folded[^1] != ' ')
                folded.Append(' ');
        }

        return folded.ToString().TrimEnd();
    }

    /// <summary>The words of a text in order, each folded and in the singular.</summary>
    public static IEnumerable<string> Words(string? text) =>
        string.IsNullOrWhiteSpace(text) ? [] : Fold(text).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Singular);

    /// <summary>The distinct words of several texts that can carry meaning: two letters or more, not a bare number.</summary>
    public static IReadOnlyList<string> Terms(params IEnumerable<string?> texts) =>
        [.. texts.SelectMany(Words).Where(w => w.Length > 1 && !w.All(char.IsAsciiDigit)).Distinct(StringComparer.Ordinal)];

    private static string Singular(string word) => word switch
    {
        { Length: > 4 } when word.EndsWith("ies", StringComparison.Ordinal) => word[..^3] + "y",
        { Length: > 4 } when word.EndsWith("sses", StringComparison.Ordinal) || word.EndsWith("xes", StringComparison.Ordinal) || word.EndsWith("ches", StringComparison.Ordinal) || word.EndsWith("shes", StringComparison.Ordinal) => word[..^2],
        { Length: > 3 } when word[^1] == 's' && word[^2] is not ('s' or 'u' or 'i') => word[..^1],
        _ => word,
    };
}
