namespace TradeDesk.Duplicates.Identity;

/// <summary>The firms of a register in memory and the pairs of them that are likely one. One writer at a time; callers hold a lock.</summary>
/// <param name="least">The lowest score of a pair that is kept.</param>
internal sealed class FirmRegister(double least = Likeness.Proposed)
{
    private readonly Dictionary<string, FirmIdentity> firms = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<LikelyPair>> pairsOf = new(StringComparer.Ordinal);
    private readonly SortedSet<LikelyPair> pairs = new(LikelyPair.BestFirst);
    private readonly FirmBlocks blocks = new();
    private int foundAt;

    public WordRarity Rarity { get; } = new();

    public int Count => firms.Count;

    /// <summary>Best first.</summary>
    public IReadOnlySet<LikelyPair> Pairs => pairs;

    /// <summary>The pairs behind one, best first.</summary>
    public IEnumerable<LikelyPair> After(LikelyPair pair) => pairs.Count == 0 || LikelyPair.BestFirst.Compare(pair, pairs.Max) > 0 ? [] : pairs.GetViewBetween(pair, pairs.Max!).Where(p => LikelyPair.BestFirst.Compare(p, pair) > 0);

    /// <summary>Puts a firm in, or in the place of what it was.</summary>
    /// <param name="find">False while many are put in; <see cref="Find(IEnumerable{string})"/> or <see cref="FindAll"/> then finds their pairs.</param>
    public void Put(FirmIdentity firm, bool find = true)
    {
        Remove(firm.Id);
        firms[firm.Id] = firm;
        foreach (var name in firm.Names)
            Rarity.Add(name);
        blocks.Add(firm);
        if (find)
            Find(firm);
    }

    public void Remove(string id)
    {
        if (!firms.Remove(id, out var there))
            return;
        foreach (var name in there.Names)
            Rarity.Remove(name);
        blocks.Remove(there);
        if (pairsOf.Remove(id, out var gone))
            foreach (var pair in gone)
            {
                pairs.Remove(pair);
                pairsOf[pair.First == id ? pair.Second : pair.First].Remove(pair);
            }
    }

    /// <summary>Finds every pair anew. What a word tells depends on the whole register, so this is due when it has doubled: a load of many records finds them anew a few times only.</summary>
    public void FindAll()
    {
        pairs.Clear();
        pairsOf.Clear();
        blocks.Clear();
        foreach (var firm in firms.Values)
            blocks.Add(firm);
        foreach (var firm in firms.Values)
            Find(firm);
        foundAt = firms.Count;
    }

    /// <summary>Finds the pairs of some firms; one that is gone is passed over.</summary>
    public void Find(IEnumerable<string> ids)
    {
        foreach (var id in ids)
            if (firms.TryGetValue(id, out var firm))
                Find(firm);
    }

    public bool HasOutgrownItsPairs => firms.Count > (foundAt * 2) + 100;

    public void Clear()
    {
        foreach (var id in firms.Keys.ToList())
            Remove(id);
        blocks.Clear();
        foundAt = 0;
    }

    private void Find(FirmIdentity firm)
    {
        foreach (var other in blocks.Near(firm, Rarity))
            if (Likeness.Score(firm, other, Rarity) is var score && score >= least)
                Add(LikelyPair.Of(firm.Id, other.Id, Likeness.Round(score)));
    }

    private void Add(LikelyPair pair)
    {
        if (!pairs.Add(pair))
            return;
        Of(pair.First).Add(pair);
        Of(pair.Second).Add(pair);

        HashSet<LikelyPair> Of(string id) => pairsOf.TryGetValue(id, out var there) ? there : pairsOf[id] = [];
    }
}

/// <summary>Two records that are likely one firm.</summary>
/// <param name="First">The smaller id.</param>
/// <param name="Second">The greater id.</param>
/// <param name="Score">0 to 1, three digits.</param>
internal sealed record LikelyPair(string First, string Second, double Score)
{
    public static readonly IComparer<LikelyPair> BestFirst = Comparer<LikelyPair>.Create((a, b) =>
        b.Score.CompareTo(a.Score) is not 0 and var byScore ? byScore
        : string.CompareOrdinal(a.First, b.First) is not 0 and var byFirst ? byFirst : string.CompareOrdinal(a.Second, b.Second));

    public static LikelyPair Of(string one, string other, double score) => string.CompareOrdinal(one, other) < 0 ? new(one, other, score) : new(other, one, score);
}
