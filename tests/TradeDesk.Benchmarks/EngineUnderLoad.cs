using System.Diagnostics;
using TradeDesk.Matching;

namespace TradeDesk.Benchmarks;

/// <summary>How many questions the index answers in a second, and how soon changes show while it answers.</summary>
internal static class EngineUnderLoad
{
    private const int ChangesASecond = 1_000;
    private static readonly TimeSpan Asking = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Changing = TimeSpan.FromSeconds(10);

    /// <summary>Questions answered in a second by threads that ask without a pause.</summary>
    public static double Throughput(MatchSnapshot snapshot, MatchQuery[] queries, int threads)
    {
        using var deadline = new CancellationTokenSource();
        var asking = Enumerable.Range(0, threads).Select(thread => Start(() => Ask(() => snapshot, queries, thread * queries.Length / threads, deadline.Token).Count)).ToArray();
        var watch = Stopwatch.StartNew();
        Thread.Sleep(Asking);
        deadline.Cancel();
        var answered = asking.Sum(task => task.Result);
        return answered / watch.Elapsed.TotalSeconds;
    }

    /// <summary>
    /// Changes fall due at a steady 1,000 a second whether or not the writer keeps up (open loop); the writer takes all that are due in one
    /// batch, as the service does, while another thread asks without a pause. Times in milliseconds.
    /// </summary>
    /// <returns>From the moment each change fell due until it was visible, and how long the questions took meanwhile.</returns>
    public static (double[] Visible, double[] Asked) Change(MatchIndex index, MatchEnterprise[] stored, MatchQuery[] queries)
    {
        using var deadline = new CancellationTokenSource();
        var asking = Start(() => Ask(() => index.Current, queries, 0, deadline.Token));
        var (random, due) = (new Random(4), (int)(ChangesASecond * Changing.TotalSeconds));
        var (visible, watch, done, sequence) = (new double[due], Stopwatch.StartNew(), 0, index.Current.Sequence);
        while (done < due)
        {
            var now = Math.Min(due, 1 + (int)(watch.Elapsed.TotalMilliseconds * ChangesASecond / 1000));
            if (now == done)
            {
                Thread.Sleep(0);
                continue;
            }
            var batch = Enumerable.Range(done, now - done).Select(number => stored[random.Next(stored.Length)] with { Completeness = number / (double)due }).ToArray();
            index.Apply(batch, [], ++sequence);
            var shown = watch.Elapsed.TotalMilliseconds;
            for (; done < now; done++) visible[done] = shown - done * 1000.0 / ChangesASecond;
        }
        deadline.Cancel();
        return (visible, [.. asking.Result]);
    }

    private static Task<T> Start<T>(Func<T> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static List<double> Ask(Func<MatchSnapshot> current, MatchQuery[] queries, int first, CancellationToken deadline)
    {
        var times = new List<double>();
        for (var number = first; !deadline.IsCancellationRequested; number++)
        {
            var start = Stopwatch.GetTimestamp();
            current().Top(queries[number % queries.Length]);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        return times;
    }
}
