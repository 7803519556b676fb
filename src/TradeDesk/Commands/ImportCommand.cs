using System.CommandLine;
using System.Diagnostics;
using System.Text;
using TradeDesk.Data;
using TradeDesk.Exchange;

namespace TradeDesk.Commands;

internal static class ImportCommand
{
    public static Command Create(string[] settings)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "NDJSON (one enterprise document a line), or CSV with --map" };
        var map = new Option<FileInfo?>("--map") { Description = "Column map of a CSV file (JSON)" };
        var source = new Option<string?>("--source") { Description = "Source of NDJSON documents that state none" };
        var partner = new Option<string>("--partner") { Description = "Partner that owns the records", DefaultValueFactory = _ => "desk" };
        var errors = new Option<FileInfo?>("--errors") { Description = "Where refused records go, as NDJSON; default FILE.errors.ndjson beside the working folder" };
        var suggest = new Option<bool>("--suggest") { Description = "Let the words of a record suggest its sectors where it states none and no code leads to one" };
        var command = new Command("import", "Load enterprises from a file. Refused records are set aside with line and faults; loading the same file again changes nothing.") { file, map, source, partner, errors, suggest };
        command.SetAction((parsed, cancellation) =>
        {
            var target = parsed.GetValue(errors)?.FullName ?? parsed.GetValue(file)!.Name + ".errors.ndjson";
            var from = new ImportFile(parsed.GetValue(file)!.FullName, parsed.GetValue(map)?.FullName, parsed.GetValue(source), parsed.GetValue(partner)!, target, parsed.GetValue(suggest));
            return CommandHost.RunAsync(settings, services => RunAsync(services, from, cancellation), cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(IServiceProvider services, ImportFile from, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        using var text = ImportReader.Open(from.File);
        var reader = services.GetRequiredService<ImportReader>();
        if (from.Map is null && Path.GetExtension(from.File).Equals(".csv", StringComparison.OrdinalIgnoreCase))
            throw new SettingsException("A CSV file needs --map MAP, which says what its columns mean.");
        var records = from.Map is { } map ? reader.CsvAsync(text, ColumnMap.Read(map), cancellation) : reader.NdjsonAsync(text, from.Source, cancellation);
        var report = new ImportReport();
        try
        {
            await using var errors = new StreamWriter(from.Errors, append: false, new UTF8Encoding(false), bufferSize: 1 << 16);
            var progress = new ProgressLine(clock);
            var terms = new ImportTerms { Suggest = from.Suggest ? true : null };
            await foreach (var step in services.GetRequiredService<Importer>().RunAsync(records, CommandHost.Administrator(from.Partner), terms, null, cancellation))
            {
                report.Add(step);
                await errors.WriteAsync(step.Errors);
                progress.Report(report);
            }
        }
        finally
        {
            await Console.Error.WriteLineAsync();
            Tell(report, clock.Elapsed, from.Errors);
        }

        return 0;
    }

    private static void Tell(ImportReport report, TimeSpan time, string errors)
    {
        Console.WriteLine($"{report.Read} read, {report.Created} created, {report.Updated} updated, {report.Unchanged} unchanged, {report.Refused} refused in {time.TotalSeconds:0.0} s");
        foreach (var (code, count) in report.Reasons.OrderByDescending(r => r.Value))
            Console.WriteLine($"  refused for {code}: {count}");
        if (report.Refused == 0)
            File.Delete(errors);
        else
            Console.WriteLine($"  see {errors}");
    }

    private sealed record ImportFile(string File, string? Map, string? Source, string Partner, string Errors, bool Suggest);

    private sealed class ProgressLine(Stopwatch clock)
    {
        private long last;

        public void Report(ImportReport value)
        {
            if (clock.ElapsedMilliseconds - last < 250)
                return;
            last = clock.ElapsedMilliseconds;
            Console.Error.Write($"\r{value.Read} read, {value.Refused} refused, {value.Read * 1000 / Math.Max(1, last)} a second ");
        }
    }
}
