using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace TradeDesk.Client;

public sealed partial class TradeDeskClient
{
    /// <summary>Loads many records at once and waits for the end. They are packed into a temporary file first, so that a broken connection costs one more upload and never a second import.</summary>
    /// <param name="source">The register that all records are of.</param>
    /// <param name="documents">The records; each is written as it comes.</param>
    /// <param name="options">Whether what is not sent stays.</param>
    /// <param name="cancellation">Ends the waiting; an import that has begun goes on.</param>
    /// <returns>How it ended; look at <see cref="Import.Succeeded"/> and <see cref="Import.Refused"/>.</returns>
    public async Task<Import> ImportAsync(string source, IAsyncEnumerable<EnterpriseDocument> documents, ImportOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new();
        var file = Path.GetTempFileName();
        try
        {
            await PackAsync(documents, file, cancellation).ConfigureAwait(false);
            return await EndAsync(await StartAsync(source, file, options, cancellation).ConfigureAwait(false), options, cancellation).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The records that an import refused, in the order in which they were sent.</summary>
    /// <param name="id">The import's id.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async IAsyncEnumerable<ImportRefusal> ImportRefusalsAsync(string id, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var response = await calls.GetAsync($"v1/imports/{Uri.EscapeDataString(id)}/errors", cancellation, completion: HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false));
        while (await reader.ReadLineAsync(cancellation).ConfigureAwait(false) is { } line)
            yield return JsonSerializer.Deserialize(line, DeskShapes.Default.ImportRefusal)!;
    }

    private static async Task PackAsync(IAsyncEnumerable<EnterpriseDocument> documents, string file, CancellationToken cancellation)
    {
        await using var packed = new GZipStream(File.Create(file), CompressionLevel.Fastest);
        await using var lines = new StreamWriter(packed) { NewLine = "\n" };
        await foreach (var document in documents.WithCancellation(cancellation).ConfigureAwait(false))
            await lines.WriteLineAsync(document.ToString().AsMemory(), cancellation).ConfigureAwait(false);
    }

    private async Task<Import> StartAsync(string source, string file, ImportOptions options, CancellationToken cancellation)
    {
        var path = DeskCalls.Query(
            "v1/imports", ("source", source), ("mode", options.ReplaceSource ? "replace-source" : "merge"), ("dryRun", Word(options.DryRun)), ("suggest", Word(options.Suggest)),
            ("removeAtMost", options is { ReplaceSource: true, RemoveAtMost: { } share } ? DeskCalls.Number(share) : null));
        // The same for every attempt, so that the desk knows them for one.
        var once = $"\"{Guid.NewGuid()}\"";
        using var response = await calls.SendAsync(Make, cancellation, options.Upload).ConfigureAwait(false);
        return await ReadImportAsync(await DeskCalls.GoodAsync(response, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);

        HttpRequestMessage Make()
        {
            var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StreamContent(File.OpenRead(file)) };
            request.Content.Headers.ContentType = new("application/x-ndjson");
            request.Content.Headers.ContentEncoding.Add("gzip");
            request.Headers.Add("Idempotency-Key", once);
            return request;
        }
    }

    private async Task<Import> EndAsync(Import import, ImportOptions options, CancellationToken cancellation)
    {
        while (!import.IsOver)
        {
            await Task.Delay(options.Pause, calls.Options.Clock, cancellation).ConfigureAwait(false);
            using var response = await calls.GetAsync($"v1/imports/{import.Id}", cancellation).ConfigureAwait(false);
            import = await ReadImportAsync(response, cancellation).ConfigureAwait(false);
        }

        return import;
    }

    private static async Task<Import> ReadImportAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        return await JsonSerializer.DeserializeAsync(body, DeskShapes.Default.Import, cancellation).ConfigureAwait(false) ?? throw new JsonException("An import is an object.");
    }
}
