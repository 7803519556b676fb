using System.Text.Json.Nodes;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Duplicates;

/// <summary>Pairs of records over HTTP.</summary>
internal static class DuplicateCalls
{
    /// <summary>The address of the pair of two records.</summary>
    public static string PairPath(JsonNode one, JsonNode other)
    {
        string[] ids = [one.Id()[4..], other.Id()[4..]];
        Array.Sort(ids, StringComparer.Ordinal);
        return "/v1/duplicates/dup_" + string.Concat(ids);
    }

    public static Task<JsonNode> PairAsync(this HttpClient client, JsonNode one, JsonNode other) => client.GetJsonAsync(PairPath(one, other));

    public static Task<HttpResponseMessage> DecideAsync(this HttpClient client, JsonNode pair, string body, string? ifMatch = null) =>
        client.SendJsonAsync(HttpMethod.Post, $"/v1/duplicates/{pair.Id()}/decision", body, ifMatch ?? pair.Tag());

    public static Task<HttpResponseMessage> UndoAsync(this HttpClient client, JsonNode pair) => client.DeleteAsync($"/v1/duplicates/{pair.Id()}/decision", pair.Tag());

    /// <summary>Merges two records, which must be taken, and answers the pair.</summary>
    public static async Task<JsonNode> MergeAsync(this HttpClient client, JsonNode kept, JsonNode other)
    {
        using var response = await client.DecideAsync(await client.PairAsync(kept, other), Same(kept));
        Assert.That(response.Code(), Is.EqualTo(200), () => response.Content.ReadAsStringAsync().Result);
        return await response.JsonAsync();
    }

    public static string Same(JsonNode kept) => $$"""{"decision": "same", "keep": "{{kept.Id()}}"}""";

    /// <summary>All pairs of a source, page by page.</summary>
    public static async Task<IReadOnlyList<JsonNode>> DuplicatesAsync(this HttpClient client, string source, string more = "")
    {
        var all = new List<JsonNode>();
        for (string? cursor = null; ;)
        {
            var page = await client.GetJsonAsync($"/v1/duplicates?source={source}{more}{(cursor is null ? "" : "&cursor=" + cursor)}");
            all.AddRange(page.Items());
            if ((cursor = (string?)page["nextCursor"]) is null)
                return all;
        }
    }
}
