using System.Buffers;

namespace TradeDesk.Taxonomy;

/// <summary>
/// Free text to tags, by words alone: the longest phrases the desk knows, then single words weighed by how few sectors speak them, the head of
/// each clause before its modifiers, frames such as "machine" or "wholesaler" that move the sector, and siblings that speak for their parent.
/// Nothing is learned from rows and nothing is fetched; the same text always gets the same tags.
/// </summary>
public sealed class TagSuggester(SectorCatalog sectors, CountryCatalog countries)
{
    /// <summary>The longest text that is read, in characters.</summary>
    public const int LongestText = 10_000;

    private const int MostWords = 2048, MostHits = 192, MostTops = 6, MostProducts = 8, MostCountries = 10, MostBecause = 6;
    private const double Doubt = 0.6, Weakest = 0.05;
    private readonly TagVocabulary vocabulary = new(sectors, countries);

    /// <summary>Edition of the sector tree.</summary>
    public string Version => sectors.Version;

    /// <summary>The tags of a text, likeliest first.</summary>
    public TagSuggestion Suggest(string text)
    {
        var size = Math.Min(MostWords, (text.Length / 2) + 1);
        var rented = ArrayPool<TextWord>.Shared.Rent(size);
        try
        {
            var words = rented.AsSpan(0, new TextWords(vocabulary, text, rented.AsSpan(0, size)).Read());
            Span<PhraseHit> room = stackalloc PhraseHit[MostHits];
            Span<double> scores = stackalloc double[vocabulary.Sectors.Length];
            scores.Clear();
            var scorer = new SectorScorer(vocabulary, words, room, scores);
            scorer.Score();
            var found = new TextEvidence(vocabulary, text, words, scorer.Hits, scores);
            return new(found.Sectors(MostTops, Doubt, Weakest, MostBecause), found.Products(MostProducts, Doubt, MostBecause), Countries(text, words));
        }
        finally
        {
            ArrayPool<TextWord>.Shared.Return(rented);
        }
    }

    /// <summary>Every phrase of the vocabulary with its sector, for those who compare.</summary>
    public static IEnumerable<(string Slug, string Phrase)> Phrases(SectorCatalog sectors) => TagVocabulary.Phrases(sectors);

    private List<SuggestedCountry> Countries(string text, ReadOnlySpan<TextWord> words)
    {
        var found = new List<(Country Country, int First, int Count, double Confidence)>();
        CountryScan.Find(vocabulary, text, words, found);
        if (found.Count == 0)
            return [];
        var named = new List<SuggestedCountry>();
        foreach (var (country, first, count, confidence) in found)
        {
            var written = text[words[first].Start..words[first + count - 1].End];
            if (named.FindIndex(c => c.Code == country.Code) is >= 0 and var there)
                named[there] = named[there] with { Confidence = Math.Max(confidence, named[there].Confidence), Because = [.. named[there].Because.Append(written).Distinct(StringComparer.OrdinalIgnoreCase)] };
            else if (named.Count < MostCountries)
                named.Add(new(country.Code, confidence, [written]));
        }

        return [.. named.OrderByDescending(c => c.Confidence)];
    }
}
