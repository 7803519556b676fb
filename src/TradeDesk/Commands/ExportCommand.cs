using System.CommandLine;
using TradeDesk.Data;
using TradeDesk.Enterprises;

namespace TradeDesk.Commands;

internal static class ExportCommand
{
    public static Command Create(string[] settings)
    {
        var file = new Argument<FileInfo?>("FILE") { Description = "Where to write; default standard output", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("export", "Write every enterprise as NDJSON, ordered by id. Contacts are withheld.") { file };
        command.SetAction((parsed, cancellation) => CommandHost.RunAsync(settings, services => RunAsync(services, parsed.GetValue(file), cancellation), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(IServiceProvider services, FileInfo? file, CancellationToken cancellation)
    {
        var sequence = await services.GetRequiredService<ChangeLog>().LastSequenceAsync(cancellation);
        var visibility = new Visibility(CommandHost.Administrator("desk"), services.GetRequiredService<DeskSettings>().HomeCountry);
        await using var output = file is null ? new StreamWriter(Console.OpenStandardOutput()) : new StreamWriter(file.FullName);
        long written = 0;
        await foreach (var page in services.GetRequiredService<EnterpriseStore>().ExportAsync(new() { WithMerged = true }, visibility, "", cancellation))
        {
            foreach (var document in page)
                await output.WriteLineAsync(document.Document);
            written += page.Count;
        }

        await Console.Error.WriteLineAsync($"{written} enterprises written; true from sequence {sequence} on.");
        return 0;
    }
}
