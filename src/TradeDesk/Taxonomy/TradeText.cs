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

    /// <summary>Cuts a folded word to its singular where it stands; answers its length then.</summary>
    internal static int Singular(Span<char> word)
    {
        if (word.Length > 4 && word.EndsWith("ies"))
        {
            word[^3] = 'y';
            return word.Length - 2;
        }

        if (word.Length > 4 && (word.EndsWith("sses") || word.EndsWith("xes") || word.EndsWith("ches") || word.EndsWith("shes")))
            return word.Length - 2;
        return word.Length > 3 && word[^1] == 's' && word[^2] is not ('s' or 'u' or 'i') ? word.Length - 1 : word.Length;
    }

    private static string Singular(string word)
    {
        Span<char> letters = word.Length <= 64 ? stackalloc char[word.Length] : new char[word.Length];
        word.CopyTo(letters);
        return Singular(letters) is var length && length == word.Length ? word : new string(letters[..length]);
    }
}
