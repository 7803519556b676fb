using System.Globalization;
using Lucene.Net.Analysis.En;
using Lucene.Net.Analysis.TokenAttributes;
using Lucene.Net.Documents;
using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Search.Similarities;
using Lucene.Net.Store;
using Lucene.Net.Util;
using TradeDesk.Enterprises;
using TradeDesk.Matching;

namespace TradeDesk.Benchmarks;

/// <summary>Something that puts firms in order for a need.</summary>
internal interface IRanker
{
    string Name { get; }

    /// <summary>Keys of the best firms, best first.</summary>
    IReadOnlyList<string> Rank(Enterprise need, int count);
}

/// <summary>The desk's own engine, asked as an ad-hoc need is, by a caller who sees everything.</summary>
internal sealed class EngineRanker(RelevanceDesk desk, ScoringPolicy policy) : IRanker
{
    // A fixed day: the figures must not change with an agreement's entry into force.
    private static readonly DateOnly On = new(2026, 11, 1);

    public string Name => policy == ScoringPolicy.Default ? "engine" : $"engine, {policy.Name}";

    public IReadOnlyList<string> Rank(Enterprise need, int count)
    {
        var query = new MatchQuery { Enterprise = desk.Projection.Project(need), On = On, Policy = policy, Limit = count, SeesControlled = true };
        return [.. desk.Index.Current.Top(query).Select(m => RelevanceDesk.KeyOf(m.PeerId))];
    }
}

/// <summary>Sectors in common over sectors of either (Jaccard), each with the sector above it.</summary>
internal sealed class SectorRanker : IRanker
{
    private readonly RelevanceDesk _desk;
    private readonly (string Id, HashSet<string> Sectors)[] _firms;

    public SectorRanker(RelevanceDesk desk)
    {
        _desk = desk;
        _firms = [.. desk.Firms.Values.Select(f => (f.Id!, Wide(f)))];
    }

    public string Name => "sector overlap";

    public IReadOnlyList<string> Rank(Enterprise need, int count)
    {
        var asked = Wide(need);
        return [.. _firms.Select(f => (f.Id, Score: Overlap(asked, f.Sectors))).Where(f => f.Score > 0).OrderByDescending(f => f.Score).ThenBy(f => f.Id, StringComparer.Ordinal).Take(count).Select(f => RelevanceDesk.KeyOf(f.Id))];
    }

    private HashSet<string> Wide(Enterprise e) => [.. e.EffectiveSectors.Concat(e.Intents.SelectMany(i => i.Sectors)).SelectMany(s => new[] { s, _desk.Sectors.Find(s)?.Parent }.OfType<string>())];

    private static double Overlap(HashSet<string> asked, HashSet<string> given)
    {
        var shared = asked.Count(given.Contains);
        return shared == 0 ? 0 : shared / (double)(asked.Count + given.Count - shared);
    }
}

/// <summary>Plain full-text search: Lucene's English analyser and BM25 over the firm's whole text, every word of the need asked for, none required.</summary>
internal sealed class Bm25Ranker : IRanker
{
    private const string Text = "text", Key = "key";
    private static readonly EnglishAnalyzer Analyser = new(LuceneVersion.LUCENE_48);
    private readonly IndexSearcher _searcher;

    public Bm25Ranker(RelevanceDesk desk)
    {
        var folder = new RAMDirectory();
        using (var writer = new IndexWriter(folder, new IndexWriterConfig(LuceneVersion.LUCENE_48, Analyser) { Similarity = new BM25Similarity() }))
        {
            // In the order of the tie-break: Lucene ranks equal scores in the order of their documents.
            foreach (var (key, firm) in desk.Firms.OrderBy(f => f.Value.Id, StringComparer.Ordinal))
                writer.AddDocument(new Document { new StoredField(Key, key), new TextField(Text, RelevanceDesk.TextOf(firm, asNeed: false), Field.Store.NO) });
            writer.ForceMerge(1);
        }

        _searcher = new IndexSearcher(DirectoryReader.Open(folder)) { Similarity = new BM25Similarity() };
    }

    public string Name => "BM25";

    public IReadOnlyList<string> Rank(Enterprise need, int count)
    {
        var query = new BooleanQuery();
        foreach (var word in Words(RelevanceDesk.TextOf(need, asNeed: true)).Take(BooleanQuery.MaxClauseCount))
            query.Add(new TermQuery(new Term(Text, word)), Occur.SHOULD);
        return [.. _searcher.Search(query, count).ScoreDocs.Select(hit => _searcher.Doc(hit.Doc).Get(Key, CultureInfo.InvariantCulture))];
    }

    private static HashSet<string> Words(string text)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        using var stream = Analyser.GetTokenStream(Text, text);
        var word = stream.AddAttribute<ICharTermAttribute>();
        stream.Reset();
        while (stream.IncrementToken())
            words.Add(word.ToString()!);
        stream.End();
        return words;
    }
}
