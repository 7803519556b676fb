using System.Text.Json.Nodes;

namespace TradeDesk.Http;

/// <summary>RFC 7396: null removes a member, objects merge, everything else replaces.</summary>
public static class MergePatch
{
    public const string MediaType = "application/merge-patch+json";

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
}
