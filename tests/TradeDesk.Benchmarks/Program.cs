using TradeDesk.Benchmarks;

return args switch
{
    ["engine", "--size", var size] => EngineBenchmark.Run(int.Parse(size, System.Globalization.CultureInfo.InvariantCulture)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: TradeDesk.Benchmarks engine --size <foreign intents>");
    return 2;
}
