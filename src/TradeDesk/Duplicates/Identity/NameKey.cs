using System.Text;
using TradeDesk.Taxonomy;

namespace TradeDesk.Duplicates.Identity;

/// <summary>A name as names are compared: the words that are its own, in Latin letters, without legal forms.</summary>
internal sealed record NameKey
{
    private const int MostWords = 16;

    /// <summary>In their order.</summary>
    public required string[] Core { get; init; }

    /// <summary>The same without blanks: <c>SpearUAV</c> and <c>Spear UAV</c> are one.</summary>
    public required string Compact { get; init; }

    /// <summary>By word: how it sounds in another script's spelling; its consonants.</summary>
    public required string[] Sounds { get; init; }

    /// <summary>It was written in another script than Latin.</summary>
    public required bool Transliterated { get; init; }

    public static NameKey? Of(string? name)
    {
        if (string.IsNullOrWhiteSpace(name) || Words(LegalForms.Unspace(name)) is not { Length: > 0 } words)
            return null;
        var core = LegalForms.Strip(words).Where(w => w is not ("and" or "of" or "the" or "de" or "du" or "des" or "der" or "und" or "et" or "y" or "e" or "do" or "da" or "del" or "la" or "ve" or "i")).Take(MostWords).Select(string.Intern).ToArray();
        if (core.Length == 0)
            core = [.. words.Take(MostWords)];
        return new() { Core = core, Compact = string.Concat(core), Sounds = [.. core.Select(Sound).Select(string.Intern)], Transliterated = name.Any(c => c > '\u024F' && char.IsLetter(c)) };
    }

    /// <summary>Word for word the same consonants, four or more in all.</summary>
    public bool SoundsAs(NameKey other) => Sounds.AsSpan().SequenceEqual(other.Sounds) && Sounds.Sum(s => s.Length) >= 4;

    /// <summary>The folded words of a name; letters that stand alone with dots between them are one word, and each ideograph is a word.</summary>
    internal static string[] Words(string name)
    {
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
        var text = word.Replace("ts", "c", StringComparison.Ordinal).Replace("ph", "f", StringComparison.Ordinal).Replace("kh", "h", StringComparison.Ordinal).Replace("x", "ks", StringComparison.Ordinal).Replace("ck", "k", StringComparison.Ordinal);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i] switch { 'q' => 'k', 'w' => 'v', 'z' => 's', 'c' => 's', 'b' when i > 0 && text[i - 1] == 'm' => 'b', var other => other };
            if (c is 'a' or 'e' or 'i' or 'o' or 'u' or 'y')
                c = i == 0 ? 'a' : ' ';
            if (c != ' ' && (c != 'h' || i == 0) && (sound.Length == 0 || sound[^1] != c))
                sound.Append(c);
        }

        return sound.ToString();
    }
}
