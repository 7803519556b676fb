using System.Text.Json;
using System.Text.Json.Nodes;

namespace TradeDesk.Http;

/// <summary>RFC 7396: null removes a member, objects merge, everything else replaces.</summary>
public static class MergePatch
{
    public const string MediaType = "application/merge-patch+json";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = DeskJson.Options.MaxDepth };

    /// <summary>Reads a patch as strictly as documents are read.</summary>
    /// <exception cref="BadHttpRequestException">It is not JSON, is too deep, names a member twice or holds half a surrogate pair.</exception>
    public static async Task<JsonNode?> ReadAsync(Stream body, CancellationToken cancellation)
    {
        try
        {
            var patch = await JsonNode.ParseAsync(body, documentOptions: Strict, cancellationToken: cancellation);
            Decode(patch);
            return patch;
        }
        catch (InvalidOperationException e)
        {
            throw Unreadable(new JsonException("Give whole characters.", e));
        }
        catch (JsonException e)
        {
            throw Unreadable(e);
        }
    }

    /// <summary>What a patch makes of a document.</summary>
    /// <exception cref="BadHttpRequestException">The outcome has not the document's shape.</exception>
    public static T Apply<T>(T current, JsonNode patch)
    {
        var merged = Apply(JsonSerializer.SerializeToNode(current, DeskJson.Options), patch);
        try
        {
            return merged.Deserialize<T>(DeskJson.Options)!;
        }
        catch (JsonException e)
        {
            throw Unreadable(e);
        }
    }

    public static JsonNode? Apply(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject members)
            return patch?.DeepClone();
        var merged = target as JsonObject ?? [];
        foreach (var (name, value) in members)
        {
            var old = merged[name];
            merged.Remove(name);
            if (value is not null)
                merged[name] = Apply(old, value);
        }

        return merged;
    }

    private static BadHttpRequestException Unreadable(JsonException inner) => new("The patch cannot be read.", inner);

    // Names and texts are decoded on first use: here, where half a surrogate pair is still the sender's fault.
    private static void Decode(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (_, value) in members)
                    Decode(value);
                break;
            case JsonArray items:
                foreach (var item in items)
                    Decode(item);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                value.GetValue<string>();
                break;
        }
    }
}
