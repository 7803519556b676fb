using Microsoft.AspNetCore.Http.Features;

namespace TradeDesk.Http;

/// <summary>How large a request body may be, in bytes.</summary>
public static class BodyLimits
{
    /// <summary>One document or one batch of needs.</summary>
    public const int Document = 1024 * 1024;

    /// <summary>
    /// What the server still receives, and throws away, of a body that is refused. A connection that is closed on a client
    /// that is still sending loses the answer; beyond this size, or five seconds, it is closed all the same.
    /// </summary>
    public const int Received = 64 * 1024 * 1024;

    /// <summary>Refuses a larger body: by its stated length before it is read, or else once too much of it has been read.</summary>
    public static void UseBodyLimits(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (http.Request.ContentLength > Document)
            return Problem.Of(Problem.TooLarge).ExecuteAsync(http);
        if (http.Request.ContentLength is null && http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
            http.Request.Body = new BodyOfUnstatedLength(http.Request.Body);
        return next(http);
    });

    private sealed class BodyOfUnstatedLength(Stream body) : Stream
    {
        private long read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => read; set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await body.ReadAsync(buffer, cancellationToken);
            read += count;
            return read <= Document ? count : throw new BadHttpRequestException(Problem.TooLarge.Title, Problem.TooLarge.Status);
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }
    }
}
