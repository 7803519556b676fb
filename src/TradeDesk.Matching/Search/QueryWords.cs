namespace TradeDesk.Matching;

/// <summary>The words of one asking intent as the lists of words know them.</summary>
internal sealed class QueryWords
{
    private readonly int _askWeight;
    private readonly int _askedCommon;

    public QueryWords(in IntentView view)
    {
        var given = new List<(int, bool)>(view.IntentWords.Length + view.EnterpriseWords.Length);
        foreach (var word in view.IntentWords)
            if (TextOverlap.IsTelling(word)) given.Add((WordLists.Key(word), true));
        foreach (var word in view.EnterpriseWords)
            if (TextOverlap.IsTelling(word) && !SortedSet.Contains(view.IntentWords, word)) given.Add((WordLists.Key(word), view.IntentWords.IsEmpty));
        Given = [.. given];
        GivenCommon = TextShare.Common(view.IntentWords) + TextShare.Common(view.EnterpriseWords);
        (_askWeight, _askedCommon) = (TextShare.AskWeight(view.AskWords), TextShare.Common(view.AskWords));
        EachForward = Math.Min(TextShare.Whole, (TextShare.Telling * TextShare.Whole + Math.Max(1, _askWeight) - 1) / Math.Max(1, _askWeight));
    }

    /// <summary>The telling words the intent and its enterprise use, and whether the intent asks for them.</summary>
    public (int Key, bool Asked)[] Given { get; }

    /// <summary>How many common words they use, at least.</summary>
    public int GivenCommon { get; }

    /// <summary>What one telling word is of all that is asked, in sixtieths, rounded up.</summary>
    public int EachForward { get; }

    /// <summary>Upper bound of text forward when so many telling words are shared.</summary>
    public float Forward(int shared) => _askWeight == 0 ? 0 : Math.Min(1, (TextShare.Telling * shared + _askedCommon) / (float)_askWeight);

    /// <summary>Upper bound of text backward when so many sixtieths of the peer's asked words are shared.</summary>
    public float Backward(int steps, in HotIntent peer) => TextShare.Of(steps, peer.AskWeight, peer.AskedCommon, GivenCommon);

    /// <summary>The most that common words can make of the peer's text when it does not ask mostly for them.</summary>
    public float CommonBackward => GivenCommon == 0 ? 0 : TextShare.FewCommon / (float)TextShare.Whole;
}
