using System.Text.Json.Nodes;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Exchange;

/// <summary>What a follower of the feed does.</summary>
internal static class FeedCalls
{
    /// <summary>All changes after a place, and the place reached.</summary>
    public static async Task<(List<JsonNode> Changes, string Cursor)> FollowAsync(this HttpClient client, string? after = null, string filter = "", int limit = 200)
    {
        var (changes, cursor) = (new List<JsonNode>(), after);
        while (true)
        {
            var page = await client.GetJsonAsync($"/v1/changes?limit={limit}{(cursor is null ? "" : $"&after={cursor}")}{filter}");
            changes.AddRange(page.Items());
            cursor = (string)page["nextCursor"]!;
            if ((bool)page["upToDate"]!)
                return (changes, cursor);
        }
    }

    /// <summary>Where the feed is now.</summary>
    public static async Task<string> NowAsync(this HttpClient client) => (await client.FollowAsync(limit: 1000)).Cursor;

    public static async Task<(Dictionary<string, JsonNode> Documents, long Sequence)> ExportAsync(this HttpClient client, string query = "")
    {
        using var response = await client.GetAsync("/v1/export" + query);
        Assert.That(response.Code(), Is.EqualTo(200));
        var lines = (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!);
        return (lines.ToDictionary(d => d.Id()), long.Parse(response.Headers.GetValues("TradeDesk-Sequence").Single(), null));
    }

    /// <summary>Takes changes into a copy of the register.</summary>
    public static void Take(this Dictionary<string, JsonNode> register, IEnumerable<JsonNode> changes)
    {
        foreach (var change in changes.Where(c => (string?)c["kind"] == "enterprise"))
        {
            if ((string?)change["op"] == "delete")
                register.Remove(change.Id());
            else
                register[change.Id()] = change["document"]!;
        }
    }
}
