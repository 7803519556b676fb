using System.Text.Json;

namespace TradeDesk.Client;

/// <summary>How far a snapshot has come; as text, the cursor of its batches.</summary>
/// <param name="LastId">The last record that was taken; empty at the beginning.</param>
internal sealed record SnapshotPlace(string LastId)
{
    private const string Prefix = "snapshot:";

    /// <summary>Names this snapshot.</summary>
    public string Name { get; init; } = Guid.NewGuid().ToString("N");

    /// <summary>Where the changes go on; null until the first answer.</summary>
    public string? Sequence { get; init; }

    /// <summary>The place that a cursor names; null for a cursor of the feed.</summary>
    public static SnapshotPlace? Read(string cursor) =>
        !cursor.StartsWith(Prefix, StringComparison.Ordinal) ? null
        : cursor[Prefix.Length..].Split(':') is [{ Length: > 0 } name, { Length: > 0 } sequence, var lastId] ? new(lastId) { Name = name, Sequence = sequence }
        : throw new FormatException("The cursor is not one that a batch had.");

    public override string ToString() => $"{Prefix}{Name}:{Sequence}:{LastId}";
}

/// <summary>The lines of an export as they arrive.</summary>
internal sealed class ExportLines : IDisposable
{
    private readonly HttpResponseMessage response;
    private readonly StreamReader reader;
    private readonly TradeDeskClientOptions options;

    private ExportLines(HttpResponseMessage response, Stream body, TradeDeskClientOptions options) => (this.response, reader, this.options) = (response, new(body), options);

    /// <summary>What the export is true at.</summary>
    public string Sequence => response.Headers.TryGetValues("TradeDesk-Sequence", out var values)
        ? values.First()
        : throw new HttpRequestException("The export does not name its sequence; something between here and the desk takes headers away.");

    public static async Task<ExportLines> OpenAsync(HttpResponseMessage response, TradeDeskClientOptions options, CancellationToken cancellation) =>
        new(response, await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false), options);

    /// <summary>Adds up to <paramref name="most"/> records; false when there are no more. What was added before an exception is whole.</summary>
    /// <exception cref="IOException">The answer broke off, or stalled.</exception>
    /// <exception cref="JsonException">It broke off within a line.</exception>
    public async Task<bool> AddToAsync(List<Change> records, int most, CancellationToken cancellation)
    {
        using var stalled = new CancellationTokenSource(options.Timeout, options.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, stalled.Token);
        try
        {
            while (records.Count < most)
            {
                if (await reader.ReadLineAsync(either.Token).ConfigureAwait(false) is not { } line)
                    return false;
                records.Add(Change.Of(EnterpriseDocument.Parse(line)));
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException("The export stalled.");
        }

        return true;
    }

    public void Dispose()
    {
        reader.Dispose();
        response.Dispose();
    }
}
