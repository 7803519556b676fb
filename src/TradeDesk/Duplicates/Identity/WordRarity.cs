using System.Runtime.InteropServices;

namespace TradeDesk.Duplicates.Identity;

/// <summary>How much a word of a name tells, counted over the register: a rare word much, a frequent one little.</summary>
internal sealed class WordRarity
{
    // As if so many other names had been counted: in a small register every word would be frequent.
    private const double Assumed = 1000;

    private readonly Dictionary<string, WordCount> counts = new(StringComparer.Ordinal);
    private int names;
    private double most = Math.Log(Assumed);

    public int Names => names;

    public void Add(NameKey name) => Count(name, 1);

    public void Remove(NameKey name) => Count(name, -1);

    /// <summary>How many names have the word.</summary>
    public int Of(string word) => counts.GetValueOrDefault(word).All;

    /// <summary>
    /// 0 for a word that everyone has, 1 for one that nobody else has; less for places and trades. The names that it leads count by their root: a firm
    /// with many branches leads many names with its own.
    /// </summary>
    public double Share(string word)
    {
        if (!counts.TryGetValue(word, out var count))
            return CommonWords.Tells(word);
        return Math.Max(0, 1 - (Math.Log(count.All - count.Led + Math.Sqrt(count.Led) + 1) / most)) * count.Tells;
    }

    private void Count(NameKey name, int by)
    {
        names += by;
        most = Math.Log(names + Assumed);
        for (var i = 0; i < name.Core.Length; i++)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, name.Core[i], out var there);
            count = new(count.All + by, i == 0 ? count.Led + by : count.Led, there ? count.Tells : CommonWords.Tells(name.Core[i]));
            if (count.All <= 0)
                counts.Remove(name.Core[i]);
        }
    }

    /// <param name="All">Names that have the word.</param>
    /// <param name="Led">Those that begin with it.</param>
    /// <param name="Tells">How much words of its kind tell, 0 to 1.</param>
    private readonly record struct WordCount(int All, int Led, float Tells);
}
