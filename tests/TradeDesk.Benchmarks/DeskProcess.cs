using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TradeDesk.Benchmarks;

/// <summary>The desk as a process of its own, so that its memory and processor time are its own.</summary>
internal sealed partial class DeskProcess : IAsyncDisposable
{
    private const string Key = "a-bootstrap-key-for-the-benchmark-0001";
    private readonly Process process;

    private DeskProcess(Process process, HttpClient client) => (this.process, Client) = (process, client);

    /// <summary>Calls with an administrator's key.</summary>
    public HttpClient Client { get; }

    /// <summary>The most memory that was resident, in MB.</summary>
    public double PeakOfMemory =>
        double.Parse(File.ReadLines($"/proc/{process.Id}/status").First(l => l.StartsWith("VmHWM", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024 / 1e6;

    /// <summary>What it has handed to the system to be written, in MB.</summary>
    public double Written =>
        double.Parse(File.ReadLines($"/proc/{process.Id}/io").First(l => l.StartsWith("wchar", StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture) / 1e6;

    public TimeSpan Processor
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Starts it over a SQLite file and waits until it is ready.</summary>
    public static async Task<DeskProcess> StartAsync(string folder, string database)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "tradedesk.dll"), "serve", "--urls", "http://127.0.0.1:0", $"--ConnectionStrings:TradeDesk=Data Source={database}", $"--Access:BootstrapKey={Key}"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            // As the Dockerfile sets it.
            Environment = { ["DOTNET_GCgen0size"] = "0x4000000" },
        };
        var process = Process.Start(start)!;
        var client = new HttpClient { BaseAddress = await AddressAsync(process), Timeout = TimeSpan.FromHours(2) };
        client.DefaultRequestHeaders.Add("X-Api-Key", Key);
        while (!(await client.GetAsync("/healthz/ready")).IsSuccessStatusCode)
            await Task.Delay(50);
        return new(process, client);
    }

    /// <summary>Sends a file of records; the import may run on.</summary>
    public async Task<JsonNode> SendAsync(string file)
    {
        await using var lines = File.OpenRead(file);
        using var sent = await Client.PostAsync("/v1/imports?source=market", new StreamContent(lines) { Headers = { ContentType = new("application/x-ndjson") } });
        return (await sent.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonNode>())!;
    }

    /// <summary>An import when it is over.</summary>
    public async Task<JsonNode> OverAsync(JsonNode import)
    {
        while ((string?)import["status"] is "queued" or "running")
        {
            await Task.Delay(100);
            import = (await Client.GetFromJsonAsync<JsonNode>($"/v1/imports/{import["id"]}"))!;
        }

        return import;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static async Task<Uri> AddressAsync(Process service)
    {
        while (await service.StandardOutput.ReadLineAsync() is { } line)
            if (Listening().Match(line) is { Success: true } found)
            {
                // Nobody reads on; a full pipe would stop the service.
                _ = service.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                return new(found.Groups[1].Value);
            }

        throw new InvalidOperationException("The service stopped.");
    }

    [GeneratedRegex(@"Now listening on: (http://[0-9.:]+)")]
    private static partial Regex Listening();
}
