using System.Text.Json;
using TradeDesk.Http;

namespace TradeDesk.Taxonomy;

/// <summary>The reference facts that are built into the desk.</summary>
internal static class FactFile
{
    public static T Read<T>(string name)
    {
        using var stream = typeof(FactFile).Assembly.GetManifestResourceStream($"TradeDesk.Taxonomy.Facts.{name}.json")
            ?? throw new InvalidOperationException($"The built-in facts '{name}' are missing.");
        return JsonSerializer.Deserialize<T>(stream, DeskJson.Options)!;
    }
}
