namespace TradeDesk.Taxonomy;

/// <summary>
/// Every phrase the desk knows, as a tree of words: each phrase with the sectors, HS headings, country or frame it speaks for,
/// and each word with the sectors that the phrases around it belong to.
/// </summary>
internal sealed class TagVocabulary
{
    private const int MostSectorsOfWord = 6, ShortestPart = 4;
    private readonly Dictionary<string, int> words = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private readonly Dictionary<long, int> steps = [];
    private readonly List<PhraseNode> nodes = [new()];
    private readonly Dictionary<string, int> numbers;
    private readonly List<Dictionary<int, double>> around = [];
    private readonly List<(string Ending, int Number)> endings = [];

    public TagVocabulary(SectorCatalog sectors, CountryCatalog countries)
    {
        lookup = words.GetAlternateLookup<ReadOnlySpan<char>>();
        Sectors = [.. sectors.Sectors];
        numbers = Sectors.Index().ToDictionary(s => s.Item.Slug, s => s.Index, StringComparer.Ordinal);
        TopOf = [.. Sectors.Select(s => numbers[s.Parent ?? s.Slug])];
        var trade = FactFile.Read<TradeWords>("trade-words");
        Frames = [.. trade.Frames.Select(f => new SectorFrame(f, numbers))];
        foreach (var (slug, phrase, strength) in Spoken(sectors))
            Add(phrase, numbers[slug], strength);
        AddProducts(FactFile.Read<ProductWords>("product-words"));
        AddFrames(trade);
        AddEndings(trade);
        AddCountries(countries);
        foreach (var node in nodes)
            node.Settle();
        WordSectors = [.. around.Select(Weigh)];
    }

    /// <summary>The sectors by number, parents before their leaves.</summary>
    public Sector[] Sectors { get; }

    /// <summary>The number of the top sector of each.</summary>
    public int[] TopOf { get; }

    public SectorFrame[] Frames { get; }

    /// <summary>For each word, the sectors it speaks for when no phrase is known, each with a weight.</summary>
    public Evidence[][] WordSectors { get; }

    public PhraseNode Node(int node) => nodes[node];

    /// <summary>The number of a folded word in the singular; -1 when no phrase has it.</summary>
    public int Word(ReadOnlySpan<char> word) => lookup.TryGetValue(word, out var number) ? number : -1;

    /// <summary>The number of the word that an unknown one ends in: a hairbrush is a brush, a chronometer a meter. -1 when it ends in none.</summary>
    public int Guess(ReadOnlySpan<char> word)
    {
        for (var i = ShortestPart; i <= word.Length - ShortestPart; i++)
            if (lookup.TryGetValue(word[..i], out _) && lookup.TryGetValue(word[i..], out var head) && around[head].Count > 0)
                return head;
        foreach (var (ending, number) in endings)
            if (word.Length >= ending.Length + ShortestPart && word.EndsWith(ending))
                return number;
        return -1;
    }

    /// <summary>The node one word further; -1 when no phrase goes on like that.</summary>
    public int Step(int node, in TextWord word) => word.Case.HasFlag(WordCase.Guessed) ? -1 : Step(node, word.Word);

    private int Step(int node, int word) => word >= 0 && steps.TryGetValue(((long)node << 32) | (uint)word, out var next) ? next : -1;

    /// <summary>Every phrase with the sector it speaks for.</summary>
    public static IEnumerable<(string Slug, string Phrase)> Phrases(SectorCatalog sectors) => Spoken(sectors).Select(p => (p.Slug, p.Phrase));

    // What a sector is called weighs more than what its texts say, and that more than the products of its headings.
    private static IEnumerable<(string Slug, string Phrase, double Strength)> Spoken(SectorCatalog sectors)
    {
        foreach (var sector in sectors.Sectors)
        {
            foreach (var phrase in sector.Synonyms.Concat(sector.Labels.Values))
                yield return (sector.Slug, phrase, 1);
            foreach (var part in sector.Label.Split([",", "&", " and "], StringSplitOptions.TrimEntries))
                yield return (sector.Slug, part, 0.6);
        }

        foreach (var (slug, phrases) in FactFile.Read<TradeWords>("trade-words").Words)
            foreach (var phrase in Split(phrases))
                yield return (slug, phrase, 0.9);
        var sectorOf = SectorOfHeading(sectors);
        foreach (var (heading, phrases) in FactFile.Read<ProductWords>("product-words").Headings)
            foreach (var phrase in Split(phrases))
                if (sectorOf.TryGetValue(heading, out var slug))
                    yield return (slug, phrase, 0.8);
    }

    private static Dictionary<string, string> SectorOfHeading(SectorCatalog sectors)
    {
        var sectorOf = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var sector in sectors.Sectors)
            foreach (var heading in (sector.Codes.GetValueOrDefault("HS") ?? []).SelectMany(Expand))
                sectorOf.TryAdd(heading, sector.Slug);
        return sectorOf;
    }

    private void AddProducts(ProductWords products)
    {
        foreach (var (heading, phrases) in products.Headings)
            foreach (var phrase in Split(phrases))
                nodes[Path(TradeText.Words(phrase))].Headings.Add(heading);
    }

    private void AddFrames(TradeWords trade)
    {
        foreach (var (number, frame) in trade.Frames.Index())
            foreach (var phrase in Split(frame.Words))
                nodes[Path(TradeText.Words(phrase))].Frame = number;
    }

    private void AddEndings(TradeWords trade)
    {
        // With its hyphen an ending is a word that no text can have.
        foreach (var (ending, slug) in trade.Affixes)
        {
            endings.Add((ending[1..], words[ending] = words.Count));
            around.Add(new() { [numbers[slug]] = 1 });
        }
    }

    private void AddCountries(CountryCatalog countries)
    {
        foreach (var country in countries.Countries)
            foreach (var spelling in country.Names.Values.Concat(country.Spellings))
            {
                var path = TradeText.Words(spelling).ToList();
                if (path is ["the", _, ..])
                    path.RemoveAt(0);
                if (path.Sum(w => w.Length) <= 1)
                    continue;
                var node = nodes[Path(path)];
                if (spelling.Any(char.IsLower) || spelling.Any(char.IsUpper))
                    node.Country ??= country;
                else
                    node.CountryWithoutCase ??= country;
            }
    }

    private void Add(string phrase, int sector, double strength)
    {
        var path = TradeText.Words(phrase).ToList();
        if (path.Count == 0)
            return;
        nodes[Path(path)].Add(sector, strength);
        var content = path.Where(w => !PlainWords.Is(w)).ToList();
        foreach (var word in content)
        {
            var about = around[words[word]];
            about[sector] = about.GetValueOrDefault(sector) + (strength / content.Count);
        }
    }

    private int Path(IEnumerable<string> path)
    {
        var node = 0;
        foreach (var word in path)
        {
            if (words.TryAdd(word, words.Count))
                around.Add([]);
            var key = ((long)node << 32) | (uint)words[word];
            if (!steps.TryGetValue(key, out var next))
            {
                steps[key] = next = nodes.Count;
                nodes.Add(new());
            }

            node = next;
        }

        return node;
    }

    // A word speaks the louder the fewer top sectors it is spoken in.
    private Evidence[] Weigh(Dictionary<int, double> about)
    {
        var sum = about.Values.Sum();
        if (sum == 0)
            return [];
        var tops = about.GroupBy(a => TopOf[a.Key], a => a.Value / sum).Select(g => g.Sum());
        var clarity = tops.Sum(p => p * p) * (sum / (sum + 0.3));
        return [.. about.OrderByDescending(a => a.Value).ThenBy(a => a.Key).Take(MostSectorsOfWord).Select(a => new Evidence(a.Key, (float)(clarity * a.Value / sum)))];
    }

    private static string[] Split(string phrases) => phrases.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> Expand(string codes) =>
        codes.Split('-') is [var first, var last]
            ? Enumerable.Range(int.Parse(first, null), int.Parse(last, null) - int.Parse(first, null) + 1).Select(n => n.ToString("D4", null))
            : [codes];

    private sealed record ProductWords(string Version, IReadOnlyDictionary<string, string> Headings);
}

/// <summary>The trade words of the sectors and the frames that turn them.</summary>
internal sealed record TradeWords(string Version, IReadOnlyDictionary<string, string> Words, IReadOnlyDictionary<string, string> Affixes, IReadOnlyList<FrameFact> Frames);

/// <summary>Evidence for one sector.</summary>
internal readonly record struct Evidence(int Sector, float Weight);

/// <summary>What a phrase speaks for.</summary>
internal sealed class PhraseNode
{
    private readonly Dictionary<int, double> strengths = [];

    public Evidence[] Sectors { get; private set; } = [];

    public List<string> Headings { get; } = [];

    /// <summary>The frame it opens; -1 for none.</summary>
    public int Frame { get; set; } = -1;

    public Country? Country { get; set; }

    /// <summary>The country it names in a script without capitals: in Latin letters such a name may be a common word of another language.</summary>
    public Country? CountryWithoutCase { get; set; }

    public bool IsTag => Sectors.Length > 0 || Headings.Count > 0 || Frame >= 0;

    public void Add(int sector, double strength) => strengths[sector] = Math.Max(strengths.GetValueOrDefault(sector), strength);

    /// <summary>A phrase of several sectors is shared among them.</summary>
    public void Settle() =>
        Sectors = [.. strengths.OrderBy(s => s.Key).Select(s => new Evidence(s.Key, (float)(s.Value / Math.Pow(strengths.Count, 0.7))))];
}
