using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TradeDesk.Taxonomy;

namespace TradeDesk.Exchange;

/// <summary>Turns one row into an enterprise document by a column map.</summary>
public sealed partial class RowMapper(ColumnMap map, CountryCatalog countries, SectorLexicon lexicon, DeskSettings desk)
{
    /// <summary>The document of a row; members that the row leaves empty are absent.</summary>
    public JsonObject Map(Func<string, string> cell)
    {
        var document = new JsonObject { ["source"] = map.Source };
        Put(document, "externalId", Values(map.ExternalId, cell) is { Count: > 0 } key ? Joined(map.ExternalId, key) : null);
        foreach (var (member, rule) in map.Members)
            Put(document, member, Node(rule, cell));
        if (map.SuggestSectors is { } suggest)
            Put(document, "sectors", Sectors(suggest, document["sectors"] as JsonArray, cell));
        document["intents"] = new JsonArray([.. map.Intents.Where(rule => Applies(rule, cell, document["country"]?.ToString())).Select(rule => Intent(rule, cell))]);
        return document;
    }

    private JsonNode? Node(ColumnRule rule, Func<string, string> cell)
    {
        if (rule.Value is { } fixedValue)
            return fixedValue.DeepClone();
        var values = Values(rule, cell);
        if (values.Count == 0)
            return null;
        if (rule.Split is not null)
            return new JsonArray([.. values.Distinct().Take(rule.Most == 0 ? values.Count : rule.Most).Select(v => Typed(rule, v))]);
        return Typed(rule, Joined(rule, values));
    }

    private static string Joined(ColumnRule rule, List<string> values) => Cut(rule.Prefix + string.Join(rule.As == ColumnKind.Slug ? '-' : ' ', values), rule.Longest);

    private List<string> Values(ColumnRule rule, Func<string, string> cell)
    {
        var texts = rule.AllColumns().Select(c => cell(c).Trim());
        var parts = rule.Split is { } split ? texts.SelectMany(t => t.Split(split, StringSplitOptions.TrimEntries)) : texts;
        var given = parts.Where(p => p.Length > 0 && rule.Ignored?.IsMatch(p) != true).ToList();
        if (given.Count == 0 && rule.Default is not null)
            given.Add(rule.Default);
        var meant = rule.Values is null ? given : [.. given.SelectMany(v => Meaning(rule, v))];
        return [.. meant.Select(v => Shape(rule, v)).Where(v => v.Length > 0)];
    }

    private static IEnumerable<string> Meaning(ColumnRule rule, string value) =>
        rule.Values!.TryGetValue(value, out var meant) ? meant : rule.KeepOthers ? [value] : [];

    private string Shape(ColumnRule rule, string value)
    {
        var shaped = rule.As switch
        {
            ColumnKind.Country => countries.InAddress(value)?.Code ?? value,
            ColumnKind.Slug => Slug(value),
            ColumnKind.Website => value.Contains("://", StringComparison.Ordinal) ? value : "https://" + value,
            _ => value,
        };
        return Cut(shaped, rule.Longest);
    }

    // Never between the two halves of one character.
    private static string Cut(string text, int longest) =>
        longest == 0 || text.Length <= longest ? text : text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)].TrimEnd(' ', '-');

    private static JsonNode Typed(ColumnRule rule, string value) =>
        rule.As == ColumnKind.Number && decimal.TryParse(value.Replace(",", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number % 1 == 0 && Math.Abs(number) < int.MaxValue ? (int)number : number)
            : JsonValue.Create(value);

    private JsonArray? Sectors(SuggestRule rule, JsonArray? stated, Func<string, string> cell)
    {
        if (stated is not null && rule.Prefer == SuggestPreference.Stated)
            return stated;
        var words = Mentions(rule.Columns, cell).Concat(Mentions(rule.Names, cell).Where(m => m.Because.Any(phrase => phrase.Contains(' ', StringComparison.Ordinal))))
            .Select(m => m.Slug).Distinct().Except(rule.Except).Take(rule.Most).ToList();
        if (words.Count == 0)
            return stated;
        var more = rule.Prefer == SuggestPreference.Both ? (stated ?? []).Select(s => (string)s!) : [];
        return new JsonArray([.. words.Union(more).Select(s => (JsonNode)s)]);
    }

    private IReadOnlyList<SectorMention> Mentions(IReadOnlyList<string> columns, Func<string, string> cell) =>
        lexicon.Mentions(string.Join(" . ", columns.Select(cell)));

    private bool Applies(IntentRule rule, Func<string, string> cell, string? country)
    {
        if (rule.Home is { } home && home != (country == desk.HomeCountry))
            return false;
        if (rule.Column is null)
            return true;
        var values = rule.Split is { } split ? cell(rule.Column).Split(split, StringSplitOptions.TrimEntries) : [cell(rule.Column).Trim()];
        return values.Any(v => v.Length > 0 && (rule.Is.Count == 0 || rule.Is.Contains(v, StringComparer.OrdinalIgnoreCase)));
    }

    private static JsonNode Intent(IntentRule rule, Func<string, string> cell)
    {
        var intent = rule.Intent.DeepClone();
        if (rule.SummaryFrom is { } column && cell(column).Trim() is { Length: > 0 } summary)
            intent["summary"] = summary;
        return intent;
    }

    private static void Put(JsonObject document, string member, JsonNode? value)
    {
        if (value is null)
            return;
        var parts = member.Split('/');
        var owner = document;
        foreach (var part in parts[..^1])
            owner = owner[part] as JsonObject ?? (JsonObject)(owner[part] = new JsonObject())!;
        owner[parts[^1]] = value;
    }

    private static string Slug(string value) => NotWord().Replace(TradeText.Fold(value), "-").Trim('-');

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotWord();
}
