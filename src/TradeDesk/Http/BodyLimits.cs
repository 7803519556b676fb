using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

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

    /// <summary>
    /// Refuses a larger body: by its stated length before it is read, or else once too much of it has been read. An endpoint that takes files
    /// says so itself (<see cref="IRequestSizeLimitMetadata"/>) and counts for itself.
    /// </summary>
    public static void UseBodyLimits(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (http.Request.Headers.ContentEncoding is { Count: > 0 } packed)
            return Problem.Of(Problem.MediaType, $"A body packed as '{packed}' cannot be read here; send it plain, or packed once as gzip, br or deflate.").ExecuteAsync(http);
        var most = http.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>() is { } stated ? stated.MaxRequestBodySize ?? long.MaxValue : Document;
        if (http.Request.ContentLength > most)
            return Problem.Of(Problem.TooLarge).ExecuteAsync(http);
        // What is unpacked has another length than the header says.
        if (http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
            http.Request.Body = new CountedBody(http.Request.Body, most);
        return next(http);
    });

    private sealed class CountedBody(Stream body, long most) : ReadOnlyStream
    {
        private long read;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await UnpackedAsync(buffer, cancellationToken);
            read += count;
            return read <= most ? count : throw new BadHttpRequestException(Problem.TooLarge.Title, Problem.TooLarge.Status);
        }

        // gzip and deflate tell of damage in one way, br in another.
        private async ValueTask<int> UnpackedAsync(Memory<byte> buffer, CancellationToken cancellation)
        {
            try
            {
                return await body.ReadAsync(buffer, cancellation);
            }
            catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
            {
                throw new DamagedBodyException(e);
            }
        }
    }
}

/// <summary>A body cannot be unpacked.</summary>
internal sealed class DamagedBodyException(Exception inner) : Exception("The body cannot be unpacked; it is damaged or not what Content-Encoding says.", inner);
