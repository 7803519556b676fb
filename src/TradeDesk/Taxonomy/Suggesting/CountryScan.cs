namespace TradeDesk.Taxonomy;

/// <summary>Finds the countries that a text names: the longest name counts, and words that are also ordinary ones only where they stand as a name.</summary>
internal static class CountryScan
{
    private const int LongestName = 8, ShortestPlain = 5;

    // A name that is also a thing, and the words after which it is the thing.
    private static readonly Dictionary<string, string[]> Ordinary = new(StringComparer.Ordinal)
    {
        ["turkey"] = ["meat", "breast", "farm", "farming", "production", "egg", "bird", "processing", "hatchery", "raising", "ham", "roast", "feed"],
        ["china"] = ["clay", "porcelain", "grass", "ware", "tableware", "dinnerware", "plate", "dish", "cabinet", "closet", "plumbing", "painting", "crockery", "cooking", "kitchen"],
        ["brazil"] = ["nut", "wood"],
        ["angora"] = ["goat", "wool", "rabbit", "yarn", "fur", "fiber", "fibre"],
        ["chili"] = ["pepper", "powder", "sauce", "bean", "con"],
        ["panama"] = ["hat"],
        ["guinea"] = ["pig", "fowl", "hen"],
        ["jersey"] = ["fabric", "cow", "cloth", "knit", "cattle", "milk", "dress"],
        ["jordan"] = ["almond"],
        ["japan"] = ["lacquer", "wax", "black"],
        ["india"] = ["ink", "rubber"],
        ["chile"] = ["pepper", "powder", "nitre", "sauce", "saltpetre"],
        ["bermuda"] = ["short", "grass", "onion"],
        ["morocco"] = ["leather", "binding"],
        ["holland"] = ["cloth"],
        ["niger"] = ["seed", "oil"],
        ["cyprus"] = ["tree", "wood"],
        ["iceland"] = ["moss"],
        ["lebanon"] = ["bologna"],
        ["argentine"] = ["ant"],
        ["suede"] = [],
        ["mali"] = [],
        ["chad"] = [],
        ["cuba"] = [],
        ["peru"] = [],
        ["man"] = [],
        ["georgia"] = [],
        ["reunion"] = [],
        ["norfolk"] = [],
        ["angola"] = [],
        ["togo"] = [],
        ["dominica"] = [],
        ["monaco"] = [],
        ["macao"] = [],
        ["nauru"] = [],
        ["bahama"] = [],
        ["emirate"] = [],
        ["america"] = [],
        ["cocos"] = [],
        ["ireland"] = [],
    };

    public static void Find(TagVocabulary vocabulary, string text, ReadOnlySpan<TextWord> words, List<(Country Country, int First, int Count, double Confidence)> found)
    {
        var shouted = IsShouted(words);
        for (var i = 0; i < words.Length;)
        {
            var (country, length) = LongestAt(vocabulary, words, i);
            if (country is not null && Confidence(text, words, i, length, shouted) is > 0 and var confidence)
                found.Add((country, i, length, confidence));
            i += Math.Max(1, length);
        }
    }

    private static (Country?, int) LongestAt(TagVocabulary vocabulary, ReadOnlySpan<TextWord> words, int first)
    {
        var (country, length, node) = (default(Country), 0, 0);
        for (var i = first; i < words.Length && i < first + LongestName; i++)
        {
            node = vocabulary.Step(node, words[i]);
            if (node < 0)
                break;
            if ((vocabulary.Node(node).Country ?? (words[i].Case.HasFlag(WordCase.NoCase) ? vocabulary.Node(node).CountryWithoutCase : null)) is { } named)
                (country, length) = (named, i - first + 1);
        }

        return (country, length);
    }

    private static double Confidence(string text, ReadOnlySpan<TextWord> words, int first, int length, bool shouted)
    {
        var word = words[first];
        if (word.Turn == WordTurn.Negated)
            return 0;
        var (letters, isName) = (words[first + length - 1].End - word.Start, word.Case.HasFlag(WordCase.Capital));
        if (first > 0 && Is(text, words[first - 1], "new") && length == 1)
            return 0;
        if (length > 1)
            return letters > 5 || isName ? 0.97 : 0;
        if (word.Case.HasFlag(WordCase.NoCase))
            return letters > 2 ? 0.9 : 0;
        if (letters <= 3)
            return Is(text, word, "cad") ? 0 : word.Case.HasFlag(WordCase.AllCapitals) && (!shouted || letters == 3) ? 0.85 : 0;
        var ordinary = OrdinaryWord(text, word);
        if (ordinary is null)
            return letters < ShortestPlain && !isName ? 0 : isName ? 0.95 : 0.8;
        return isName && !word.Case.HasFlag(WordCase.Plural) && !MeansTheThing(text, words, first, ordinary) ? (shouted ? 0.55 : 0.8) : 0;
    }

    // At the start of a sentence a capital proves nothing: "Turkey, smoked" is the bird, "Turkey and Poland" is not.
    private static bool MeansTheThing(string text, ReadOnlySpan<TextWord> words, int first, string[] things)
    {
        if (first + 1 == words.Length)
            return false;
        // "Turkey and turkey products": who writes it small once means the bird.
        var next = words[first + 1];
        foreach (var thing in things)
            if (Is(text, next, thing))
                return true;
        foreach (var word in words)
            if (word.Word == words[first].Word && !word.Case.HasFlag(WordCase.Capital))
                return true;
        return words[first].Case.HasFlag(WordCase.StartsSentence) && !next.Case.HasFlag(WordCase.Capital) && !Is(text, next, "and") && !Is(text, next, "or") && !Is(text, next, "is");
    }

    private static string[]? OrdinaryWord(string text, TextWord word)
    {
        foreach (var (name, things) in Ordinary)
            if (Is(text, word, name))
                return things;
        return null;
    }

    private static bool Is(string text, TextWord word, string plain)
    {
        var written = text.AsSpan(word.Start, word.End - word.Start);
        return written.Length - plain.Length is 0 or 1 or 2 && written.StartsWith(plain, StringComparison.OrdinalIgnoreCase)
            && (written.Length == plain.Length || written[plain.Length..].Equals("s", StringComparison.OrdinalIgnoreCase) || written[plain.Length..].Equals("es", StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsShouted(ReadOnlySpan<TextWord> words)
    {
        var (shouted, long_) = (0, 0);
        foreach (var word in words)
            if (word.End - word.Start > 3)
                (shouted, long_) = (shouted + (word.Case.HasFlag(WordCase.AllCapitals) ? 1 : 0), long_ + 1);
        return long_ > 1 && shouted > long_ / 2;
    }
}
