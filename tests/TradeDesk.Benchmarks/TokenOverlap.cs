using TradeDesk.Taxonomy;

namespace TradeDesk.Benchmarks;

/// <summary>The plain way to compare with: a top sector scores one for each word of the text that its vocabulary holds; of equals the smaller vocabulary leads.</summary>
internal sealed class TokenOverlap
{
    private readonly List<(string Top, HashSet<string> Words)> tops;

    public TokenOverlap(SectorCatalog sectors)
    {
        var phrases = TagSuggester.Phrases(sectors).ToLookup(p => p.Slug, p => p.Phrase);
        tops = [.. sectors.Sectors.GroupBy(s => s.Parent ?? s.Slug, s => s.Slug).Select(g => (g.Key, g.SelectMany(slug => phrases[slug]).SelectMany(TradeText.Words).ToHashSet(StringComparer.Ordinal)))];
    }

    public List<string> Tops(string text)
    {
        var words = TradeText.Words(text).Distinct().ToList();
        return [.. tops.Select(t => (t.Top, Score: words.Count(t.Words.Contains), t.Words.Count)).Where(t => t.Score > 0).OrderByDescending(t => t.Score).ThenBy(t => t.Count).Select(t => t.Top)];
    }
}
