using System.CommandLine;

namespace TradeDesk.Commands;

internal static class DemoCommand
{
    public static Command Create(string[] settings)
    {
        var command = new Command("demo", "Load the demonstration convention.");
        command.SetAction((_, cancellation) => Task.FromResult(settings.Length));
        return command;
    }
}
