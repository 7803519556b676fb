using System.Runtime.InteropServices;

namespace TradeDesk.Taxonomy;

/// <summary>A phrase of the text and what it weighs. A catalogue writes "oil, mustard" for mustard oil: such a phrase has a second part.</summary>
[StructLayout(LayoutKind.Auto)]
internal record struct PhraseHit(short First, short Count, short Second, short SecondCount, int Node, float Weight, bool IsFrame);

/// <summary>Adds up what the phrases and words of one text say about each sector, then lets the frames turn it.</summary>
internal ref struct SectorScorer(TagVocabulary vocabulary, ReadOnlySpan<TextWord> words, Span<PhraseHit> room, Span<double> scores)
{
    private const int LongestPhrase = 6, FrameReach = 16;
    private static readonly float[] ByLength = [0, 1, 1.8f, 2.4f, 2.9f, 3.2f, 3.4f];
    private readonly ReadOnlySpan<TextWord> words = words;
    private readonly Span<PhraseHit> room = room;
    private readonly Span<double> scores = scores;
    private int hits;

    /// <summary>The phrases found.</summary>
    public readonly ReadOnlySpan<PhraseHit> Hits => room[..hits];

    /// <summary>Fills the scores by sector number: leaves hold their own evidence, tops the sum with that of their leaves.</summary>
    public void Score()
    {
        Span<bool> spoken = words.Length <= 512 ? stackalloc bool[words.Length] : new bool[words.Length];
        FindPhrases(spoken);
        FindInverted(spoken);
        StressHeads();
        foreach (ref readonly var hit in Hits)
            if (!hit.IsFrame)
                Add(vocabulary.Node(hit.Node).Sectors, hit.Weight);
        AddWords(spoken);
        RaiseTops();
        ApplyFrames();
    }

    private void FindPhrases(scoped Span<bool> spoken)
    {
        var (sentence, spokenFirst) = (0, -1);
        for (var i = 0; i < words.Length && hits < room.Length;)
        {
            sentence += words[i].Case.HasFlag(WordCase.StartsSentence) ? 1 : 0;
            if (NamesCountry(i) is > 0 and var named)
            {
                // A place says nothing of the trade.
                spoken.Slice(i, named).Fill(true);
                i += named;
                continue;
            }

            var (node, length) = LongestAt(i);
            if (length == 0)
            {
                i++;
                continue;
            }

            var word = words[i];
            spokenFirst = spokenFirst < 0 ? sentence : spokenFirst;
            if (word.Turn != WordTurn.Negated)
                room[hits++] = new((short)i, (short)length, 0, 0, node, Weight(i, length), i < FrameReach && sentence == spokenFirst && vocabulary.Node(node).Frame >= 0 && word.Turn == WordTurn.None);
            spoken.Slice(i, length).Fill(true);
            i += length;
        }

        // A phrase said again adds little.
        for (var i = 1; i < hits; i++)
            for (var j = 0; j < i; j++)
                if (room[j].Node == room[i].Node)
                {
                    room[i].Weight *= 0.2f;
                    break;
                }
    }

    // The words of a name of several words; a single one may be a thing.
    private readonly int NamesCountry(int first)
    {
        var (length, node) = (0, 0);
        for (var i = first; i < words.Length && i < first + LongestPhrase; i++)
        {
            node = vocabulary.Step(node, words[i]);
            if (node < 0)
                break;
            if (vocabulary.Node(node) is { Country: not null, IsTag: false } && i > first)
                length = i - first + 1;
        }

        return length;
    }

    private readonly (int Node, int Length) LongestAt(int first)
    {
        var (best, length, node) = (0, 0, 0);
        for (var i = first; i < words.Length && i < first + LongestPhrase && words[i].Clause == words[first].Clause; i++)
        {
            node = vocabulary.Step(node, words[i]);
            if (node < 0)
                break;
            if (vocabulary.Node(node).IsTag)
                (best, length) = (node, i - first + 1);
        }

        return (best, length);
    }

    private readonly float Weight(int first, int length) =>
        ByLength[length] * (words[first].Turn == WordTurn.Aside ? 0.5f : 1) * (words[first].Clause == 0 ? 1 : 0.85f) / (1 + (first / 60f));

    // "Foil, aluminium": the first clause comes last.
    private void FindInverted(scoped Span<bool> spoken)
    {
        var head = Clause(0);
        if (head is 0 or > 3)
            return;
        for (int clause = 1, first = head; clause <= 3 && first < words.Length && hits < room.Length; clause++)
        {
            var length = 0;
            while (first + length < words.Length && words[first + length].Clause == words[first].Clause)
                length++;
            for (var start = Math.Max(first, first + length - 3); start < first + length && words[start].Turn == WordTurn.None; start++)
                if (Spanning(start, first + length, head) is var (node, taken) && taken > 0)
                {
                    room[hits++] = new((short)start, (short)(first + length - start), 0, (short)taken, node, Weight(0, Math.Min(LongestPhrase, first + length - start + taken)), false);
                    spoken[start..(first + length)].Fill(true);
                    break;
                }

            first += length;
        }
    }

    private readonly int Clause(int clause)
    {
        var length = 0;
        while (length < words.Length && words[length].Clause == clause)
            length++;
        return length;
    }

    private readonly (int Node, int Taken) Spanning(int start, int end, int head)
    {
        var node = 0;
        for (var i = start; i < end && node >= 0; i++)
            node = vocabulary.Step(node, words[i]);
        var (best, taken) = (0, 0);
        for (var i = 0; i < head && node >= 0; i++)
        {
            node = vocabulary.Step(node, words[i]);
            if (node >= 0 && vocabulary.Node(node) is { IsTag: true, Frame: < 0 })
                (best, taken) = (node, i + 1);
        }

        return (best, taken);
    }

    // English names the thing last: of a clause the last phrase is the thing, those before it tell more about it.
    private readonly void StressHeads()
    {
        for (var i = 0; i < hits; i++)
        {
            var word = words[room[i].First];
            var isLast = i + 1 == hits || words[room[i + 1].First] is var next && (next.Clause != word.Clause || next.Turn != word.Turn);
            if (isLast && !room[i].IsFrame)
                room[i].Weight *= 1.35f;
        }
    }

    private readonly void Add(Evidence[] evidence, double weight)
    {
        foreach (var (sector, share) in evidence)
            scores[sector] += weight * share;
    }

    private readonly void AddWords(scoped ReadOnlySpan<bool> spoken)
    {
        for (var i = 0; i < words.Length; i++)
            if (words[i] is { Word: >= 0, Turn: not WordTurn.Negated })
                Add(vocabulary.WordSectors[words[i].Word], (spoken[i] ? 0.3 : words[i].Case.HasFlag(WordCase.Guessed) ? 0.9 : 0.65) * Weight(i, 1));
    }

    // A top gains from each of its leaves, most from the strongest: siblings speak for their parent.
    private readonly void RaiseTops()
    {
        Span<double> sums = stackalloc double[scores.Length];
        Span<double> bests = stackalloc double[scores.Length];
        for (var i = 0; i < scores.Length; i++)
            if (vocabulary.TopOf[i] is var top && top != i)
                (sums[top], bests[top]) = (sums[top] + scores[i], Math.Max(bests[top], scores[i]));
        for (var i = 0; i < scores.Length; i++)
            if (vocabulary.TopOf[i] == i)
                scores[i] += bests[i] + (0.75 * (sums[i] - bests[i]));
    }

    private readonly void ApplyFrames()
    {
        var none = true;
        foreach (var score in scores)
            none &= score == 0;
        for (var number = 0; number < vocabulary.Frames.Length; number++)
            foreach (ref readonly var hit in Hits)
                if (hit.IsFrame && vocabulary.Node(hit.Node).Frame == number)
                {
                    Apply(vocabulary.Frames[number], vocabulary.Node(hit.Node).Sectors, none);
                    break;
                }
    }

    private readonly void Apply(SectorFrame frame, Evidence[] own, bool none)
    {
        if (none && own.Length > 0 && !frame.DampsOnly)
        {
            foreach (var (sector, share) in own)
                Lift(sector, share);
            return;
        }

        var (leaf, top) = Best();
        var best = top < 0 ? 0 : scores[top];
        var meant = top < 0 ? frame.Meant(-1, -1) : frame.Meant(leaf, top);
        if (frame.DampsOnly || meant >= 0)
            for (var i = 0; i < scores.Length; i++)
                if (frame.Damps(vocabulary.TopOf[i]) && (meant < 0 || vocabulary.TopOf[i] != vocabulary.TopOf[meant]))
                    scores[i] *= frame.Others;
        if (meant >= 0)
            Lift(meant, frame.Lift * Math.Max(1, best));
        else if (top >= 0 && own.Length > 0 && !frame.DampsOnly)
            foreach (var (sector, share) in own)
                if (vocabulary.TopOf[sector] == top)
                    Lift(sector, scores[sector] + (0.5 * share));
        if (frame.Also > 0 && meant >= 0 && meant != frame.Otherwise && frame.Otherwise >= 0)
            Lift(frame.Otherwise, frame.Also * frame.Lift * Math.Max(1, best));
    }

    private readonly void Lift(int sector, double to)
    {
        if (to <= scores[sector])
            return;
        var top = vocabulary.TopOf[sector];
        if (top != sector)
            scores[top] += to - scores[sector];
        scores[sector] = to;
    }

    private readonly (int Leaf, int Top) Best()
    {
        var (leaf, top) = (-1, -1);
        for (var i = 0; i < scores.Length; i++)
            if (vocabulary.TopOf[i] == i && scores[i] > (top < 0 ? 0 : scores[top]))
                top = i;
        for (var i = 0; i < scores.Length; i++)
            if (vocabulary.TopOf[i] == top && i != top && scores[i] > (leaf < 0 ? 0 : scores[leaf]))
                leaf = i;
        return (leaf, top);
    }
}
