using System.CommandLine;
using TradeDesk.Data;
using TradeDesk.Exchange;
using TradeDesk.Taxonomy;

namespace TradeDesk.Commands;

internal static class CodesCommand
{
    private const int Shown = 20;

    public static Command Create(string[] settings) => new("codes", "Load official code lists, and list the code systems.") { Import(settings), List(settings) };

    private static Command Import(string[] settings)
    {
        var scheme = new Argument<string>("SYSTEM") { Description = $"One of {string.Join(", ", CodeSystem.Known.Keys)}" };
        var file = new Argument<FileInfo>("FILE") { Description = "CSV with a header: code and title (and parent), or two columns named like schemes such as hs2022,hs2017; ISO-4217 also as XML" };
        var skip = new Option<bool>("--skip-wrong") { Description = "Load the other lines when some are wrong; otherwise nothing is loaded" };
        var command = new Command("import", "Load an official list: titles and hierarchy, or a correspondence. The same file again changes nothing.") { scheme, file, skip };
        command.SetAction((parsed, cancellation) => CommandHost.RunAsync(settings, services => RunAsync(services, parsed.GetValue(scheme)!, parsed.GetValue(file)!.FullName, parsed.GetValue(skip), cancellation), cancellation));
        return command;
    }

    /// <returns>0 when the list is loaded or was there; 1 when lines are wrong and nothing was loaded.</returns>
    internal static async Task<int> RunAsync(IServiceProvider services, string scheme, string file, bool skipWrong, CancellationToken cancellation)
    {
        if (!CodeSystem.Known.TryGetValue(scheme, out var system))
            throw new SettingsException($"There is no system '{scheme}'{(CodeSystem.Nearest(scheme) is { } near ? $"; did you mean {near}?" : ".")} Give one of {string.Join(", ", CodeSystem.Known.Keys)}.");
        using var text = ImportReader.Open(file);
        var (list, wrong) = CodeListFile.Read(system, services.GetRequiredService<CodeSystems>(), text);
        foreach (var line in wrong.Take(Shown))
            await Console.Error.WriteLineAsync(line);
        if (wrong.Count > Shown)
            await Console.Error.WriteLineAsync($"and {wrong.Count - Shown} more.");
        if (list.Rows.Count == 0 || (wrong.Count > 0 && !skipWrong))
        {
            await Console.Error.WriteLineAsync($"Nothing was loaded: {wrong.Count} lines are wrong. Correct them, or load the other {list.Rows.Count} with --skip-wrong.");
            return 1;
        }

        var version = await services.GetRequiredService<CodeLists>().SaveAsync(list, cancellation);
        var what = list.IsCorrespondence ? $"{list.Rows.Count} correspondences of {scheme} to {list.Part}" : $"{list.Rows.Count} codes of {scheme} with titles";
        Console.WriteLine(version is null ? $"{what}: unchanged." : $"{what} loaded, {wrong.Count} lines left out; version {version} of this list.");
        return 0;
    }

    private static Command List(string[] settings)
    {
        var command = new Command("list", "List the code systems, how many codes are known, and whether an official list is loaded.");
        command.SetAction((_, cancellation) => CommandHost.RunAsync(settings, services =>
        {
            foreach (var system in services.GetRequiredService<CodeSystems>().Systems)
                Console.WriteLine($"{system.Scheme,-12}{system.Codes,8} codes  {(system.ListLoaded ? "list loaded" : "built in"),-12} {system.Label}, {system.Edition}");
            return Task.FromResult(0);
        }, cancellation));
        return command;
    }
}
