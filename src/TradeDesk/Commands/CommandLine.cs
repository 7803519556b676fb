using System.CommandLine;
using TradeDesk.Data;

namespace TradeDesk.Commands;

/// <summary>
/// The one executable's commands. Settings come from the same places for all of them: appsettings.json, environment
/// variables (<c>Database__Provider</c>), and <c>--Section:Key=value</c> or <c>--urls</c> behind the command.
/// Exit codes: 0 done, 1 failed or refused, 2 wrong use.
/// </summary>
public static class CommandLine
{
    private const int Failed = 1, WrongUse = 2;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var (own, settings) = Split(arguments);
        var parsed = Root(settings).Parse(own);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                await Console.Error.WriteLineAsync(error.Message);
            await Console.Error.WriteLineAsync("See tradedesk --help.");
            return WrongUse;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception e) when (Sentence(e) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return Failed;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return Failed;
        }
    }

    private static RootCommand Root(string[] settings)
    {
        var root = new RootCommand(
            """
            TradeDesk, the open software behind a Digital Trade Desk.

            Settings (any command): --urls URL, --Database:Provider=Sqlite|SqlServer, --ConnectionStrings:TradeDesk=..., --Desk:HomeCountry=IN, --Access:BootstrapKey=...
            or the environment variables Database__Provider, ConnectionStrings__TradeDesk, Desk__HomeCountry, Access__BootstrapKey, or appsettings.json.
            """);
        root.Subcommands.Add(ServeCommand.Create(settings));
        root.Subcommands.Add(DemoCommand.Create(settings));
        root.Subcommands.Add(MigrateCommand.Create(settings));
        root.Subcommands.Add(ImportCommand.Create(settings));
        root.Subcommands.Add(ExportCommand.Create(settings));
        root.Subcommands.Add(KeysCommand.Create(settings));
        root.Subcommands.Add(CodesCommand.Create(settings));
        root.SetAction((_, cancellation) => ServeCommand.RunAsync(settings, cancellation));
        return root;
    }

    // ASP.NET settings (--urls X, --Section:Key=X) pass through to the configuration; the rest are commands and their options.
    private static (string[] Own, string[] Settings) Split(string[] arguments)
    {
        var own = new List<string>();
        var settings = new List<string>();
        for (var i = 0; i < arguments.Length; i++)
        {
            var argument = arguments[i];
            var isSetting = argument.StartsWith("--", StringComparison.Ordinal) && (argument.Split('=')[0].Contains(':', StringComparison.Ordinal) || argument.Split('=')[0] is "--urls" or "--environment" or "--contentRoot");
            (isSetting ? settings : own).Add(argument);
            if (isSetting && !argument.Contains('=', StringComparison.Ordinal) && i + 1 < arguments.Length)
                settings.Add(arguments[++i]);
        }

        return ([.. own], [.. settings]);
    }

    private static string? Sentence(Exception exception) => exception switch
    {
        SettingsException e => e.Message,
        StorageFullException e => e.Message,
        DatabaseAwayException e => $"The database does not answer: {e.InnerException?.Message} Check ConnectionStrings:TradeDesk.",
        System.Data.Common.DbException e => $"The database refused: {e.Message}",
        IOException e => e.Message,
        UnauthorizedAccessException e => e.Message,
        _ => null,
    };
}
