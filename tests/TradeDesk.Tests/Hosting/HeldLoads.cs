using Microsoft.Extensions.DependencyInjection;
using TradeDesk.Data;

namespace TradeDesk.Tests.Hosting;

/// <summary>SQLite that holds loads back where a test says, so that an import stands still in its midst however fast it is; other writes go on.</summary>
internal sealed class HeldLoads : SqliteDialect
{
    private readonly TaskCompletionSource free = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int left = int.MaxValue;

    /// <summary>Lets so many transactions of loads pass before the next one waits.</summary>
    public void HoldAfter(int transactions) => Volatile.Write(ref left, transactions);

    public void Free() => free.TrySetResult();

    public void Replace(IServiceCollection services) => services.AddSingleton<Dialect>(this);

    public override async Task<IDisposable> TakeWriteTurnAsync(TimeSpan patience, CancellationToken cancellation)
    {
        if (patience == Timeout.InfiniteTimeSpan && Interlocked.Decrement(ref left) < 0)
            await free.Task.WaitAsync(cancellation);
        return await base.TakeWriteTurnAsync(patience, cancellation);
    }
}
