using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TradeDesk.Benchmarks;

/// <summary>
/// What a follower of a register meets: the export, the feed from its beginning, and how far it is behind while 1,000 records a second are written
/// one by one, or as many as it gets, and while an import writes more than that.
/// </summary>
internal static class FeedBenchmark
{
    private const int Seconds = 20, Writers = 16, Page = 1000;

    public static async Task<int> RunAsync(string folder, int enterprises)
    {
        var (file, more) = (ImportBenchmark.WriteRecords(folder, enterprises * 2), Path.Combine(folder, "more.ndjson"));
        File.WriteAllLines(more, File.ReadLines(file).Skip(enterprises));
        File.WriteAllLines(file + ".first", File.ReadLines(file).Take(enterprises));
        await using var desk = await DeskProcess.StartAsync(folder, Path.Combine(folder, "desk.db"));
        await desk.OverAsync(await desk.SendAsync(file + ".first"));
        var (lines, bytes, time) = await ExportAsync(desk.Client);
        Print($"export                {lines / time.TotalSeconds,9:N0} records/s   {bytes / 1e6 / time.TotalSeconds:0} MB/s   {lines:N0} records");
        (lines, time, var cursor) = await FeedAsync(desk.Client);
        Print($"feed, pages of {Page}    {lines / time.TotalSeconds,9:N0} changes/s   {lines:N0} changes");
        cursor = await FollowAsync(desk, cursor, 1000, null);
        await FollowAsync(desk, cursor, 50, more);
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

    // Records are written one by one at a rate, and the lag is theirs, for some seconds or for as long as a file is imported beside them.
    private static async Task<string> FollowAsync(DeskProcess desk, string cursor, int rate, string? import)
    {
        var (client, source) = (desk.Client, import is null ? "single" : "beside");
        var (answered, seen, written, changes) = (new Dictionary<string, long>(), new Dictionary<string, long>(), new TaskCompletionSource(), 0L);
        var following = Task.Run(async () =>
        {
            for (var last = false; !last || seen.Count < answered.Count;)
            {
                last = written.Task.IsCompleted;
                var page = await client.GetFromJsonAsync<JsonElement>($"/v1/changes?after={cursor}&limit={Page}&wait=1");
                var now = Stopwatch.GetTimestamp();
                changes += page.GetProperty("items").GetArrayLength();
                foreach (var item in page.GetProperty("items").EnumerateArray().Where(i => i.GetProperty("source").GetString() == source))
                    seen.TryAdd(item.GetProperty("externalId").GetString()!, now);
                cursor = page.GetProperty("nextCursor").GetString()!;
            }
        });
        var imported = import is null ? Task.Delay(TimeSpan.FromSeconds(Seconds)) : Task.Run(async () => await desk.OverAsync(await desk.SendAsync(import)));
        var (clock, next) = (Stopwatch.StartNew(), 0);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            while (!imported.IsCompleted)
            {
                var i = Interlocked.Increment(ref next);
                if (TimeSpan.FromSeconds((double)i / rate) - clock.Elapsed is { TotalMilliseconds: > 1 } early)
                    await Task.Delay(early);
                var externalId = i.ToString(CultureInfo.InvariantCulture);
                using var response = await client.PutAsJsonAsync($"/v1/sources/{source}/enterprises/{externalId}", new JsonObject { ["legalName"] = $"Enterprise {i}", ["country"] = "PL" });
                response.EnsureSuccessStatusCode();
                lock (answered)
                    answered[externalId] = Stopwatch.GetTimestamp();
            }
        })));
        await imported;
        var time = clock.Elapsed.TotalSeconds;
        written.SetResult();
        await following;
        // A change may be seen before its writer has read the answer.
        var lags = Latencies.Of(answered.Select(a => Math.Max(0, Stopwatch.GetElapsedTime(a.Value, seen[a.Key]).TotalMilliseconds)));
        Print($"follower, {(import is null ? "single writes" : "beside import")} {changes / time,7:N0} changes/s   behind the writer's answer by p50 {lags.P50:0.0} ms, p99 {lags.P99:0.0} ms, max {lags.Max:0.0} ms   {changes:N0} changes");
        return cursor;
    }

    private static void Print(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
}
