namespace TradeDesk.Demonstration;

/// <summary>
/// A small source of chance, named by a text: the same text gives the same draws on every machine and runtime, and a new
/// enterprise in the facts leaves the others as they are. SplitMix64 (Steele, Lea, Flood 2014) over an FNV-1a hash.
/// </summary>
internal sealed class Draw(string name)
{
    private ulong state = name.Aggregate(14695981039346656037, (hash, c) => (hash ^ c) * 1099511628211);

    /// <summary>A number from <paramref name="least"/> to <paramref name="most"/>, both included.</summary>
    public int Number(int least, int most) => least + (int)(Next() % (ulong)(most - least + 1));

    /// <summary>True in that many of a hundred draws.</summary>
    public bool Chance(int percent) => Number(1, 100) <= percent;

    public T Pick<T>(IReadOnlyList<T> from) => from[Number(0, from.Count - 1)];

    /// <summary>At most so many different ones, in the order drawn.</summary>
    public List<T> Some<T>(IEnumerable<T> from, int most)
    {
        var left = from.ToList();
        var drawn = new List<T>();
        while (drawn.Count < most && left.Count > 0)
        {
            var one = Pick(left);
            left.Remove(one);
            drawn.Add(one);
        }

        return drawn;
    }

    /// <summary>So many characters of an alphabet.</summary>
    public string Text(string alphabet, int length) => string.Concat(Enumerable.Range(0, length).Select(_ => alphabet[Number(0, alphabet.Length - 1)]));

    private ulong Next()
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
