using System.Buffers;
using System.Text.Json;
using TradeDesk.Http;

namespace TradeDesk.Exchange;

/// <summary>The events that endpoints are sent: CloudEvents 1.0 in structured mode.</summary>
internal static class WebhookBody
{
    public const string MediaType = "application/cloudevents+json", Ping = "tradedesk.ping";

    // What Standard Webhooks advises at most, and endpoints may rely on.
    private const int Most = 20_000;
    private const string Source = "/v1/changes";
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true, Encoder = DeskJson.Options.Encoder };

    public static string Type(ChangeLine line) => $"tradedesk.{line.Kind}.{(ChangeWriter.Op(line) == "delete" ? "deleted" : "upserted")}";

    public static ReadOnlyMemory<byte> Of(string eventId, ChangeLine line)
    {
        var whole = Write(eventId, Type(line), line.At, line.Id, w => ChangeWriter.Write(w, line));
        return whole.Length <= Most || line.Document is null
            ? whole
            : Write(eventId, Type(line), line.At, line.Id, w => ChangeWriter.Write(w, line, documentAt: Address(line.Document)));
    }

    // By its source: an id that was merged leads to another record.
    private static string Address(string document)
    {
        using var enterprise = JsonDocument.Parse(document);
        return $"/v1/sources/{Part("source")}/enterprises/{Part("externalId")}";

        string Part(string member) => Uri.EscapeDataString(enterprise.RootElement.GetProperty(member).GetString()!);
    }

    public static ReadOnlyMemory<byte> OfPing(string eventId, string webhookId, DateTimeOffset now) => Write(eventId, Ping, now.ToUnixTimeMilliseconds(), webhookId, w =>
    {
        w.WriteStartObject();
        w.WriteString("id", webhookId);
        w.WriteEndObject();
    });

    private static ReadOnlyMemory<byte> Write(string id, string type, long at, string subject, Action<Utf8JsonWriter> data)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("specversion", "1.0");
            writer.WriteString("id", id);
            writer.WriteString("source", Source);
            writer.WriteString("type", type);
            writer.WriteString("time", DateTimeOffset.FromUnixTimeMilliseconds(at).UtcDateTime);
            writer.WriteString("subject", subject);
            writer.WriteString("datacontenttype", "application/json");
            writer.WritePropertyName("data");
            data(writer);
            writer.WriteEndObject();
        }

        return output.WrittenMemory;
    }
}
