using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace TradeDesk.Benchmarks;

/// <summary>Asks a running desk for the best peers of some enterprises of one source, over HTTP, and prints them for a reader.</summary>
internal sealed class PeersReport(HttpClient desk, TextWriter output)
{
    private const int Enterprises = 10, Peers = 3;

    /// <param name="address">Where the desk listens.</param>
    /// <param name="key">A key that may read.</param>
    /// <param name="source">The source that the asking enterprises come from.</param>
    public static async Task<int> RunAsync(string address, string key, string source)
    {
        using var desk = new HttpClient { BaseAddress = new Uri(address) };
        desk.DefaultRequestHeaders.Add("X-Api-Key", key);
        return await new PeersReport(desk, Console.Out).PrintAsync(source);
    }

    private async Task<int> PrintAsync(string source)
    {
        var all = await AllAsync(source);
        if (all.Count == 0)
        {
            await Console.Error.WriteLineAsync($"The desk holds no enterprise of source '{source}'.");
            return 1;
        }

        var times = new List<TimeSpan>();
        foreach (var enterprise in Spread(all))
        {
            var watch = Stopwatch.StartNew();
            var matches = await desk.GetFromJsonAsync<JsonElement>($"/v1/enterprises/{Text(enterprise, "id")}/matches?limit={Peers}");
            times.Add(watch.Elapsed);
            await PrintAsync(enterprise, matches.GetProperty("items"));
        }

        times.Sort();
        await output.WriteLineAsync($"{times.Count} lists of {Peers}: {times[times.Count / 2].TotalMilliseconds:0.0} ms in the middle, {times[^1].TotalMilliseconds:0.0} ms at most, over HTTP.");
        return 0;
    }

    // Spread evenly over the source in the order of its own ids: the same choice in every run, and not a flattering one.
    private static IEnumerable<JsonElement> Spread(List<JsonElement> all) =>
        Enumerable.Range(0, Math.Min(Enterprises, all.Count)).Select(i => all[i * all.Count / Math.Min(Enterprises, all.Count)]);

    private async Task<List<JsonElement>> AllAsync(string source)
    {
        var all = new List<JsonElement>();
        var first = $"/v1/enterprises?source={Uri.EscapeDataString(source)}&limit=100";
        for (var next = first; next is not null;)
        {
            var page = await desk.GetFromJsonAsync<JsonElement>(next);
            all.AddRange(page.GetProperty("items").EnumerateArray());
            next = Text(page, "nextCursor") is { } cursor ? $"{first}&cursor={Uri.EscapeDataString(cursor)}" : null;
        }

        return [.. all.OrderBy(e => Text(e, "externalId"), StringComparer.Ordinal)];
    }

    private async Task PrintAsync(JsonElement enterprise, JsonElement items)
    {
        await output.WriteLineAsync($"{Text(enterprise, "legalName")}, {Text(enterprise, "city")} ({Text(enterprise, "country")})");
        await output.WriteLineAsync($"  works in  {Words(enterprise, "sectors")}");
        await output.WriteLineAsync($"  wants     {Intents(enterprise)}");
        if (items.GetArrayLength() == 0)
            await output.WriteLineAsync("  no peer");
        foreach (var item in items.EnumerateArray())
            await PrintPeerAsync(item);
        await output.WriteLineAsync();
    }

    private async Task PrintPeerAsync(JsonElement item)
    {
        var card = item.GetProperty("peer");
        await output.WriteLineAsync($"  {item.GetProperty("rank").GetInt32()}. {item.GetProperty("score").GetDouble():0.000}  {Text(card, "legalName")} ({Text(card, "country")}): {Words(card, "sectors")}");
        var peer = await desk.GetFromJsonAsync<JsonElement>($"/v1/enterprises/{Text(card, "id")}");
        if (peer.GetProperty("intents").EnumerateArray().Select(i => Text(i, "summary")).FirstOrDefault(s => s is not null) is { } asks)
            await output.WriteLineAsync($"       it asks: {asks}");
        foreach (var reason in item.GetProperty("reasons").EnumerateArray())
            await output.WriteLineAsync($"       - {reason.GetString()}");
    }

    private static string Intents(JsonElement enterprise) =>
        string.Join(", ", enterprise.GetProperty("intents").EnumerateArray().Select(i => $"{Text(i, "type")} ({Text(i, "role")})"));

    private static string Words(JsonElement owner, string list) => string.Join(", ", owner.GetProperty(list).EnumerateArray().Select(s => s.GetString()));

    private static string? Text(JsonElement owner, string member) =>
        owner.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
