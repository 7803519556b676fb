using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TradeDesk.Access;
using TradeDesk.Data;
using TradeDesk.Enterprises;

namespace TradeDesk.Benchmarks;

/// <summary>
/// Changes at a steady rate, sent to 50 endpoints of which ten fail every second request by lot and one hangs, beside the same with all of them well: is everything
/// delivered, in order, and do the well ones wait longer? The desk, its database file and the endpoints share the machine; retries come after 50 ms.
/// </summary>
internal sealed class WebhookBenchmark
{
    private const int Endpoints = 50, Failing = 10, GroupsASecond = 10;
    private const string Key = "a-key-for-this-benchmark-only-000001";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(60);
    private readonly List<Arrival>[] arrivals = [.. Enumerable.Range(0, Endpoints).Select(_ => new List<Arrival>())];
    private readonly Random random = new(1);
    private volatile TaskCompletionSource? hanging;
    private volatile bool isFailing;
    private int refused, hung;

    public static async Task<int> RunAsync(int events, int rate)
    {
        var folder = Directory.CreateTempSubdirectory("tradedesk-bench-").FullName;
        try
        {
            return await new WebhookBenchmark().RunAsync(Path.Combine(folder, "desk.db"), events, rate);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<int> RunAsync(string file, int events, int rate)
    {
        await using var endpoints = await StartEndpointsAsync();
        await using var desk = TradeDeskApplication.Build(
            ["--urls", "http://127.0.0.1:0", $"--ConnectionStrings:TradeDesk=Data Source={file}", $"--Access:BootstrapKey={Key}", "--Webhooks:AllowedPrivateNetworks=127.0.0.0/8", "--Webhooks:MostOfPartner=100",
             "--Webhooks:TimeoutSeconds=5", $"--Webhooks:RetrySeconds={string.Join(',', Enumerable.Repeat("0.05", 2000))}"],
            builder => builder.Logging.ClearProviders());
        await desk.StartAsync();
        await SubscribeAsync(AddressOf(desk), AddressOf(endpoints));
        Print($"{Endpoints} endpoints, {rate} events/s, {events:N0} events in each of the three parts; {Environment.ProcessorCount} cores for desk, database file and endpoints");
        var before = await PartAsync("all well", desk, events, rate);
        (isFailing, hanging) = (true, new());
        var bad = await PartAsync($"{Failing} fail half the time, 1 hangs", desk, events, rate);
        isFailing = false;
        var after = await PartAsync("all well again", desk, events, rate);
        var (p50, p99) = ((before.P50 + after.P50) / 2, (before.P99 + after.P99) / 2);
        Print($"well endpoints beside bad ones: p50 {bad.P50 / p50:0.00} x, p99 {bad.P99 / p99:0.00} x of what it is without");
        return 0;
    }

    private async Task<Latencies> PartAsync(string name, WebApplication desk, int events, int rate)
    {
        foreach (var list in arrivals)
            list.Clear();
        (refused, hung) = (0, 0);
        var log = desk.Services.GetRequiredService<ChangeLog>();
        var (start, watch, processor) = (await log.LastSequenceAsync(default), Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        await WriteAsync(desk.Services.GetRequiredService<EnterpriseBatches>(), events, rate);
        var lines = new List<Change>();
        while (await log.AfterAsync(start + lines.Count, 1000, default) is { Count: > 0 } more)
            lines.AddRange(more);
        var wellDone = await UntilAsync(Failing + 1, events, watch);
        hanging?.TrySetResult();
        hanging = null;
        var allDone = await UntilAsync(0, events, watch);
        var written = lines.ToDictionary(l => l.Sequence, l => l.At);
        var complete = arrivals.Count(a => a.Select(x => x.Sequence).SequenceEqual(lines.Select(l => l.Sequence)));
        var delays = Latencies.Of(arrivals.Skip(Failing + 1).SelectMany(a => a).Select(x => (double)(x.At - written[x.Sequence])));
        Print($"{name}: {complete} of {Endpoints} endpoints got all {lines.Count:N0} events once in order; well ones: p50 {delays.P50:0} ms, p99 {delays.P99:0} ms, longest {delays.Max:0} ms behind the write; done after {wellDone:0.0} s, the last endpoint after {allDone:0.0} s");
        Print($"  {arrivals.Sum(a => a.Count):N0} deliveries, {arrivals.Sum(a => a.Count) / allDone:N0} a second, {refused:N0} attempts refused, {hung} hung; processor {(Environment.CpuUsage.TotalTime - processor).TotalSeconds:0} s");
        return delays;
    }

    /// <summary>Groups fall due at a steady pace, whether or not the desk keeps up.</summary>
    private static async Task WriteAsync(EnterpriseBatches store, int events, int rate)
    {
        var caller = new Caller("benchmark", "benchmark", DeskRole.Admin, [], Cleared: true);
        var (watch, size) = (Stopwatch.StartNew(), Math.Max(1, rate / GroupsASecond));
        for (var done = 0; done < events; done += size)
        {
            var due = TimeSpan.FromSeconds((double)done / rate) - watch.Elapsed;
            if (due > TimeSpan.Zero)
                await Task.Delay(due);
            var run = Guid.NewGuid().ToString("N");
            await store.UpsertAsync([.. Enumerable.Range(done, Math.Min(size, events - done)).Select(i => new Enterprise { Source = "bench", ExternalId = $"{i % 1000}", LegalName = $"Enterprise {i} {run}", Country = "PL", Sectors = ["dairy"] })], caller, null, default);
        }
    }

    /// <returns>Seconds until every endpoint from a number on had so many events.</returns>
    private async Task<double> UntilAsync(int first, int events, Stopwatch watch)
    {
        while (arrivals.Skip(first).Any(a => Count(a) < events))
            await Task.Delay(watch.Elapsed < Patience ? 50 : throw new TimeoutException($"After {Patience} endpoints had {string.Join(", ", arrivals.Select(a => a.Count))} of {events} events."));
        return watch.Elapsed.TotalSeconds;
    }

    private static int Count(List<Arrival> list)
    {
        lock (list)
            return list.Count;
    }

    private async Task TakeAsync(HttpContext http)
    {
        await http.Request.Body.CopyToAsync(Stream.Null);
        var endpoint = int.Parse(http.Request.Path.Value!.AsSpan(1), CultureInfo.InvariantCulture);
        var id = http.Request.Headers["webhook-id"].ToString();
        if (endpoint == 0 && hanging is { } wait)
        {
            Interlocked.Increment(ref hung);
            await wait.Task.WaitAsync(http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            http.Response.StatusCode = 503;
            return;
        }

        if (isFailing && endpoint is > 0 and <= Failing && FailsNow())
        {
            Interlocked.Increment(ref refused);
            http.Response.StatusCode = 500;
            return;
        }

        lock (arrivals[endpoint])
            arrivals[endpoint].Add(new(long.Parse(id.AsSpan(id.LastIndexOf('_') + 1), CultureInfo.InvariantCulture), DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()));
        http.Response.StatusCode = 204;
    }

    private bool FailsNow()
    {
        lock (random)
            return random.Next(2) == 0;
    }

    private async Task<WebApplication> StartEndpointsAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(TakeAsync);
        await app.StartAsync();
        return app;
    }

    private static async Task SubscribeAsync(Uri desk, Uri endpoints)
    {
        using var client = new HttpClient { BaseAddress = desk };
        client.DefaultRequestHeaders.Add(KeyAuthentication.Header, Key);
        for (var i = 0; i < Endpoints; i++)
        {
            using var response = await client.PostAsJsonAsync("/v1/webhooks", new JsonObject { ["url"] = $"{endpoints}{i}", ["kind"] = "enterprise" });
            response.EnsureSuccessStatusCode();
        }
    }

    private static Uri AddressOf(WebApplication app) => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private readonly record struct Arrival(long Sequence, long At);
}
