using System.Text.Json.Nodes;

namespace TradeDesk.Tests.Hosting;

/// <summary>Enterprises over HTTP.</summary>
public static class EnterpriseCalls
{
    public const string MergePatch = "application/merge-patch+json";

    /// <summary>Where a document is addressed by its own source and external id.</summary>
    public static string Address(this JsonObject document) =>
        $"/v1/sources/{Uri.EscapeDataString((string)document["source"]!)}/enterprises/{Uri.EscapeDataString((string)document["externalId"]!)}";

    public static Task<HttpResponseMessage> UpsertAsync(this HttpClient client, JsonObject document, string? ifMatch = null) =>
        client.SendJsonAsync(HttpMethod.Put, document.Address(), document.ToJsonString(), ifMatch);

    public static Task<HttpResponseMessage> CreateAsync(this HttpClient client, JsonObject document) =>
        client.SendJsonAsync(HttpMethod.Post, "/v1/enterprises", document.ToJsonString());

    public static Task<HttpResponseMessage> ReplaceAsync(this HttpClient client, JsonNode there, JsonObject document, string? ifMatch) =>
        client.SendJsonAsync(HttpMethod.Put, there.Path(), document.ToJsonString(), ifMatch);

    public static Task<HttpResponseMessage> PatchAsync(this HttpClient client, JsonNode there, string patch, string? ifMatch) =>
        client.SendJsonAsync(HttpMethod.Patch, there.Path(), patch, ifMatch, MergePatch);

    public static Task<HttpResponseMessage> DeleteAsync(this HttpClient client, string path, string? ifMatch)
    {
        var request = new HttpRequestMessage(HttpMethod.Delete, path);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return client.SendAsync(request);
    }

    /// <summary>Upserts a document that must be taken, and answers it as it was saved.</summary>
    public static async Task<JsonNode> SaveAsync(this HttpClient client, JsonObject document)
    {
        using var response = await client.UpsertAsync(document);
        Assert.That((int)response.StatusCode, Is.EqualTo(200).Or.EqualTo(201), () => response.Content.ReadAsStringAsync().Result);
        return await response.JsonAsync();
    }

    /// <summary>Patches a record that must take it, and answers it as it was saved.</summary>
    public static async Task<JsonNode> ChangeAsync(this HttpClient client, JsonNode there, string patch)
    {
        using var response = await client.PatchAsync(there, patch, there.Tag());
        Assert.That((int)response.StatusCode, Is.EqualTo(200), () => response.Content.ReadAsStringAsync().Result);
        return await response.JsonAsync();
    }

    public static string Id(this JsonNode enterprise) => (string)enterprise["id"]!;

    public static string Path(this JsonNode enterprise) => "/v1/enterprises/" + enterprise.Id();

    /// <summary>The ETag of the version that a document states.</summary>
    public static string Tag(this JsonNode enterprise) => $"\"{(long)enterprise["version"]!}\"";

    public static IReadOnlyList<JsonNode> Items(this JsonNode page) => [.. page["items"]!.AsArray().Select(i => i!)];

    /// <summary>The ids of the enterprises of a list.</summary>
    public static IReadOnlyList<string> Ids(this JsonNode page) => [.. page.Items().Select(i => i.Id())];

    public static IReadOnlyList<string> Texts(this JsonNode? list) => [.. list!.AsArray().Select(i => (string)i!)];

    public static int Code(this HttpResponseMessage response) => (int)response.StatusCode;

    /// <summary>Sends again while the desk is too busy to take the write, as it tells callers to.</summary>
    public static async Task<HttpResponseMessage> UntilTakenAsync(Func<Task<HttpResponseMessage>> send)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var response = await send();
            if (response.Code() != 503)
                return response;
            response.Dispose();
            await Task.Delay(50, limit.Token);
        }
    }
}
