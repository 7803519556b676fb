using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Exchange;

/// <summary>Imports over HTTP.</summary>
internal static class ImportCalls
{
    public const string Imports = "/v1/imports";

    /// <summary>The map of a file of the source <c>fair</c> with the columns id, name and country.</summary>
    public const string FairMap =
        """
        { "source": "fair", "externalId": { "column": "id" },
          "members": { "legalName": { "column": "name" }, "country": { "column": "country", "as": "country" } } }
        """;

    public static Task<HttpResponseMessage> ImportAsync(this HttpClient client, string query, string ndjson) => client.ImportAsync(query, Lines(Encoding.UTF8.GetBytes(ndjson)));

    public static Task<HttpResponseMessage> ImportAsync(this HttpClient client, string query, HttpContent body) => client.PostAsync($"{Imports}?{query}", body);

    public static Task<HttpResponseMessage> ImportCsvAsync(this HttpClient client, string query, string map, byte[] csv, string type = "text/csv") =>
        client.ImportAsync(query, new MultipartFormDataContent { { new StringContent(map), "map", "map.json" }, { new ByteArrayContent(csv) { Headers = { ContentType = new(type) } }, "file", "rows.csv" } });

    public static ByteArrayContent Lines(byte[] ndjson, string? packed = null)
    {
        var content = new ByteArrayContent(ndjson) { Headers = { ContentType = new("application/x-ndjson") } };
        if (packed is not null)
            content.Headers.ContentEncoding.Add(packed);
        return content;
    }

    public static byte[] Gzip(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(plain);
        return packed.ToArray();
    }

    public static byte[] Brotli(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest))
            brotli.Write(plain);
        return packed.ToArray();
    }

    /// <summary>Where an import that must be taken can be followed.</summary>
    public static async Task<string> TakenAsync(this Task<HttpResponseMessage> sent)
    {
        using var response = await sent;
        Assert.That(response.Code(), Is.EqualTo(202), () => response.Content.ReadAsStringAsync().Result);
        var import = await response.JsonAsync();
        Assert.That(response.Headers.Location?.OriginalString, Is.EqualTo($"{Imports}/{import.Id()}"));
        return response.Headers.Location!.OriginalString;
    }

    /// <summary>The import when it is over.</summary>
    public static async Task<JsonNode> OverAsync(this HttpClient client, string import) => await client.UntilAsync(import, s => (string?)s["status"] is not ("queued" or "running"));

    public static async Task<JsonNode> UntilAsync(this HttpClient client, string import, Func<JsonNode, bool> wanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (true)
        {
            var status = await client.GetJsonAsync(import);
            if (wanted(status))
                return status;
            await Task.Delay(20, limit.Token);
        }
    }

    /// <summary>Sends lines and waits for the end.</summary>
    public static async Task<JsonNode> ImportedAsync(this HttpClient client, string query, params IEnumerable<JsonNode> documents) =>
        await client.OverAsync(await client.ImportAsync(query, Ndjson(documents)).TakenAsync());

    public static string Ndjson(IEnumerable<JsonNode> documents) => string.Join('\n', documents.Select(d => d.ToJsonString()));

    /// <summary>The refused records of an import.</summary>
    public static async Task<IReadOnlyList<JsonNode>> RefusedAsync(this HttpClient client, JsonNode import)
    {
        using var response = await client.GetAsync($"{Imports}/{import.Id()}/errors");
        Assert.That((response.Code(), response.Content.Headers.ContentType?.MediaType), Is.EqualTo((200, "application/x-ndjson")));
        return [.. (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!)];
    }

    /// <summary>Created, updated, unchanged, refused, removed.</summary>
    public static (long Created, long Updated, long Unchanged, long Refused, long Removed) Counts(this JsonNode import) =>
        ((long)import["created"]!, (long)import["updated"]!, (long)import["unchanged"]!, (long)import["refused"]!, (long)import["removed"]!);

    public static string? Status(this JsonNode import) => (string?)import["status"];

    /// <summary>The external ids of a source, in order.</summary>
    public static async Task<IReadOnlyList<string>> HeldAsync(this HttpClient client, string source)
    {
        using var response = await client.GetAsync($"/v1/export?source={source}");
        return [.. (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => (string)JsonNode.Parse(l)!["externalId"]!).Order(StringComparer.Ordinal)];
    }
}
