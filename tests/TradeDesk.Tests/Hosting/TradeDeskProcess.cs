using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace TradeDesk.Tests.Hosting;

/// <summary>The real executable as a process of its own, as an administrator starts it.</summary>
public sealed partial class TradeDeskProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new(), errors = new();
    private readonly TaskCompletionSource<Uri> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TradeDeskProcess(string folder, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "tradedesk.dll"), .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, e) => Take(e.Data);
        process.ErrorDataReceived += (_, e) => errors.Enqueue(e.Data ?? "");
        process.Exited += (_, _) => listening.TrySetCanceled();
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Runs a command to its end.</summary>
    /// <param name="folder">Its working folder.</param>
    /// <param name="arguments">What stands behind <c>tradedesk</c>.</param>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(string folder, params string[] arguments)
    {
        using var run = new TradeDeskProcess(folder, arguments);
        using var limit = new CancellationTokenSource(Patience);
        await run.process.WaitForExitAsync(limit.Token);
        return (run.process.ExitCode, string.Join('\n', run.output).Trim(), string.Join('\n', run.errors).Trim());
    }

    /// <summary>Starts the service on a free port and waits until it is ready.</summary>
    public static async Task<(TradeDeskProcess Service, HttpClient Admin)> ServeAsync(TestDatabase database, params string[] settings)
    {
        var service = new TradeDeskProcess(database.Folder, ["serve", .. database.Settings, "--urls", "http://127.0.0.1:0", $"--Access:BootstrapKey={Desk.BootstrapKey}", .. settings]);
        var client = new HttpClient { BaseAddress = await service.listening.Task.WaitAsync(Patience) };
        client.DefaultRequestHeaders.Add("X-Api-Key", Desk.BootstrapKey);
        using var limit = new CancellationTokenSource(Patience);
        while (!(await client.GetAsync("/healthz/ready", limit.Token)).IsSuccessStatusCode)
            await Task.Delay(20, limit.Token);
        return (service, client);
    }

    /// <summary>As <c>kill -9</c> does: no farewell, nothing flushed.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    public void Dispose()
    {
        if (!process.HasExited)
            Kill();
        process.Dispose();
    }

    private void Take(string? line)
    {
        output.Enqueue(line ?? "");
        if (Listening().Match(line ?? "") is { Success: true } found)
            listening.TrySetResult(new Uri(found.Groups[1].Value));
    }

    [GeneratedRegex(@"Now listening on: (http://[0-9.:]+)")]
    private static partial Regex Listening();
}
