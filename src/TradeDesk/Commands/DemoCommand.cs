using System.CommandLine;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Console;
using TradeDesk.Data;

namespace TradeDesk.Commands;

/// <summary>The service with the demonstration convention in it, for a first look on one machine.</summary>
internal static class DemoCommand
{
    private const string DefaultAddress = "http://127.0.0.1:5080", DefaultDatabase = "Data Source=data/demo.db";

    public static Command Create(string[] settings)
    {
        var keys = new Option<bool>("--keys") { Description = "Make and print new keys also when the convention is there already" };
        var command = new Command("demo", $"Load the demonstration convention (560 invented enterprises of 40 countries) and run the service, by default on {DefaultAddress} with data/demo.db.") { keys };
        command.SetAction((parsed, cancellation) => RunAsync(WithDefaults(settings), parsed.GetValue(keys), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string[] settings, bool newKeys, CancellationToken cancellation)
    {
        await using var app = TradeDeskApplication.Build(settings, Quiet);
        if (app.Services.GetRequiredService<DeskSettings>().HomeCountry != "IN")
            throw new SettingsException("The demonstration convention is India's; set Desk:HomeCountry to IN, or use tradedesk serve.");
        // Listening first: a port in use must be known before anything is loaded or a key is shown.
        await StartAsync(app, cancellation);
        var keys = await new DemoConvention(app.Services).PrepareAsync(newKeys, cancellation);
        var shown = await DemoMatches.ShowAsync(app.Services, cancellation);
        SayWhere(app.Urls.First().TrimEnd('/'), keys?.Officer, shown);
        await app.WaitForShutdownAsync(cancellation);
        Console.WriteLine("Stopped. The data stay; the next start takes them up.");
        return 0;
    }

    private static string[] WithDefaults(string[] settings)
    {
        var given = WebApplication.CreateBuilder(settings).Configuration;
        var defaults = new List<string>();
        if (string.IsNullOrEmpty(given["urls"]) && string.IsNullOrEmpty(given["http_ports"]))
            defaults.Add("--urls=" + DefaultAddress);
        if (string.IsNullOrWhiteSpace(given.GetConnectionString("TradeDesk")) && Dialect.Named(given["Database:Provider"]) is SqliteDialect)
            defaults.Add("--ConnectionStrings:TradeDesk=" + DefaultDatabase);
        return [.. settings, .. defaults];
    }

    // A person reads this console: no JSON, and a failed start is told in one sentence, not by the host's stack trace.
    private static void Quiet(WebApplicationBuilder builder) => builder.Logging
        .ClearProviders()
        .AddSimpleConsole(o => (o.SingleLine, o.TimestampFormat, o.ColorBehavior) = (true, "HH:mm:ss ", LoggerColorBehavior.Default))
        .AddFilter<ConsoleLoggerProvider>(level => level >= LogLevel.Warning)
        .AddFilter<ConsoleLoggerProvider>("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);

    private static async Task StartAsync(WebApplication app, CancellationToken cancellation)
    {
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new SettingsException($"Another program uses {Addresses(app)} already; stop it, or give a free one such as --urls http://127.0.0.1:5081.");
        }
        catch (Exception e) when (e is SocketException or FormatException or InvalidOperationException)
        {
            throw new SettingsException($"The service cannot listen on {Addresses(app)}: {e.Message.TrimEnd('.')}. Give an address such as --urls http://127.0.0.1:5081.");
        }
    }

    private static string Addresses(WebApplication app) => app.Configuration["urls"]?.Replace(";", ", ", StringComparison.Ordinal) ?? "its port";

    private static void SayWhere(string address, string? officerKey, string? shown)
    {
        var key = officerKey ?? "YOUR_OFFICER_KEY";
        var path = shown is null ? "/v1/enterprises?q=ghee&limit=3" : $"/v1/enterprises/{shown}/matches?limit=3";
        Console.WriteLine($"""
            The service runs on {address}, its documentation on {address}/docs
            {(shown is null ? "Enterprises that speak of ghee" : "The same matches")} from the service:

              curl -s -H 'X-Api-Key: {key}' '{address}{path}'

            Ctrl+C stops it.
            """);
    }
}
