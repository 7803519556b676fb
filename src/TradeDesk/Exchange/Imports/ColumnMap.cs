using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TradeDesk.Data;
using TradeDesk.Http;

namespace TradeDesk.Exchange;

/// <summary>
/// How the columns of a CSV file become enterprise documents. A map is a small JSON file:
/// <c>source</c> names the register, <c>externalId</c> and <c>members</c> say where each member comes from, <c>intents</c>
/// says which values mean which intent, <c>suggestSectors</c> lets trade words tag rows.
/// </summary>
public sealed record ColumnMap
{
    /// <summary>The register that the file comes from.</summary>
    public required string Source { get; init; }

    /// <summary>What the map assumes, for its readers.</summary>
    public string? Note { get; init; }

    /// <summary>What names a row from outside; the same in the next edition of the file.</summary>
    public required ColumnRule ExternalId { get; init; }

    /// <summary>Rules by member of the enterprise document, such as <c>legalName</c> or <c>ownership/womenLed</c>.</summary>
    public required IReadOnlyDictionary<string, ColumnRule> Members { get; init; }

    /// <summary>The intents that a row means.</summary>
    public IReadOnlyList<IntentRule> Intents { get; init; } = [];

    /// <summary>Text columns whose trade words give the sectors of a row.</summary>
    public SuggestRule? SuggestSectors { get; init; }

    /// <exception cref="SettingsException">The map cannot be read.</exception>
    public static ColumnMap Read(string file)
    {
        try
        {
            return Parse(File.ReadAllText(file), $"The map {file}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"The map {file} cannot be read: {e.Message}");
        }
    }

    /// <exception cref="SettingsException">It is no map; the message begins with what it is called.</exception>
    public static ColumnMap Parse(string json, string called = "The map")
    {
        try
        {
            return JsonSerializer.Deserialize<ColumnMap>(json, DeskJson.Options) ?? throw new SettingsException($"{called} holds no map.");
        }
        catch (JsonException e)
        {
            var fault = ProblemExceptionHandler.Describe(e);
            throw new SettingsException($"{called} is not valid at '{fault.Pointer}': {fault.Message}");
        }
    }

    /// <summary>Every column the map names.</summary>
    public IEnumerable<string> Columns() =>
        Members.Values.Append(ExternalId).SelectMany(r => r.AllColumns())
            .Concat(Intents.SelectMany(i => i.AllColumns()))
            .Concat(SuggestSectors?.AllColumns() ?? [])
            .Distinct(StringComparer.Ordinal);
}

/// <summary>Where one member comes from.</summary>
public sealed record ColumnRule
{
    /// <summary>The column.</summary>
    public string? Column { get; init; }

    /// <summary>Several columns, joined with a blank (slugs with a hyphen), or gathered when <c>split</c> is given.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>A fixed value instead of a column.</summary>
    public JsonNode? Value { get; init; }

    /// <summary>A fixed text that is set before the value, such as <c>"RFQ buyer "</c>.</summary>
    public string? Prefix { get; init; }

    /// <summary>What parts a list of values; makes the member a list.</summary>
    public string? Split { get; init; }

    /// <summary>Keeps this many values of a list; 0 keeps them all.</summary>
    public int Most { get; init; }

    /// <summary>A regular expression, without case: a value that it matches counts as empty.</summary>
    public string? Ignore
    {
        get;
        init => Ignored = (field = value) is null ? null : Pattern(value!);
    }

    /// <summary>What each value of the column means, compared without case; a value that is not listed is left out (or kept, with <c>keepOthers</c>).</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Values
    {
        get;
        init => field = value is null ? null : WithoutCase(value);
    }

    /// <summary>Keeps values that <c>values</c> does not list.</summary>
    public bool KeepOthers { get; init; }

    /// <summary>The value when the column is empty; it is looked up in <c>values</c> like any other.</summary>
    public string? Default { get; init; }

    /// <summary><c>text</c> (default), <c>number</c>, <c>country</c> (any spelling), <c>slug</c> or <c>website</c> (a bare domain).</summary>
    public ColumnKind As { get; init; } = ColumnKind.Text;

    /// <summary>Cuts each value to this many characters; 0 keeps it whole.</summary>
    public int Longest { get; init; }

    internal Regex? Ignored { get; private init; }

    internal IEnumerable<string> AllColumns() => Column is null ? Columns : [Column, .. Columns];

    // Without backtracking, so that no pattern of a map can hang an import.
    private static Regex Pattern(string pattern)
    {
        try
        {
            return new(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new JsonException($"Give a regular expression: {e.Message}");
        }
    }

    private static Dictionary<string, IReadOnlyList<string>> WithoutCase(IReadOnlyDictionary<string, IReadOnlyList<string>> values)
    {
        var folded = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var (value, meant) in values)
            if (!folded.TryAdd(value, meant))
                throw new JsonException($"Give each value once; '{value}' stands there in another case.");
        return folded;
    }
}

public enum ColumnKind
{
    Text = 1,
    Number = 2,
    Country = 3,
    Slug = 4,
    Website = 5,
}

/// <summary>An intent that a row means.</summary>
public sealed record IntentRule
{
    /// <summary>The column that is looked at; absent means every row.</summary>
    public string? Column { get; init; }

    /// <summary>What parts the values in that column.</summary>
    public string? Split { get; init; }

    /// <summary>The row means this intent when the column holds one of these values, compared without case; empty means any value.</summary>
    public IReadOnlyList<string> Is { get; init; } = [];

    /// <summary>Only rows of the home country (true) or of others (false).</summary>
    public bool? Home { get; init; }

    /// <summary>The intent, as in the enterprise document.</summary>
    public required JsonObject Intent { get; init; }

    /// <summary>A column whose text becomes the intent's summary.</summary>
    public string? SummaryFrom { get; init; }

    internal IEnumerable<string> AllColumns() => new[] { Column, SummaryFrom }.OfType<string>();
}

/// <summary>Sectors from the trade words of text columns.</summary>
public sealed record SuggestRule
{
    /// <summary>The text columns.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Columns of firms' names. There only phrases of two words or more count: Ready Meals Ltd cooks, Honey Well sells no honey.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>How many sectors at most; default 3.</summary>
    public int Most { get; init; } = 3;

    /// <summary>Sectors that words alone do not make, such as <c>retail-trade</c> where everyone calls himself a retailer.</summary>
    public IReadOnlyList<string> Except { get; init; } = [];

    /// <summary>What counts in a row that states sectors and speaks of some too; default what it states.</summary>
    public SuggestPreference Prefer { get; init; } = SuggestPreference.Stated;

    internal IEnumerable<string> AllColumns() => Columns.Concat(Names);
}

/// <summary>What counts in a row that states sectors and speaks of some too.</summary>
public enum SuggestPreference
{
    /// <summary>The stated sectors alone.</summary>
    Stated = 1,

    /// <summary>The trade words alone; the stated sectors are for rows without any.</summary>
    Words = 2,

    /// <summary>First the trade words, then the stated sectors.</summary>
    Both = 3,
}
