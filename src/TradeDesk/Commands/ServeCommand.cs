using System.CommandLine;

namespace TradeDesk.Commands;

internal static class ServeCommand
{
    public static Command Create(string[] settings)
    {
        var command = new Command("serve", "Run the service (the default). Migrates the database first.");
        command.SetAction((_, cancellation) => RunAsync(settings, cancellation));
        return command;
    }

    public static async Task<int> RunAsync(string[] settings, CancellationToken cancellation)
    {
        await using var app = TradeDeskApplication.Build(settings);
        await app.RunAsync(cancellation);
        return 0;
    }
}
