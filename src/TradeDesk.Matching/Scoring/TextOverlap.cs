namespace TradeDesk.Matching;

/// <summary>Factor text: how much of the asker's words the giver uses too.</summary>
internal static class TextOverlap
{
    /// <summary>An asker with more weight in words than this needs no more of them shared.</summary>
    private const double Enough = 6;

    public static double Value(in IntentView asker, in IntentView giver)
    {
        var (shared, all) = (new WordWeight(), new WordWeight());
        foreach (var word in asker.AskWords)
        {
            all.Add(word);
            if (Uses(giver, word)) shared.Add(word);
        }
        return all.Total > 0 ? Math.Min(1, shared.Total / Math.Min(all.Total, Enough)) : 0;
    }

    public static bool Uses(in IntentView giver, int word) =>
        SortedSet.Contains(giver.IntentWords, word) || SortedSet.Contains(giver.EnterpriseWords, word);

    public static bool HasWeight(int word) => (TermClass)(word & 3) != TermClass.Stop;

    public static bool IsTelling(int word) => (TermClass)(word & 3) == TermClass.Telling;

    /// <summary>Counts instead of a running sum: the order of the words must not change the last bit.</summary>
    private struct WordWeight
    {
        private int _telling;
        private int _common;

        public readonly double Total => _telling + TermWeights.Common * _common;

        public void Add(int word)
        {
            _telling += (word & 3) >> 1;
            _common += word & 1;
        }
    }
}
