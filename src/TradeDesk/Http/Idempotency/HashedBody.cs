using System.Security.Cryptography;

namespace TradeDesk.Http;

/// <summary>A request body that is hashed as it is read, whatever its size.</summary>
internal sealed class HashedBody(Stream body) : ReadOnlyStream
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private bool isAtEnd;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await body.ReadAsync(buffer, cancellationToken);
        hash.AppendData(buffer.Span[..count]);
        isAtEnd |= count == 0 && buffer.Length > 0;
        return count;
    }

    /// <summary>The hash of the whole body, reading what is left of it; null when that is more than <paramref name="mostLeft"/> bytes.</summary>
    public async Task<string?> ReadHashAsync(CancellationToken cancellation, long mostLeft)
    {
        var rest = new byte[16 * 1024];
        for (var left = mostLeft; !isAtEnd && left > 0;)
            left -= await ReadAsync(rest, cancellation);
        return isAtEnd ? Convert.ToHexStringLower(hash.GetCurrentHash()) : null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            hash.Dispose();
        base.Dispose(disposing);
    }
}
