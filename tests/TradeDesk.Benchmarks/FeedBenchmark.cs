using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TradeDesk.Benchmarks;

/// <summary>What a follower of a register meets: the export, the feed from its beginning, and how far it is behind while 1,000 records a second are written.</summary>
internal static class FeedBenchmark
{
    private const int WritesASecond = 1000, Seconds = 20, Writers = 16, Page = 1000;

    public static async Task<int> RunAsync(string folder, int enterprises)
    {
        var file = ImportBenchmark.WriteRecords(folder, enterprises);
        await using var desk = await DeskProcess.StartAsync(folder, Path.Combine(folder, "desk.db"));
        await desk.OverAsync(await desk.SendAsync(file));
        var (lines, bytes, time) = await ExportAsync(desk.Client);
        Print($"export                {lines / time.TotalSeconds,9:N0} records/s   {bytes / 1e6 / time.TotalSeconds:0} MB/s   {lines:N0} records");
        (lines, time, var cursor) = await FeedAsync(desk.Client);
        Print($"feed, pages of {Page}    {lines / time.TotalSeconds,9:N0} changes/s   {lines:N0} changes");
        await FollowAsync(desk.Client, cursor);
        return 0;
    }

    private static async Task<(long Lines, long Bytes, TimeSpan Time)> ExportAsync(HttpClient client)
    {
        var clock = Stopwatch.StartNew();
        using var response = await client.GetAsync("/v1/export", HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        var (buffer, lines, bytes) = (new byte[1 << 16], 0L, 0L);
        while (await body.ReadAsync(buffer) is > 0 and var count)
            (lines, bytes) = (lines + buffer.AsSpan(0, count).Count((byte)'\n'), bytes + count);
        return (lines, bytes, clock.Elapsed);
    }

    private static async Task<(long Changes, TimeSpan Time, string Cursor)> FeedAsync(HttpClient client)
    {
        var (clock, changes, cursor) = (Stopwatch.StartNew(), 0L, "0");
        while (true)
        {
            var page = (await client.GetFromJsonAsync<JsonElement>($"/v1/changes?after={cursor}&limit={Page}"))!;
            changes += page.GetProperty("items").GetArrayLength();
            cursor = page.GetProperty("nextCursor").GetString()!;
            if (page.GetProperty("upToDate").GetBoolean())
                return (changes, clock.Elapsed, cursor);
        }
    }

    private static async Task FollowAsync(HttpClient client, string cursor)
    {
        var (answered, seen, written) = (new Dictionary<string, long>(), new Dictionary<string, long>(), new TaskCompletionSource());
        var following = Task.Run(async () =>
        {
            while (!written.Task.IsCompleted || seen.Count < answered.Count)
            {
                var page = await client.GetFromJsonAsync<JsonElement>($"/v1/changes?after={cursor}&limit={Page}&wait=1&source=written");
                var now = Stopwatch.GetTimestamp();
                foreach (var item in page.GetProperty("items").EnumerateArray())
                    seen.TryAdd(item.GetProperty("externalId").GetString()!, now);
                cursor = page.GetProperty("nextCursor").GetString()!;
            }
        });
        var (clock, next) = (Stopwatch.StartNew(), 0);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) <= WritesASecond * Seconds;)
            {
                if (TimeSpan.FromSeconds((double)i / WritesASecond) - clock.Elapsed is { TotalMilliseconds: > 1 } early)
                    await Task.Delay(early);
                var externalId = i.ToString(CultureInfo.InvariantCulture);
                using var response = await client.PutAsJsonAsync($"/v1/sources/written/enterprises/{externalId}", new JsonObject { ["legalName"] = $"Enterprise {i}", ["country"] = "PL" });
                response.EnsureSuccessStatusCode();
                lock (answered)
                    answered[externalId] = Stopwatch.GetTimestamp();
            }
        })));
        var rate = answered.Count / clock.Elapsed.TotalSeconds;
        written.SetResult();
        await following;
        // A change may be seen before its writer has read the answer.
        var lags = Latencies.Of(answered.Select(a => Math.Max(0, Stopwatch.GetElapsedTime(a.Value, seen[a.Key]).TotalMilliseconds)));
        Print($"follower              {rate,9:N0} writes/s   behind the writer's answer by p50 {lags.P50:0.0} ms, p99 {lags.P99:0.0} ms, max {lags.Max:0.0} ms   {lags.Count:N0} writes");
    }

    private static void Print(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
}
