using System.Text.Json.Serialization;

namespace TradeDesk.Client;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChangePage))]
[JsonSerializable(typeof(TradeDeskProblem))]
[JsonSerializable(typeof(Import))]
[JsonSerializable(typeof(ImportRefusal))]
[JsonSerializable(typeof(WebhookEvent))]
internal sealed partial class DeskShapes : JsonSerializerContext;

internal sealed record ChangePage(IReadOnlyList<Change> Items, string NextCursor, bool UpToDate);
