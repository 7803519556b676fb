using System.IO.Compression;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using TradeDesk.Data;
using TradeDesk.Http;

namespace TradeDesk.Exchange;

/// <summary>What the body of an import holds: NDJSON, or the parts <c>map</c> and <c>file</c> of a CSV file.</summary>
/// <param name="Map">The column map as JSON; null for NDJSON.</param>
/// <param name="Source">The register that the map names; null for NDJSON.</param>
/// <param name="File">The file.</param>
internal sealed record ImportUpload(string? Map, string? Source, Stream File)
{
    public const string Multipart = "multipart/form-data", Ndjson = "application/x-ndjson";
    private const int LongestMap = 256 * 1024;
    private static readonly string[] Lines = [Ndjson, "application/ndjson", "application/jsonl"], Packed = ["application/gzip", "application/x-gzip"];

    /// <summary>Looks at the head of a body; the file itself is not read yet.</summary>
    public static async Task<(ImportUpload? Upload, ProblemHttpResult? Refusal)> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
            return (null, WrongType());
        if (Lines.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase))
            return (new(null, null, request.Body), null);
        if (!type.MediaType.Equals(Multipart, StringComparison.OrdinalIgnoreCase) || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary)
            return (null, WrongType());
        try
        {
            return await ReadPartsAsync(new MultipartReader(boundary, request.Body), cancellation);
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            return (null, Malformed("", "not-multipart", "The body is no whole multipart/form-data; send the part map, then the part file."));
        }
        catch (SettingsException e)
        {
            return (null, Malformed("/map", "wrong-map", e.Message));
        }
    }

    private static async Task<(ImportUpload?, ProblemHttpResult?)> ReadPartsAsync(MultipartReader parts, CancellationToken cancellation)
    {
        if (await parts.ReadNextSectionAsync(cancellation) is not { } first || NameOf(first) != "map")
            return (null, Malformed("/map", "required", "The first part must be 'map', the column map as JSON."));
        var text = new byte[LongestMap + 1];
        var length = await first.Body.ReadAtLeastAsync(text, text.Length, throwOnEndOfStream: false, cancellation);
        if (length > LongestMap)
            return (null, Malformed("/map", "too-long", $"A map has {LongestMap / 1024} KiB at most."));
        var map = System.Text.Encoding.UTF8.GetString(text, 0, length).TrimStart('\uFEFF');
        var source = ColumnMap.Parse(map).Source;
        if (await parts.ReadNextSectionAsync(cancellation) is not { } second || NameOf(second) != "file")
            return (null, Malformed("/file", "required", "The second part must be 'file', the CSV file."));
        var isPacked = Packed.Contains(second.ContentType?.Split(';')[0].Trim(), StringComparer.OrdinalIgnoreCase);
        return (new(map, source, isPacked ? new GZipStream(second.Body, CompressionMode.Decompress) : second.Body), null);
    }

    private static string? NameOf(MultipartSection section) =>
        ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) ? HeaderUtilities.RemoveQuotes(disposition.Name).Value : null;

    private static ProblemHttpResult WrongType() =>
        Problem.Of(Problem.MediaType, $"Send {Ndjson}, one enterprise a line; or a CSV file as {Multipart} with the parts map (the column map as JSON) and file.");

    private static ProblemHttpResult Malformed(string pointer, string code, string message) => Problem.Of(Problem.Malformed, errors: [new(pointer, code, message)]);
}
