using TradeDesk.Benchmarks;

return args switch
{
    ["engine", "--size", var size] => EngineBenchmark.Run(int.Parse(size, System.Globalization.CultureInfo.InvariantCulture)),
    ["compare", var folder, var postgres, .. { Length: > 0 } sizes] => Comparison.Run(folder, postgres.Length == 0 ? null : postgres, [.. sizes.Select(size => int.Parse(size, System.Globalization.CultureInfo.InvariantCulture))]),
    ["peers", var address, var key, var source] => await PeersReport.RunAsync(address, key, source),
    ["codes"] => CodeLookups.Run(),
    ["exposure"] => await ExposureReport.RunAsync(null),
    ["exposure", var database] => await ExposureReport.RunAsync(database),
    ["corridor", var home, var foreign] => CorridorBenchmark.Run(int.Parse(home, System.Globalization.CultureInfo.InvariantCulture), int.Parse(foreign, System.Globalization.CultureInfo.InvariantCulture)),
    ["run", var home, var foreign] => RunBenchmark.Run(int.Parse(home, System.Globalization.CultureInfo.InvariantCulture), int.Parse(foreign, System.Globalization.CultureInfo.InvariantCulture)),
    ["countries", var file] => CountryReport.Run(file),
    ["market", var file, var intents] => MarketDocuments.Write(file, int.Parse(intents, System.Globalization.CultureInfo.InvariantCulture)),
    ["import", var folder, var enterprises] => await ImportBenchmark.RunAsync(folder, int.Parse(enterprises, System.Globalization.CultureInfo.InvariantCulture)),
    ["feed", var folder, var enterprises] => await FeedBenchmark.RunAsync(folder, int.Parse(enterprises, System.Globalization.CultureInfo.InvariantCulture)),
    ["http", var database, var key, var folder] => await ConstantAnswers.ServeAsync(database, key, folder),
    ["webhooks", var events, var rate] => await WebhookBenchmark.RunAsync(int.Parse(events, System.Globalization.CultureInfo.InvariantCulture), int.Parse(rate, System.Globalization.CultureInfo.InvariantCulture)),
    ["tagging", var folder] => TaggingReport.Run(folder),
    ["tagging", var folder, "--errors", var file] => TaggingReport.Run(folder, file),
    ["relevance", var folder] => await RelevanceReport.RunAsync(folder),
    ["relevance", var folder, "--each"] => await RelevanceReport.RunAsync(folder, each: true),
    ["relevance-pool", var folder, var file] => await RelevanceReport.WritePoolAsync(folder, file),
    ["duplicates", var folder] => DuplicateReport.Run(folder),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: TradeDesk.Benchmarks engine --size <foreign intents>");
    Console.Error.WriteLine("       TradeDesk.Benchmarks compare <folder for files> <PostgreSQL connection string or nothing> <foreign intents>...");
    Console.Error.WriteLine("       TradeDesk.Benchmarks peers <address of a desk> <key> <source of the askers>");
    Console.Error.WriteLine("       TradeDesk.Benchmarks codes");
    Console.Error.WriteLine("       TradeDesk.Benchmarks exposure [connection string]");
    Console.Error.WriteLine("       TradeDesk.Benchmarks corridor <home enterprises> <foreign enterprises>");
    Console.Error.WriteLine("       TradeDesk.Benchmarks run <home enterprises> <foreign intents>");
    Console.Error.WriteLine("       TradeDesk.Benchmarks countries <CSV of country_text, iso2>");
    Console.Error.WriteLine("       TradeDesk.Benchmarks market <file> <foreign intents>");
    Console.Error.WriteLine("       TradeDesk.Benchmarks import <folder for files> <enterprises>");
    Console.Error.WriteLine("       TradeDesk.Benchmarks feed <folder for files> <enterprises>");
    Console.Error.WriteLine("       TradeDesk.Benchmarks http <connection string> <key> <folder for the requests>");
    Console.Error.WriteLine("       TradeDesk.Benchmarks webhooks <events> <events a second>");
    Console.Error.WriteLine("       TradeDesk.Benchmarks tagging <data folder> [--errors <file for the wrong rows of the half that may be looked at>]");
    Console.Error.WriteLine("       TradeDesk.Benchmarks relevance <data folder> [--each]");
    Console.Error.WriteLine("       TradeDesk.Benchmarks relevance-pool <data folder> <file for the firms that nobody judged yet>");
    Console.Error.WriteLine("       TradeDesk.Benchmarks duplicates <data folder>");
    return 2;
}
