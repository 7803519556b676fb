using System.Threading.Channels;
using TradeDesk.Data;

namespace TradeDesk.Exchange;

/// <summary>
/// Small writes of many deliveries, as many as wait together in one transaction. Each delivery is on disk before the next one of its subscription is
/// sent; one by one, the disk would be what every endpoint waits for.
/// </summary>
public sealed class GroupedWrites(Database database) : BackgroundService
{
    private const int Most = 200;
    private readonly Channel<Waiting> waiting = Channel.CreateUnbounded<Waiting>(new() { SingleReader = true });

    /// <summary>Runs a write beside others; it commits with them.</summary>
    /// <exception cref="DatabaseAwayException">The database did not answer in time; nothing was written.</exception>
    public Task<bool> RunAsync(Func<Writing, Task<bool>> work, CancellationToken cancellation)
    {
        var one = new Waiting(work);
        waiting.Writer.TryWrite(one);
        return one.Answer.Task.WaitAsync(cancellation);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var group = new List<Waiting>();
        while (await waiting.Reader.WaitToReadAsync(stoppingToken))
        {
            group.Clear();
            while (group.Count < Most && waiting.Reader.TryRead(out var one))
                group.Add(one);
            await WriteAsync(group);
        }
    }

    private async Task WriteAsync(List<Waiting> group)
    {
        try
        {
            var answers = new bool[group.Count];
            await database.WriteAsync(async w =>
            {
                for (var i = 0; i < group.Count; i++)
                    answers[i] = await group[i].Work(w);
                return true;
            }, CancellationToken.None);
            for (var i = 0; i < group.Count; i++)
                group[i].Answer.TrySetResult(answers[i]);
        }
        catch (Exception e)
        {
            foreach (var one in group)
                one.Answer.TrySetException(e);
        }
    }

    private sealed record Waiting(Func<Writing, Task<bool>> Work)
    {
        public TaskCompletionSource<bool> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
