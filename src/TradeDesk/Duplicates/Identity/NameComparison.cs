namespace TradeDesk.Duplicates.Identity;

/// <summary>How alike two names are, and by which words.</summary>
/// <param name="Score">0 to 1.</param>
/// <param name="Agrees">Words that both have, as the first writes them.</param>
/// <param name="Differs">Words that only one has.</param>
internal sealed record NameLikeness(double Score, IReadOnlyList<string> Agrees, IReadOnlyList<string> Differs);

/// <summary>Compares names word by word, rare words counting more; a slip of the pen or another spelling of the same sound counts nearly as the word.</summary>
internal static class NameComparison
{
    private const double Sounds = 0.8, Typo = 0.85, Begins = 0.6, SoundOfAll = 0.8;
    private const int MostWords = 16;

    public static double Score(NameKey a, NameKey b, WordRarity rarity) => Compare(a, b, rarity, null, null);

    public static NameLikeness Explain(NameKey a, NameKey b, WordRarity rarity)
    {
        var (agrees, differs) = (new List<string>(), new List<string>());
        var score = Compare(a, b, rarity, agrees, differs);
        return new(score, agrees, differs);
    }

    private static double Compare(NameKey a, NameKey b, WordRarity rarity, List<string>? agrees, List<string>? differs)
    {
        Span<int> partner = stackalloc int[MostWords];
        partner.Fill(-1);
        Span<double> weightOfB = stackalloc double[MostWords];
        double all = 0, ofA = 0, ofB = 0, rarest = 0;
        for (var j = 0; j < b.Core.Length; j++)
            ofB += weightOfB[j] = rarity.Weight(b.Core[j], j);
        for (var i = 0; i < a.Core.Length; i++)
        {
            var (best, likeness) = (-1, 0.0);
            for (var j = 0; j < b.Core.Length && likeness < 1; j++)
                if (partner[j] < 0 && Likeness(a, i, b, j) is var alike && alike > likeness)
                    (best, likeness) = (j, alike);
            var weight = rarity.Weight(a.Core[i], i);
            ofA += weight;
            if (best < 0)
            {
                differs?.Add(a.Core[i]);
                continue;
            }

            partner[best] = i;
            all += likeness * Math.Min(weight, weightOfB[best]);
            rarest = Math.Max(rarest, likeness * Math.Max(rarity.Share(a.Core[i]), rarity.Share(b.Core[best])));
            agrees?.Add(a.Core[i]);
        }

        for (var j = 0; j < b.Core.Length && differs is not null; j++)
            if (partner[j] < 0)
                differs.Add(b.Core[j]);
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
        if (all == 0)
            return 0;
        var (within, both) = (Math.Min(1, all / Math.Min(ofA, ofB)), Math.Min(1, 2 * all / (ofA + ofB)));
        return ((0.5 * within) + (0.5 * both)) * Math.Min(1, 0.4 + rarest);
    }

    private static double Likeness(NameKey a, int i, NameKey b, int j)
    {
        var (one, other) = (a.Core[i], b.Core[j]);
        if (ReferenceEquals(one, other) || one == other)
            return 1;
        if ((a.Transliterated || b.Transliterated) && a.Sounds[i].Length >= 3 && a.Sounds[i] == b.Sounds[j])
            return Sounds;
        if (one.Length < 4 || other.Length < 4 || one[0] != other[0])
            return 0;
        var (shorter, longer) = one.Length < other.Length ? (one, other) : (other, one);
        if (shorter.Length >= 5 && longer.StartsWith(shorter, StringComparison.Ordinal))
            return longer.Length - shorter.Length <= 2 ? Typo : Begins;
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
