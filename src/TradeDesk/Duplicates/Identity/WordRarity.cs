using System.Collections.Frozen;

namespace TradeDesk.Duplicates.Identity;

/// <summary>How much a word of a name tells, counted over the register: a rare word much, a place or a trade word little.</summary>
internal sealed class WordRarity
{
    // As if so many other names had been counted: in a small register every word would be frequent.
    private const double Assumed = 1000;

    private static readonly FrozenSet<string> Places = Set(
        """
        india bharat china usa us america american americas uk britain british england japan nippon brasil brazil brazilian mexico mexicana canada canadian korea vietnam thailand thai singapore hong kong hk taiwan germany deutschland german italy italia france francaise
        pakistan indonesia malaysia chile peru peruana colombia colombiana argentina ecuador turkey turk turkiye polska poland iberia espana spain portugal netherlands nederland belgium schweiz swiss switzerland austria sverige sweden norge norway danmark denmark finland hungary hungaria
        romania bulgaria ukraine russia rus greece hellas israel egypt africa african asia asian europe european pacific australia zealand nz emirates uae dubai saudi arabia gulf middle east north south west east northern southern central latin na emea apac global world worldwide national
        shanghai shenzhen dongguan guangzhou guangdong ningbo qingdao shandong xiamen suzhou foshan beijing tianjin zhejiang jiangsu hangzhou wuxi huizhou zhongshan fujian zhuhai hebei henan nanjing wenzhou chengdu wuhan changzhou jinan dalian kunshan mumbai delhi chennai bangalore kolkata gujarat tamilnadu istanbul london paris berlin tokyo osaka seoul
        """);

    private static readonly FrozenSet<string> Trades = Set(
        """
        industry industries industrial industria industrias industrie chemical chemicals chimie kimya quimica rubber tyre tyres tire tires trading trade trader traders enterprise enterprises product products productos produits production service services servicios technology technologies tech technical
        logistics logistica supply chain manufacturing manufacturer manufacturers mfg automotive auto system systems sistemas import imports export exports solutions solution engineering engineers plastic plastics polymer polymers material materials steel metal metals electric electronic electronics equipment machinery machine machines tools
        textile textiles food foods pharma pharmaceutical pharmaceuticals laboratories lab labs research development center centre institute university association ministry defence defense aerospace aviation security marine shipping cargo transport transportes freight forwarding consulting design software digital power energy
        sales marketing business commercial comercial comercio comercializadora distribution distribuidora packaging paper construction building plant warehouse branch filial office division unit factory works general new super first united golden best great modern advanced precision innovation innovations bank
        """);

    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);
    private int names;

    public int Names => names;

    public void Add(NameKey name) => Count(name, 1);

    public void Remove(NameKey name) => Count(name, -1);

    /// <summary>How many names have the word.</summary>
    public int Of(string word) => counts.GetValueOrDefault(word);

    /// <summary>What a word of a name weighs at its place; the first words are what a firm is called by.</summary>
    public double Weight(string word, int place)
    {
        var weight = Math.Log((names + Assumed) / (Of(word) + 1));
        weight *= Places.Contains(word) ? 0.3 : Trades.Contains(word) ? 0.5 : word.Length < 2 ? 0.3 : word.Length < 3 ? 0.6 : 1;
        return weight * (place switch { 0 => 1, 1 => 0.5, 2 => 0.35, _ => 0.25 });
    }

    /// <summary>0 for a word that everyone has, 1 for one that nobody else has.</summary>
    public double Share(string word) =>
        Places.Contains(word) ? 0.1 : Math.Log((names + Assumed) / (Of(word) + 1)) / Math.Log(names + Assumed) * (Trades.Contains(word) ? 0.5 : 1);

    private void Count(NameKey name, int by)
    {
        names += by;
        foreach (var word in name.Core.Distinct())
            if ((counts[word] = counts.GetValueOrDefault(word) + by) <= 0)
                counts.Remove(word);
    }

    private static FrozenSet<string> Set(string words) => words.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
