using System.Net;

namespace TradeDesk.Tests.Exchange;

/// <summary>A body whose last byte is held back until a test says.</summary>
internal sealed class SlowBody : HttpContent
{
    private readonly byte[] text;
    private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously), end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SlowBody(byte[] text, string type)
    {
        this.text = text;
        Headers.ContentType = new(type);
    }

    public Task Begun => begun.Task;

    public void End() => end.TrySetResult();

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, default);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(text.AsMemory(..^1), cancellationToken);
        await stream.FlushAsync(cancellationToken);
        begun.TrySetResult();
        await end.Task.WaitAsync(cancellationToken);
        await stream.WriteAsync(text.AsMemory(^1..), cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = text.Length;
        return true;
    }
}
