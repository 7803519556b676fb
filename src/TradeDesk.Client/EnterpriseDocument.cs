using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace TradeDesk.Client;

/// <summary>One enterprise as it travels. The members that a sync looks at have names here; every other one, those of later versions of the desk included, stays in <see cref="Json"/> and goes back as it came.</summary>
[JsonConverter(typeof(Converter))]
public sealed class EnterpriseDocument
{
    /// <summary>A document over JSON of the desk's shape; the object is used, not copied.</summary>
    /// <param name="json">Members as <c>openapi/tradedesk.v1.json</c> has them under <c>Enterprise</c>.</param>
    public EnterpriseDocument(JsonObject json) => Json = json;

    /// <summary>A new document with what the desk requires.</summary>
    /// <param name="source">The register it is of: 1 to 60 of a-z, 0-9, dot and hyphen.</param>
    /// <param name="externalId">Your own id of the record, 1 to 150 characters without blanks at its ends.</param>
    /// <param name="legalName">The registered name, 2 to 300 characters.</param>
    /// <param name="country">ISO 3166-1 alpha-2.</param>
    public EnterpriseDocument(string source, string externalId, string legalName, string country)
        : this(new JsonObject { ["source"] = source, ["externalId"] = externalId, ["legalName"] = legalName, ["country"] = country })
    {
    }

    /// <summary>The whole document.</summary>
    public JsonObject Json { get; }

    /// <summary>Given by the desk, <c>ent_...</c>; null before it has the record.</summary>
    public string? Id => Text("id");

    /// <summary>Counts the changes of the record from 1, given by the desk; null before it has the record.</summary>
    public long? Version => Json["version"]?.GetValue<long>();

    /// <summary>The register it is of.</summary>
    public string? Source => Text("source");

    /// <summary>The register's own id of it.</summary>
    public string? ExternalId => Text("externalId");

    /// <summary>The registered name.</summary>
    public string? LegalName
    {
        get => Text("legalName");
        set => Set("legalName", value);
    }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public string? Country
    {
        get => Text("country");
        set => Set("country", value);
    }

    /// <summary><c>draft</c>, <c>active</c> or <c>inactive</c>; absent means active.</summary>
    public string? Status
    {
        get => Text("status");
        set => Set("status", value);
    }

    /// <summary>What it does in plain words, at most 4,000 characters.</summary>
    public string? Summary
    {
        get => Text("summary");
        set => Set("summary", value);
    }

    /// <summary>Slugs of its stated sectors.</summary>
    public IReadOnlyList<string> Sectors
    {
        get => Texts("sectors");
        set => Json["sectors"] = new JsonArray([.. value.Select(v => (JsonNode?)JsonValue.Create(v))]);
    }

    /// <summary>What it wants, each an object with <c>type</c> and <c>role</c>; null without any.</summary>
    public JsonArray? Intents => Json["intents"] as JsonArray;

    /// <summary>Reads a document.</summary>
    /// <exception cref="JsonException">It is not a JSON object.</exception>
    public static EnterpriseDocument Parse(string json) =>
        JsonNode.Parse(json) is JsonObject document ? new(document) : throw new JsonException("An enterprise is a JSON object.");

    /// <summary>The document as JSON.</summary>
    public override string ToString() => Json.ToJsonString();

    private string? Text(string member) => Json[member]?.GetValue<string>();

    private IReadOnlyList<string> Texts(string member) => Json[member] is JsonArray list ? [.. list.Select(i => i!.GetValue<string>())] : [];

    private void Set(string member, string? value)
    {
        if (value is null)
            Json.Remove(member);
        else
            Json[member] = value;
    }

    internal sealed class Converter : JsonConverter<EnterpriseDocument>
    {
        public override EnterpriseDocument Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonNode.Parse(ref reader) is JsonObject document ? new(document) : throw new JsonException("An enterprise is a JSON object.");

        public override void Write(Utf8JsonWriter writer, EnterpriseDocument value, JsonSerializerOptions options) => value.Json.WriteTo(writer, options);
    }
}
