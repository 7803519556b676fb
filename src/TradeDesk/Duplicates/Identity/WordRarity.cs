namespace TradeDesk.Duplicates.Identity;

/// <summary>How much a word of a name tells, counted over the register: a rare word much, a frequent one little.</summary>
internal sealed class WordRarity
{
    // As if so many other names had been counted: in a small register every word would be frequent.
    private const double Assumed = 1000;

    private readonly Dictionary<string, (int All, int Led)> counts = new(StringComparer.Ordinal);
    private int names;

    public int Names => names;

    public void Add(NameKey name) => Count(name, 1);

    public void Remove(NameKey name) => Count(name, -1);

    /// <summary>How many names have the word.</summary>
    public int Of(string word) => counts.GetValueOrDefault(word).All;

    /// <summary>0 for a word that everyone has, 1 for one that nobody else has; less for places and trades. Names that a word leads count by their root: a firm with many branches leads many names with its own.</summary>
    public double Share(NameKey name, int place)
    {
        var (all, led) = counts.GetValueOrDefault(name.Core[place]);
        return Math.Log((names + Assumed) / (all - led + Math.Sqrt(led) + 1)) / Math.Log(names + Assumed) * name.Tell[place];
    }

    private void Count(NameKey name, int by)
    {
        names += by;
        for (var i = 0; i < name.Core.Length; i++)
        {
            var (all, led) = counts.GetValueOrDefault(name.Core[i]);
            if (all + by <= 0)
                counts.Remove(name.Core[i]);
            else
                counts[name.Core[i]] = (all + by, i == 0 ? led + by : led);
        }
    }
}
