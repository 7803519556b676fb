using System.Diagnostics;
using System.Globalization;
using Lucene.Net.Analysis.Core;
using Lucene.Net.Documents;
using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Search.Similarities;
using Lucene.Net.Store;
using Lucene.Net.Util;
using TradeDesk.Matching;

namespace TradeDesk.Benchmarks;

/// <summary>
/// Lucene.Net over a memory-mapped index: what must hold as filters, what is wished for as clauses with the weight that the policy
/// gives them. That adds up to most of what the asker wants of the other; what the other wants of the asker (words, capability),
/// ranges of value, trust, agreements and the mean of the two directions cannot be said in its queries, so its order differs.
/// </summary>
internal sealed class LucenePeer : IPeer
{
    private const int Answers = 20;

    // An enterprise has up to four intents, each a document.
    private const int Hits = Answers * 4;
    private const string Enterprise = "enterprise", Kind = "kind", Sector = "sector", Product = "product", Word = "word", Country = "country",
        Language = "language", Holds = "holds", Needs = "needs", From = "from", Until = "until", WantsHome = "wants-home";

    private static readonly ScoringPolicy Policy = ScoringPolicy.Default;
    private readonly FlatCodes _codes = new();
    private readonly HashSet<string> _needed = [];
    private readonly string _folder;
    private readonly MMapDirectory _directory;
    private readonly IndexWriter _writer;
    private DirectoryReader? _reader;
    private IndexSearcher? _searcher;

    public LucenePeer(string folder)
    {
        _folder = Path.Combine(folder, "lucene");
        _directory = new(_folder);
        _writer = new(_directory, new IndexWriterConfig(LuceneVersion.LUCENE_48, new KeywordAnalyzer()) { RAMBufferSizeMB = 512 });
    }

    public string Name => $"Lucene.Net {FileVersionInfo.GetVersionInfo(typeof(IndexWriter).Assembly.Location).ProductVersion?.Split('+', ' ')[0]}";

    public string Place => "disk";

    public long Bytes => new DirectoryInfo(_folder).EnumerateFiles().Sum(file => file.Length);

    public void Add(IReadOnlyList<MatchEnterprise> foreign)
    {
        _needed.UnionWith(foreign.SelectMany(enterprise => enterprise.Intents).SelectMany(intent => intent.Certifications).Where(c => c.Mandatory).Select(c => c.Code));
        Parallel.ForEach(foreign, enterprise =>
        {
            foreach (var intent in enterprise.Intents.Where(intent => intent.Open)) _writer.AddDocument(Document(enterprise, intent));
        });
    }

    public void Complete(IReadOnlyList<MatchEnterprise> asking)
    {
        _writer.Commit();
        _writer.WaitForMerges();
        _reader = DirectoryReader.Open(_directory);
        _searcher = new(_reader) { Similarity = new BM25Similarity() };
    }

    public IReadOnlyList<PeerAnswer> Top(MatchQuery query)
    {
        var best = new DisjunctionMaxQuery(0);
        foreach (var intent in query.Enterprise.Intents.Where(intent => intent.Open && (intent.ValidUntil ?? query.On) >= query.On))
            best.Add(Asked(query.Enterprise, intent, query.On.DayNumber));
        var hits = _searcher!.Search(best, Hits).ScoreDocs;
        return [.. hits.Select(hit => _searcher.Doc(hit.Doc).Get(Enterprise, CultureInfo.InvariantCulture)).Distinct().Take(Answers).Select(id => new PeerAnswer(id, double.NaN))];
    }

    public void Dispose()
    {
        _reader?.Dispose();
        _writer.Dispose();
        _directory.Dispose();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    private Document Document(MatchEnterprise enterprise, MatchIntent intent)
    {
        var flat = new FlatIntent(enterprise, intent, _codes);
        var document = new Document
        {
            new StoredField(Enterprise, enterprise.Id), Text(Kind, $"{flat.Kind}"), Text(Country, enterprise.Country),
            new Int32Field(From, flat.ValidFrom, Field.Store.NO), new Int32Field(Until, flat.ValidUntil, Field.Store.NO),
        };
        if (flat.WantsHome > 0) document.Add(Text(WantsHome, "yes"));
        foreach (var sector in flat.Sectors.Distinct()) document.Add(Text(Sector, sector));
        foreach (var code in Prefixes(flat.Products)) document.Add(Text(Product, code));
        foreach (var word in intent.Terms.Concat(enterprise.Terms).Distinct()) document.Add(Text(Word, word));
        foreach (var language in enterprise.Languages.Distinct()) document.Add(Text(Language, language));
        foreach (var held in enterprise.Certifications) document.Add(Text(Holds, held));
        foreach (var (code, _) in intent.Certifications.Where(c => c.Mandatory)) document.Add(Text(Needs, code));
        return document;
    }

    private BooleanQuery Asked(MatchEnterprise enterprise, MatchIntent intent, int day)
    {
        var flat = new FlatIntent(enterprise, intent, _codes);
        var query = new BooleanQuery
        {
            { OneOf(Complements(flat.Kind)), Occur.MUST },
            { OneOf([.. NearSectors(flat), .. flat.Chapters.Select(chapter => Weighted(Product, chapter, 0))]), Occur.MUST },
            { Filter(new TermQuery(new Term(WantsHome, "yes"))), Occur.MUST },
            { Filter(NumericRangeQuery.NewInt32Range(From, 0, day, true, true)), Occur.MUST },
            { Filter(NumericRangeQuery.NewInt32Range(Until, day, int.MaxValue, true, true)), Occur.MUST },
        };
        foreach (var (code, _) in intent.Certifications.Where(c => c.Mandatory)) query.Add(Filter(new TermQuery(new Term(Holds, code))), Occur.MUST);
        foreach (var code in _needed.Except(enterprise.Certifications)) query.Add(new TermQuery(new Term(Needs, code)), Occur.MUST_NOT);
        if (flat.Products.Count > 0)
            query.Add(OneOf([.. Prefixes(flat.Products).Select(code => Weighted(Product, code, Policy.Product * code.Length switch { 6 => 1, 4 => .7, _ => .3 }))]), Occur.SHOULD);
        foreach (var word in (intent.Terms.Count > 0 ? intent.Terms : enterprise.Terms).Distinct())
            query.Add(Weighted(Word, word, Policy.Text * TermWeights.Of(word) / Math.Max(1, flat.AsksWeight)), Occur.SHOULD);
        query.Add(OneOf([.. enterprise.Languages.Select(language => Weighted(Language, language, Policy.Language))]), Occur.SHOULD);
        AddCountries(query, flat);
        return query;
    }

    private static void AddCountries(BooleanQuery query, FlatIntent flat)
    {
        foreach (var country in Named(flat.Exclude)) query.Add(new TermQuery(new Term(Country, country)), Occur.MUST_NOT);
        if (flat.Accept.Count > 0)
            query.Add(OneOf([.. Named(flat.Accept).Select(country => Weighted(Country, country, Policy.Market * (flat.Accept.Contains(country) ? 1 : .8)))]), Occur.MUST);
        else
            foreach (var country in flat.ExportsTo) query.Add(Weighted(Country, country, Policy.Market * .2), Occur.SHOULD);
    }

    private static IEnumerable<string> Named(IReadOnlyList<string> places) =>
        Market.ForeignCountries.Where(country => places.Contains(country) || Market.Model.Markets.GroupsOf(country).Any(places.Contains));

    private static Query[] Complements(int kind) =>
    [
        .. from row in Market.Model.Complements.Rows
           let ask = FlatIntent.KindOf(row.AskType, row.AskRole)
           let give = FlatIntent.KindOf(row.GiveType, row.GiveRole)
           where ask == kind || give == kind
           select Weighted(Kind, $"{(ask == kind ? give : ask)}", Policy.Intent * row.Strength),
    ];

    private static IEnumerable<Query> NearSectors(FlatIntent flat) =>
        from node in Market.Model.Sectors.Nodes
        let proximity = flat.Sectors.Max(sector => Market.Model.Sectors.Proximity(sector, node.Slug))
        where proximity >= Policy.SectorFloor
        select Weighted(Sector, node.Slug, Policy.Sector * proximity);

    private static IEnumerable<string> Prefixes(IEnumerable<string> products) => products.SelectMany(code => new[] { code, code[..4], code[..2] }).Distinct();

    private static StringField Text(string name, string value) => new(name, value, Field.Store.NO);

    /// <summary>The best of the clauses counts, and one must hold where this is a must.</summary>
    private static DisjunctionMaxQuery OneOf(Query[] clauses) => new(clauses, 0);

    private static Query Filter(Query query) => new ConstantScoreQuery(query) { Boost = 0 };

    private static Query Weighted(string field, string value, double weight) => new ConstantScoreQuery(new TermQuery(new Term(field, value))) { Boost = (float)weight };
}
