using TradeDesk.Benchmarks;

return args switch
{
    ["engine", "--size", var size] => EngineBenchmark.Run(int.Parse(size, System.Globalization.CultureInfo.InvariantCulture)),
    ["peers", var address, var key, var source] => await PeersReport.RunAsync(address, key, source),
    ["http", var database, var key] => await ConstantAnswers.ServeAsync(database, key),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: TradeDesk.Benchmarks engine --size <foreign intents>");
    Console.Error.WriteLine("       TradeDesk.Benchmarks peers <address of a desk> <key> <source of the askers>");
    Console.Error.WriteLine("       TradeDesk.Benchmarks http <connection string> <key>");
    return 2;
}
