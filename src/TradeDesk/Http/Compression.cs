using Microsoft.AspNetCore.ResponseCompression;

namespace TradeDesk.Http;

/// <summary>Answers packed as br or gzip for who accepts it.</summary>
public static class Compression
{
    private static readonly string[] Packed = ["application/json", "application/problem+json", "application/x-ndjson"];

    public static IServiceCollection AddDeskCompression(this IServiceCollection services) => services
        .Configure<BrotliCompressionProviderOptions>(o => o.Level = System.IO.Compression.CompressionLevel.Fastest)
        .Configure<GzipCompressionProviderOptions>(o => o.Level = System.IO.Compression.CompressionLevel.Fastest)
        // No answer holds a secret beside something that a stranger chose, so that its size tells nothing.
        .AddResponseCompression(o => (o.EnableForHttps, o.MimeTypes) = (true, Packed));
}
