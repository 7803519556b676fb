using System.Net;
using System.Text;
using TradeDesk.Taxonomy;

namespace TradeDesk.Duplicates.Identity;

/// <summary>A name as names are compared: the words that are its own, in Latin letters, without legal forms.</summary>
internal sealed record NameKey
{
    private const int MostWords = 16, LeastAside = 3;

    /// <summary>In their order.</summary>
    public required string[] Core { get; init; }

    /// <summary>The same without blanks: <c>SpearUAV</c> and <c>Spear UAV</c> are one.</summary>
    public required string Compact { get; init; }

    /// <summary>By word: how it sounds in another script's spelling; its consonants.</summary>
    public required string[] Sounds { get; init; }

    /// <summary>It was written in another script than Latin.</summary>
    public required bool Transliterated { get; init; }

    /// <summary>Place among the words of the one that is another name for the whole, as in <c>SEA Systems Engineering and Assessment</c> or <c>Al Yah Satellites (Yahsat)</c>; -1 for none.</summary>
    public required int Aside { get; init; }

    public static NameKey? Of(string? name)
    {
        if (string.IsNullOrWhiteSpace(name) || Words(LegalForms.Unspace(name)) is not { Length: > 0 } words)
            return null;
        string[] core = [.. LegalForms.Strip(words).Where(w => !CommonWords.Joins(w)).Take(MostWords).Select(string.Intern)];
        if (core.Length == 0)
            core = [.. words.Take(MostWords).Select(string.Intern)];
        return new()
        {
            Core = core,
            Compact = string.Concat(core),
            Sounds = [.. core.Select(Sound).Select(string.Intern)],
            Transliterated = name.Any(c => c > '\u024F' && char.IsLetter(c)),
            Aside = AsideIn(name, core),
        };
    }

    /// <summary>Word for word the same consonants, four or more in all.</summary>
    public bool SoundsAs(NameKey other) => Sounds.AsSpan().SequenceEqual(other.Sounds) && Sounds.Sum(s => s.Length) >= 4;

    /// <summary>The word is the initials of the whole name.</summary>
    public bool IsShortenedTo(string word)
    {
        if (word.Length != Core.Length)
            return false;
        for (var i = 0; i < word.Length; i++)
            if (Core[i][0] != word[i])
                return false;
        return true;
    }

    private static int AsideIn(string name, string[] core)
    {
        var (open, close) = (name.IndexOf('(', StringComparison.Ordinal), name.LastIndexOf(')'));
        if (open > 0 && close > open && Words(name[(open + 1)..close]) is [{ Length: >= LeastAside } word] && CommonWords.Tells(word) == 1 && Array.LastIndexOf(core, word) is > 0 and var aside)
            return aside;
        return Array.FindIndex(core, w => w.Length >= LeastAside && w.Length < core.Length && InitialsBeside(w).Contains(w, StringComparison.Ordinal));

        string InitialsBeside(string left) => string.Concat(core.Where(w => w != left).Select(w => w[0]));
    }

    /// <summary>The folded words of a name; letters that stand alone with dots between them are one word, and each ideograph is a word.</summary>
    internal static string[] Words(string name)
    {
        // Some sources escape their & more than once.
        while (name.Contains('&', StringComparison.Ordinal) && WebUtility.HtmlDecode(name) is var plain && plain != name)
            name = plain;
        var spaced = new StringBuilder(name.Length + 16);
        foreach (var c in name)
        {
            if (c is '&' or '+')
                spaced.Append(" and ");
            else if (c is >= '\u2E80' and <= '\u9FFF')
                spaced.Append(' ').Append(c).Append(' ');
            else if (c != '\'' && c != '’')
                spaced.Append(c);
        }

        var words = TradeText.Fold(spaced.ToString()).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Joined(words);
    }

    // S.A. and S A and SA are one word; so are U.S.A. and USA.
    private static string[] Joined(string[] words)
    {
        var joined = new List<string>(words.Length);
        for (var i = 0; i < words.Length;)
        {
            var end = i;
            while (end < words.Length && words[end].Length == 1 && char.IsAsciiLetter(words[end][0]))
                end++;
            joined.Add(end - i > 1 ? string.Concat(words[i..end]) : words[i]);
            i = Math.Max(i + 1, end);
        }

        return [.. joined];
    }

    /// <summary>Consonants, alike ones as one, no letter twice in a row; the vowels of another script are guesses.</summary>
    internal static string Sound(string word)
    {
        var sound = new StringBuilder(word.Length);
        var text = word.Replace("ts", "s", StringComparison.Ordinal).Replace("ph", "f", StringComparison.Ordinal).Replace("kh", "h", StringComparison.Ordinal).Replace("x", "ks", StringComparison.Ordinal).Replace("ck", "k", StringComparison.Ordinal);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i] switch { 'q' => 'k', 'w' => 'v', 'z' => 's', 'c' => i + 1 < text.Length && text[i + 1] is 'e' or 'i' or 'y' or 'h' ? 's' : 'k', var other => other };
            if (c is 'a' or 'e' or 'i' or 'o' or 'u' or 'y')
                c = i == 0 ? 'a' : ' ';
            if (c != ' ' && (c != 'h' || i == 0) && (sound.Length == 0 || sound[^1] != c))
                sound.Append(c);
        }

        return sound.ToString();
    }
}
