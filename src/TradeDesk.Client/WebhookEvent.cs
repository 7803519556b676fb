using System.Text.Json;

namespace TradeDesk.Client;

/// <summary>The body of a webhook (CloudEvents 1.0); read it once <see cref="WebhookSignature"/> has found it valid.</summary>
public sealed record WebhookEvent
{
    /// <summary>The same when it is sent again.</summary>
    public string Id { get; init; } = "";

    /// <summary>The kind of event.</summary>
    public string Type { get; init; } = "";

    /// <summary>When it happened.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>The change as the feed has it.</summary>
    public Change? Data { get; init; }

    /// <summary>Reads a body.</summary>
    /// <exception cref="JsonException">It is not such an event.</exception>
    public static WebhookEvent Read(ReadOnlySpan<byte> body) =>
        JsonSerializer.Deserialize(body, DeskShapes.Default.WebhookEvent) ?? throw new JsonException("A webhook's body is an object.");
}
