namespace TradeDesk.Duplicates.Identity;

/// <summary>How alike two names are, and by which words.</summary>
/// <param name="Score">0 to 1.</param>
/// <param name="Agrees">Words that both have, as one of them writes them.</param>
/// <param name="Differs">Words that only one has.</param>
internal sealed record NameLikeness(double Score, IReadOnlyList<string> Agrees, IReadOnlyList<string> Differs);

/// <summary>Compares names word by word, rare words counting more; a slip of the pen or another spelling of the same sound counts nearly as the word.</summary>
internal static class NameComparison
{
    private const double Sounds = 0.8, Typo = 0.8, Begins = 0.65, SoundOfAll = 0.8, GivenAside = 0.8, Initials = 0.45;

    // How much of the score is how far the shorter name lies within the longer; the rest is what both share of all words.
    private const double Within = 0.4;

    // What a name without any rare word in common says at most.
    private const double WithoutRarity = 0.3;
    private const int MostWords = 16, LeastAlone = 3;

    /// <summary>The same whichever name stands first.</summary>
    public static double Score(NameKey a, NameKey b, WordRarity rarity) => Compare(a, b, rarity, null, null);

    public static NameLikeness Explain(NameKey a, NameKey b, WordRarity rarity)
    {
        var (agrees, differs) = (new List<string>(), new List<string>());
        var score = Compare(a, b, rarity, agrees, differs);
        return new(score, agrees, differs);
    }

    private static double Compare(NameKey a, NameKey b, WordRarity rarity, List<string>? agrees, List<string>? differs)
    {
        if (a.Core.Length > b.Core.Length || (a.Core.Length == b.Core.Length && string.CompareOrdinal(a.Compact, b.Compact) > 0))
            (a, b) = (b, a);
        Span<double> weightOfB = stackalloc double[MostWords];
        Span<bool> taken = stackalloc bool[MostWords];
        taken.Clear();
        double all = 0, ofA = 0, foundOfA = 0, ofB = 0, rarest = 0;
        var alone = 0;
        for (var j = 0; j < b.Core.Length; j++)
            weightOfB[j] = rarity.Share(b.Core[j]) * Place(j);
        for (int i = 0, words; i < a.Core.Length; i += words)
        {
            words = 1;
            var (at, theirWords, likeness) = (-1, 1, 0.0);
            for (var j = 0; j < b.Core.Length && likeness < 1; j++)
                if (!taken[j] && Likeness(a, i, b, j) is var alike && alike > likeness)
                    (at, likeness) = (j, alike);
            for (var j = 0; j < b.Core.Length && likeness < Typo; j++)
            {
                if (taken[j])
                    continue;
                if (j + 1 < b.Core.Length && !taken[j + 1] && IsJoined(a.Core[i], b.Core[j], b.Core[j + 1]))
                    (at, theirWords, likeness) = (j, 2, 1);
                else if (i + 1 < a.Core.Length && IsJoined(b.Core[j], a.Core[i], a.Core[i + 1]))
                    (at, words, likeness) = (j, 2, 1);
            }

            double mine = 0, theirs = 0;
            for (var k = i; k < i + words; k++)
            {
                var share = rarity.Share(a.Core[k]);
                mine += share * Place(k);
                rarest = Math.Max(rarest, likeness * share);
            }

            if (at < 0)
            {
                if (i != a.Aside)
                    (ofA, alone) = (ofA + mine, alone + 1);
                differs?.Add(a.Core[i]);
                continue;
            }

            for (var j = at; j < at + theirWords; j++)
            {
                (taken[j], theirs) = (true, theirs + weightOfB[j]);
                rarest = Math.Max(rarest, likeness * weightOfB[j] / Place(j));
            }

            (ofA, all, foundOfA) = (ofA + mine, all + (likeness * Math.Min(mine, theirs)), foundOfA + (likeness * mine));
            agrees?.AddRange(a.Core[i..(i + words)]);
        }

        for (var j = 0; j < b.Core.Length; j++)
        {
            if (taken[j] || j != b.Aside)
                ofB += weightOfB[j];
            if (!taken[j])
                differs?.Add(b.Core[j]);
        }

        if (a.Compact == b.Compact)
        {
            if (agrees is [] && differs is not null)
            {
                agrees.AddRange(a.Core);
                differs.Clear();
            }

            return 0.9 + (0.1 * Math.Min(1, rarest * 1.5));
        }

        if ((a.Transliterated || b.Transliterated) && a.SoundsAs(b))
            return SoundOfAll;
        if (a.Core is [{ Length: >= LeastAlone } word])
        {
            if (b.Aside >= 0 && b.Core[b.Aside] == word)
                return GivenAside;
            if (all == 0 && b.IsShortenedTo(word))
                return Initials;
        }

        if (all == 0)
            return 0;
        var within = alone == 0 ? foundOfA / ofA : Math.Min(1, all / Math.Min(ofA, ofB));
        return ((Within * within) + ((1 - Within) * Math.Min(1, 2 * all / (ofA + ofB)))) * Math.Min(1, WithoutRarity + rarest);
    }

    // What a firm is called by stands first.
    private static double Place(int place) => place switch { 0 => 1, 1 or 2 => 0.5, _ => 0.3 };

    private static bool IsJoined(string whole, string first, string second) =>
        whole.Length == first.Length + second.Length && whole.StartsWith(first, StringComparison.Ordinal) && whole.EndsWith(second, StringComparison.Ordinal);

    private static double Likeness(NameKey a, int i, NameKey b, int j)
    {
        var (one, other) = (a.Core[i], b.Core[j]);
        if (ReferenceEquals(one, other) || one == other)
            return 1;
        if ((a.Transliterated || b.Transliterated) && a.Sounds[i].Length >= 3 && a.Sounds[i] == b.Sounds[j])
            return Sounds;
        if (one[0] != other[0] || one.Length < 3 || other.Length < 3)
            return 0;
        var (shorter, longer) = one.Length < other.Length ? (one, other) : (other, one);
        if (longer.StartsWith(shorter, StringComparison.Ordinal))
            return CommonWords.IsTrade(longer) || (shorter.Length >= 5 && longer.Length - shorter.Length <= 2) ? Typo : shorter.Length >= 5 ? Begins : 0;
        if (shorter.Length < 4)
            return 0;
        return longer.Length - shorter.Length <= 1 && shorter.Length >= 5 && IsOneSlip(shorter, longer) ? Typo : 0;
    }

    // One letter changed, left out or put in, or two neighbours swapped.
    private static bool IsOneSlip(string shorter, string longer)
    {
        var start = 0;
        while (start < shorter.Length && shorter[start] == longer[start])
            start++;
        var end = 0;
        while (end < shorter.Length - start && shorter[^(end + 1)] == longer[^(end + 1)])
            end++;
        var (left, over) = (shorter.Length - start - end, longer.Length - start - end);
        return (left, over) is (0, <= 1) or (1, 1) || (left == 2 && over == 2 && shorter[start] == longer[start + 1] && shorter[start + 1] == longer[start]);
    }
}
