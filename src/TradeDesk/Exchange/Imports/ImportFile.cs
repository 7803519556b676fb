using System.IO.Compression;
using TradeDesk.Http;

namespace TradeDesk.Exchange;

/// <summary>The file of an import, kept in the database in packed parts, so that neither its size nor the end of a replica matters.</summary>
public sealed class ImportFile(ImportStore store, ImportSettings settings)
{
    private const int PartSize = 256 * 1024;

    /// <summary>Keeps a file as it arrives.</summary>
    /// <returns>Its bytes; -1 when it is larger than a file may be.</returns>
    public async Task<long> ReceiveAsync(string id, Stream file, CancellationToken cancellation)
    {
        var (part, size) = (new byte[PartSize], 0L);
        while (await file.ReadAtLeastAsync(part, PartSize, throwOnEndOfStream: false, cancellation) is > 0 and var count)
        {
            if ((size += count) > settings.MostBytes)
                return -1;
            await store.AddPartAsync(id, count, Pack(part.AsSpan(0, count)), cancellation);
        }

        return size;
    }

    /// <summary>The file from its beginning.</summary>
    /// <exception cref="EndOfStreamException">A part is missing (while it is read).</exception>
    public Stream Open(ImportJob job) => new Parts(store, job);

    private static byte[] Pack(ReadOnlySpan<byte> part)
    {
        using var packed = new MemoryStream(part.Length / 4);
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(part);
        return packed.ToArray();
    }

    private sealed class Parts(ImportStore store, ImportJob job) : ReadOnlyStream
    {
        private Stream? part;
        private long number;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            while (true)
            {
                if (part is not null && await part.ReadAsync(buffer, cancellationToken) is > 0 and var count)
                    return count;
                if (number == job.Parts)
                    return 0;
                var content = await store.PartAsync(job.Id, ++number, cancellationToken) ?? throw new EndOfStreamException($"Part {number} of {job.Parts} is missing.");
                part = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
            }
        }
    }
}
