using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TradeDesk.Enterprises;
using TradeDesk.Exchange;
using TradeDesk.Matches;
using TradeDesk.Matching;
using TradeDesk.Taxonomy;

namespace TradeDesk.Benchmarks;

/// <summary>The firms of the home country and the needs of the real files, read by the product's own maps, in memory only.</summary>
internal sealed class RelevanceDesk
{
    private const string Home = "IN";

    private static readonly (string File, string Map)[] Files =
    [
        ("enterprises/indusfood_exhibitors.csv", "indusfood"),
        ("enterprises/cphi_exhibitors.csv", "cphi"),
        ("enterprises/fair_exhibitors.csv", "fair-exhibitors"),
        ("enterprises/startup_exhibitors.csv", "startup-exhibitors"),
        ("enterprises/indiamart_machinery.csv", "machinery-sellers"),
        ("needs/indiamart_keywords.csv", "appliance-sellers"),
        ("needs/rfq_uae.csv", "rfq-uae"),
        ("needs/tenders_ocds.csv", "tenders"),
    ];

    private readonly EnterpriseComposition _composition;
    private readonly EnterpriseSuggestion _suggestion;

    private RelevanceDesk(IServiceProvider services)
    {
        _composition = services.GetRequiredService<EnterpriseComposition>();
        _suggestion = services.GetRequiredService<EnterpriseSuggestion>();
        Projection = services.GetRequiredService<MatchProjection>();
        Index = services.GetRequiredService<MatchIndex>();
        Sectors = services.GetRequiredService<SectorCatalog>();
    }

    public MatchProjection Projection { get; }

    public MatchIndex Index { get; }

    public SectorCatalog Sectors { get; }

    /// <summary>The firms of the home country, by key.</summary>
    public Dictionary<string, Enterprise> Firms { get; } = new(StringComparer.Ordinal);

    /// <summary>The needs that are asked for, by key, in the order asked for.</summary>
    public List<KeyValuePair<string, Enterprise>> Needs { get; private set; } = [];

    /// <summary>Reads the files and fills the index with the firms.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="needs">Keys of the needs: source, slash, id in that source.</param>
    /// <exception cref="InvalidOperationException">A need is not in the files.</exception>
    public static async Task<RelevanceDesk> LoadAsync(string folder, IReadOnlyList<string> needs)
    {
        var app = TradeDeskApplication.Build(["--ConnectionStrings:TradeDesk=Data Source=:memory:"], builder => builder.Logging.ClearProviders());
        var desk = new RelevanceDesk(app.Services);
        var asked = new Dictionary<string, Enterprise>(StringComparer.Ordinal);
        var wanted = needs.ToHashSet(StringComparer.Ordinal);
        foreach (var (file, map) in Files)
            await desk.ReadAsync(app.Services.GetRequiredService<ImportReader>(), Path.Combine(folder, file), ColumnMap.Read(Path.Combine(AppContext.BaseDirectory, "maps", map + ".json")), wanted, asked);
        desk.Needs = [.. needs.Select(key => KeyValuePair.Create(key, asked.GetValueOrDefault(key) ?? throw new InvalidOperationException($"The files hold no need {key}.")))];
        desk.Index.Apply([.. desk.Firms.Select(f => desk.Projection.Project(f.Value))], [], 1);
        await desk.Index.WhenMerged();
        return desk;
    }

    /// <summary>What a reader, and a full-text search, see of a record: its own words, and what it asks for.</summary>
    public static string TextOf(Enterprise e, bool asNeed) =>
        string.Join(" . ", ((IEnumerable<string?>)[asNeed ? null : e.LegalName, string.Join(", ", e.Keywords), e.Summary, .. e.Intents.Select(i => i.Summary)]).Where(t => !string.IsNullOrWhiteSpace(t)));

    /// <summary>What orders firms of equal score: fixed, and unlike any order of the files.</summary>
    public static string TieBreak(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..16] + " " + key;

    /// <summary>The key that <see cref="TieBreak"/> made an id of.</summary>
    public static string KeyOf(string id) => id[17..];

    private async Task ReadAsync(ImportReader reader, string file, ColumnMap map, HashSet<string> wanted, Dictionary<string, Enterprise> asked)
    {
        using var text = ImportReader.Open(file);
        await foreach (var record in reader.CsvAsync(text, map, CancellationToken.None))
        {
            if (record.Document is not { } document)
                continue;
            var key = $"{document.Source}/{document.ExternalId}";
            if (document.Country == Home)
                Firms.TryAdd(key, Complete(document, key));
            else if (wanted.Contains(key))
                asked.TryAdd(key, AsNeed(Complete(document, key)));
        }
    }

    private Enterprise Complete(Enterprise document, string key)
    {
        var complete = _composition.Complete(document) with { Id = TieBreak(key) };
        return complete.EffectiveSectors.Count > 0 ? complete : complete with { SuggestedSectors = _suggestion.Of(complete) };
    }

    // What an exhibitor offers is no need of it.
    private static Enterprise AsNeed(Enterprise e) => e with { Intents = [.. e.Intents.Where(i => i.Role == IntentRole.Seeks)] };
}
