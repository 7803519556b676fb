namespace TradeDesk.Taxonomy;

/// <summary>What the scores of one text amount to: sectors and headings with confidence and the words behind them.</summary>
internal readonly ref struct TextEvidence(TagVocabulary vocabulary, string text, ReadOnlySpan<TextWord> words, ReadOnlySpan<PhraseHit> hits, ReadOnlySpan<double> scores)
{
    private const int MostLeaves = 2;
    private readonly ReadOnlySpan<TextWord> words = words;
    private readonly ReadOnlySpan<PhraseHit> hits = hits;
    private readonly ReadOnlySpan<double> scores = scores;

    /// <summary>The best top sectors, each with its best leaves.</summary>
    public List<SuggestedTag> Sectors(int most, double doubt, double weakest, int mostBecause)
    {
        var found = new List<SuggestedTag>();
        var sum = TopSum();
        if (sum == 0)
            return found;
        Span<int> tops = stackalloc int[most];
        foreach (var top in tops[..Best(tops, -1)])
        {
            var confidence = Confidence.Of(scores[top] / (sum + doubt), found.Count == 0);
            if (confidence < weakest)
                break;
            found.Add(new(vocabulary.Sectors[top].Slug, confidence, Because(top, mostBecause)));
            AddLeaves(found, top, confidence, weakest, mostBecause);
        }

        // The list of a sort is not stable; a parent stays before its leaf at the same confidence.
        return [.. found.OrderByDescending(s => s.Confidence)];
    }

    /// <summary>The headings of the products that the text names.</summary>
    public List<SuggestedProduct> Products(int most, double doubt, int mostBecause)
    {
        var sum = TopSum();
        var weights = new Dictionary<string, (double Weight, List<string> Because)>(StringComparer.Ordinal);
        foreach (ref readonly var hit in hits)
        {
            var headings = Headings(hit);
            foreach (var heading in headings)
            {
                var (weight, because) = weights.GetValueOrDefault(heading, (0, []));
                if (because.Count < mostBecause && Words(hit) is var said && !because.Contains(said))
                    because.Add(said);
                weights[heading] = (weight + (hit.Weight / headings.Count), because);
            }
        }

        if (weights.Count == 0)
            return [];
        var all = weights.Sum(w => w.Value.Weight);
        var found = weights.Select(w => new SuggestedProduct("HS-2022", w.Key, Math.Round(0.95 * w.Value.Weight / (Math.Max(all / 2, w.Value.Weight) + doubt), 2), w.Value.Because));
        return sum == 0 ? [] : [.. found.OrderByDescending(p => p.Confidence).ThenBy(p => p.Code, StringComparer.Ordinal).Take(most)];
    }

    // "Basmati rice of class 1" is known as rice: where the whole phrase has no heading, its last part that has one counts.
    private List<string> Headings(in PhraseHit hit)
    {
        var whole = vocabulary.Node(hit.Node).Headings;
        if (whole.Count > 0 || hit.IsFrame)
            return whole;
        for (var start = hit.First + 1; start < hit.First + hit.Count; start++)
        {
            var node = 0;
            for (var i = start; i < hit.First + hit.Count && node >= 0; i++)
                node = vocabulary.Step(node, words[i]);
            if (node > 0 && vocabulary.Node(node).Headings is { Count: > 0 } part)
                return part;
        }

        return whole;
    }

    private double TopSum()
    {
        var sum = 0.0;
        for (var i = 0; i < scores.Length; i++)
            if (vocabulary.TopOf[i] == i)
                sum += scores[i];
        return sum;
    }

    // The best tops (of no parent), or the best leaves of one top, in order.
    private int Best(Span<int> best, int parent)
    {
        var count = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            if (scores[i] <= 0 || (parent < 0 ? vocabulary.TopOf[i] != i : vocabulary.TopOf[i] != parent || i == parent))
                continue;
            var place = count;
            while (place > 0 && scores[best[place - 1]] < scores[i])
                place--;
            if (place == best.Length)
                continue;
            count = Math.Min(count + 1, best.Length);
            best[place..(count - 1)].CopyTo(best[(place + 1)..]);
            best[place] = i;
        }

        return count;
    }

    private void AddLeaves(List<SuggestedTag> found, int top, double confidence, double weakest, int mostBecause)
    {
        Span<int> leaves = stackalloc int[MostLeaves];
        var count = Best(leaves, top);
        var sum = 0.0;
        for (var i = 0; i < scores.Length; i++)
            if (vocabulary.TopOf[i] == top && i != top)
                sum += scores[i];
        foreach (var leaf in leaves[..count])
            if (Math.Round(confidence * scores[leaf] / (sum + 0.15), 2) is var share && share >= weakest)
                found.Add(new(vocabulary.Sectors[leaf].Slug, share, Because(leaf, mostBecause), vocabulary.Sectors[leaf].Parent));
    }

    private List<string> Because(int sector, int most)
    {
        var said = new List<string>();
        foreach (ref readonly var hit in hits)
            if (said.Count < most && (SpeaksFor(hit, sector) || Leads(hit, sector)) && Words(hit) is var phrase && !said.Contains(phrase))
                said.Add(phrase);
        if (said.Count == 0)
            foreach (ref readonly var word in words)
                if (said.Count < most && word is { Word: >= 0, Turn: not WordTurn.Negated } && SpeaksFor(word, sector) && Written(word, word) is var plain && !said.Contains(plain))
                    said.Add(plain);
        return said;
    }

    private bool SpeaksFor(in PhraseHit hit, int sector) => !hit.IsFrame && Has(vocabulary.Node(hit.Node).Sectors, sector);

    private bool SpeaksFor(in TextWord word, int sector) => Has(vocabulary.WordSectors[word.Word], sector);

    private bool Leads(in PhraseHit hit, int sector) =>
        hit.IsFrame && vocabulary.Frames[vocabulary.Node(hit.Node).Frame].MayMean(sector, vocabulary.TopOf);

    private bool Has(Evidence[] evidence, int sector)
    {
        foreach (var (number, _) in evidence)
            if (number == sector || vocabulary.TopOf[number] == sector)
                return true;
        return false;
    }

    private string Words(in PhraseHit hit)
    {
        var phrase = Written(words[hit.First], words[hit.First + hit.Count - 1]);
        return hit.SecondCount == 0 ? phrase : phrase + " " + Written(words[hit.Second], words[hit.Second + hit.SecondCount - 1]);
    }

    private string Written(in TextWord first, in TextWord last) => text[first.Start..last.End].ToLowerInvariant();
}

/// <summary>From a share of the evidence to how often such a suggestion is right, as <c>TradeDesk.Benchmarks tagging</c> measures on the half of the rows that was looked at.</summary>
internal static class Confidence
{
    private static readonly (double Share, double Right)[]
        First = [(0, 0.05), (0.1, 0.3), (0.35, 0.51), (0.45, 0.65), (0.55, 0.78), (0.64, 0.84), (0.75, 0.92), (0.85, 0.96), (1, 0.98)],
        Later = [(0, 0.05), (0.1, 0.15), (0.17, 0.18), (0.24, 0.26), (0.35, 0.39), (0.45, 0.52), (1, 0.9)];

    /// <summary>The confidence of the first suggestion of a text, or of one after it: the same evidence says less beside a better one.</summary>
    public static double Of(double share, bool isFirst)
    {
        var curve = isFirst ? First : Later;
        var right = 1;
        while (share > curve[right].Share && right < curve.Length - 1)
            right++;
        var (low, high) = (curve[right - 1], curve[right]);
        return Math.Round(low.Right + ((high.Right - low.Right) * Math.Min(1, (share - low.Share) / (high.Share - low.Share))), 2);
    }
}
