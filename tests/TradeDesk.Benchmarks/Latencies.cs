namespace TradeDesk.Benchmarks;

/// <summary>Milliseconds of so many calls.</summary>
internal sealed record Latencies(double P50, double P99, double Max, int Count)
{
    public static Latencies Of(IEnumerable<double> milliseconds)
    {
        double[] times = [.. milliseconds.Order()];
        return new(times[(int)(.5 * (times.Length - 1))], times[(int)(.99 * (times.Length - 1))], times[^1], times.Length);
    }
}
