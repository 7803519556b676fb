using System.Text.Json.Nodes;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Exchange;

/// <summary>Webhooks over HTTP.</summary>
internal static class WebhookCalls
{
    public const string Webhooks = "/v1/webhooks";

    /// <summary>What lets a desk under test reach a receiver.</summary>
    public const string Loopback = "--Webhooks:AllowedPrivateNetworks=127.0.0.0/8";

    /// <summary>Subscribes an endpoint, and answers the subscription with its secret.</summary>
    /// <param name="client">The subscriber.</param>
    /// <param name="endpoint">Where to.</param>
    /// <param name="more">More members, as JSON without braces.</param>
    public static async Task<JsonNode> SubscribeAsync(this HttpClient client, Uri endpoint, string more = "")
    {
        using var response = await client.SubscribeToAsync(endpoint.ToString(), more);
        Assert.That(response.Code(), Is.EqualTo(201), () => response.Content.ReadAsStringAsync().Result);
        var webhook = await response.JsonAsync();
        Assert.That(response.Headers.Location?.OriginalString, Is.EqualTo(webhook.Webhook()));
        return webhook;
    }

    public static Task<HttpResponseMessage> SubscribeToAsync(this HttpClient client, string url, string more = "") =>
        client.SendJsonAsync(HttpMethod.Post, Webhooks, $$"""{"url": "{{url}}"{{(more.Length > 0 ? ", " + more : "")}}}""");

    /// <summary>Where a subscription is.</summary>
    public static string Webhook(this JsonNode webhook) => $"{Webhooks}/{webhook.Id()}";

    public static Task<JsonNode> ReadAsync(this HttpClient client, JsonNode webhook) => client.GetJsonAsync(webhook.Webhook());

    public static Task<HttpResponseMessage> AlterAsync(this HttpClient client, JsonNode webhook, string patch, string? ifMatch) =>
        client.SendJsonAsync(HttpMethod.Patch, webhook.Webhook(), patch, ifMatch, EnterpriseCalls.MergePatch);

    /// <summary>Patches a subscription as it is now, which must be taken.</summary>
    public static async Task<JsonNode> AlterAsync(this HttpClient client, JsonNode webhook, string patch)
    {
        using var response = await client.AlterAsync(webhook, patch, (await client.ReadAsync(webhook)).Tag());
        Assert.That(response.Code(), Is.EqualTo(200), () => response.Content.ReadAsStringAsync().Result);
        return await response.JsonAsync();
    }

    public static async Task<JsonNode> CallAsync(this HttpClient client, JsonNode webhook, string what, string body = "{}")
    {
        using var response = await client.SendJsonAsync(HttpMethod.Post, $"{webhook.Webhook()}/{what}", body);
        Assert.That(response.Code(), Is.EqualTo(200), () => response.Content.ReadAsStringAsync().Result);
        return await response.JsonAsync();
    }

    /// <summary>Reads a subscription until it is as wanted.</summary>
    public static async Task<JsonNode> UntilAsync(this HttpClient client, JsonNode webhook, Func<JsonNode, bool> wanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var there = await client.ReadAsync(webhook);
            if (wanted(there))
                return there;
            if (limit.IsCancellationRequested)
                Assert.Fail(there.ToJsonString());
            await Task.Delay(20);
        }
    }

    public static Task<JsonNode> UntilStatusAsync(this HttpClient client, JsonNode webhook, string status) => client.UntilAsync(webhook, w => (string?)w["status"] == status);

    /// <summary>Everything up to the end of the log is delivered.</summary>
    public static async Task<JsonNode> UntilDoneAsync(this HttpClient client, JsonNode webhook)
    {
        var end = (await client.FollowAsync(limit: 1000)).Changes.Max(c => (long)c["sequence"]!);
        return await client.UntilAsync(webhook, w => (long)w["position"]! >= end);
    }

    public static async Task<IReadOnlyList<JsonNode>> DeliveriesAsync(this HttpClient client, JsonNode webhook) => (await client.GetJsonAsync(webhook.Webhook() + "/deliveries?limit=200")).Items();
}
