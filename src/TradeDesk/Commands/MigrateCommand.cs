using System.CommandLine;
using TradeDesk.Data;

namespace TradeDesk.Commands;

internal static class MigrateCommand
{
    public static Command Create(string[] settings)
    {
        var command = new Command("migrate", "Bring the database's schema up to date.");
        command.SetAction((_, cancellation) => RunAsync(settings, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string[] settings, CancellationToken cancellation)
    {
        using var host = CommandHost.Build(settings);
        var ran = await host.Services.GetRequiredService<Migrations>().RunAsync(cancellation);
        Console.WriteLine(ran == 0 ? "The schema is up to date." : $"{ran} migration{(ran == 1 ? "" : "s")} applied.");
        return 0;
    }
}
