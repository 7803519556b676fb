namespace TradeDesk.Taxonomy;

/// <summary>Finds the sectors that a text speaks of by the trade words of the sector tree, longest phrase first.</summary>
public sealed class SectorLexicon
{
    private const int LongestPhrase = 5;
    private readonly Dictionary<string, string> phrases = new(StringComparer.Ordinal);

    public SectorLexicon(SectorCatalog sectors)
    {
        foreach (var sector in sectors.Sectors)
            foreach (var phrase in sector.Synonyms.Append(sector.Label))
                phrases.TryAdd(string.Join(' ', TradeText.Words(phrase)), sector.Slug);
    }

    /// <summary>The sectors of a text, best evidenced first, with the words that led to each. Longer phrases weigh more; of equals the later one leads, because English names the thing last (a glass grape chandelier is no fruit).</summary>
    public IReadOnlyList<SectorMention> Mentions(string? text)
    {
        var words = TradeText.Words(text).ToArray();
        var found = new Dictionary<string, (int Weight, int Last, List<string> Because)>(StringComparer.Ordinal);
        for (var start = 0; start < words.Length;)
        {
            var (slug, length) = LongestAt(words, start);
            if (slug is null)
            {
                start++;
                continue;
            }

            var (weight, _, because) = found.GetValueOrDefault(slug, (0, 0, []));
            because.Add(string.Join(' ', words[start..(start + length)]));
            found[slug] = (weight + (length * length), start, because);
            start += length;
        }

        return [.. found.OrderByDescending(f => f.Value.Weight).ThenByDescending(f => f.Value.Last).Select(f => new SectorMention(f.Key, f.Value.Weight, [.. f.Value.Because.Distinct()]))];
    }

    private (string? Slug, int Length) LongestAt(string[] words, int start)
    {
        for (var length = Math.Min(LongestPhrase, words.Length - start); length > 0; length--)
            if (phrases.TryGetValue(string.Join(' ', words[start..(start + length)]), out var slug))
                return (slug, length);
        return (null, 0);
    }
}

/// <summary>A sector that a text speaks of.</summary>
public sealed record SectorMention(string Slug, int Weight, IReadOnlyList<string> Because);
