namespace TradeDesk.Data;

/// <summary>Tells the readers of the change log in this process that a write has committed, so that they need not wait for their next look.</summary>
public sealed class ChangeSignal
{
    private readonly Lock gate = new();
    private TaskCompletionSource raised = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long lastSequence;

    /// <summary>The highest sequence that this process has committed.</summary>
    public long LastSequence => Volatile.Read(ref lastSequence);

    public void Raise(long sequence)
    {
        TaskCompletionSource waiting;
        lock (gate)
        {
            lastSequence = Math.Max(lastSequence, sequence);
            waiting = raised;
            raised = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        waiting.TrySetResult();
    }

    /// <summary>Completes at the next <see cref="Raise"/>.</summary>
    public Task Next
    {
        get
        {
            lock (gate)
                return raised.Task;
        }
    }
}
