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
        Put(document, "externalId", Values(map.ExternalId, cell) is { Count: > 0 } key ? string.Join(' ', key) : null);
        foreach (var (member, rule) in map.Members)
            Put(document, member, Node(rule, cell));
        if (map.SuggestSectors is { } suggest && document["sectors"] is null)
            Put(document, "sectors", Suggest(suggest, cell));
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
            return new JsonArray([.. values.Distinct().Select(v => Typed(rule, v))]);
        return Typed(rule, string.Join(' ', values));
    }

    private List<string> Values(ColumnRule rule, Func<string, string> cell)
    {
        var texts = rule.AllColumns().Select(c => cell(c).Trim());
        var parts = rule.Split is { } split ? texts.SelectMany(t => t.Split(split, StringSplitOptions.TrimEntries)) : texts;
        var given = parts.Where(p => p.Length > 0).ToList();
        if (given.Count == 0 && rule.Default is not null)
            given.Add(rule.Default);
        var meant = rule.Values is null ? given : [.. given.SelectMany(v => Meaning(rule, v))];
        return [.. meant.Select(v => Shape(rule, v)).Where(v => v.Length > 0)];
    }

    private static IEnumerable<string> Meaning(ColumnRule rule, string value)
    {
        foreach (var (listed, meant) in rule.Values!)
            if (string.Equals(listed, value, StringComparison.OrdinalIgnoreCase))
                return meant;
        return rule.KeepOthers ? [value] : [];
    }

    private string Shape(ColumnRule rule, string value) => rule.As switch
    {
        ColumnKind.Country => countries.Named(value)?.Code ?? value,
        ColumnKind.Slug => Slug(value),
        ColumnKind.Website => value.Contains("://", StringComparison.Ordinal) ? value : "https://" + value,
        _ => rule.Longest > 0 && value.Length > rule.Longest ? value[..rule.Longest] : value,
    };

    private static JsonNode Typed(ColumnRule rule, string value) =>
        rule.As == ColumnKind.Number && decimal.TryParse(value.Replace(",", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number % 1 == 0 && Math.Abs(number) < int.MaxValue ? (int)number : number)
            : JsonValue.Create(value);

    private JsonArray? Suggest(SuggestRule rule, Func<string, string> cell)
    {
        var sectors = lexicon.Mentions(string.Join(" . ", rule.Columns.Select(cell))).Take(rule.Most).Select(m => (JsonNode)m.Slug).ToArray();
        return sectors.Length == 0 ? null : new JsonArray(sectors);
    }

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
