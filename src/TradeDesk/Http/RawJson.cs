using System.Buffers;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;

namespace TradeDesk.Http;

/// <summary>Answers JSON that is stored as it is served, without reading it into objects; <typeparamref name="T"/> is its documented shape.</summary>
public sealed class RawJson<T>(int status, Action<IBufferWriter<byte>> write) : IResult, IEndpointMetadataProvider
{
    public static RawJson<T> Document(string json, int status = 200) => new(status, output => Encoding.UTF8.GetBytes(json, output));

    /// <summary>A page of stored documents.</summary>
    public static RawJson<T> Page(IEnumerable<string> documents, string? nextCursor, IReadOnlyDictionary<string, IReadOnlyList<FacetCount>>? facets = null) => new(200, output =>
    {
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true, Encoder = DeskJson.Options.Encoder });
        writer.WriteStartObject();
        writer.WriteStartArray("items");
        foreach (var document in documents)
            writer.WriteRawValue(document, skipInputValidation: true);
        writer.WriteEndArray();
        if (nextCursor is not null)
            writer.WriteString("nextCursor", nextCursor);
        if (facets is not null)
        {
            writer.WritePropertyName("facets");
            JsonSerializer.Serialize(writer, facets, DeskJson.Options);
        }

        writer.WriteEndObject();
    });

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(200, typeof(T), ["application/json"]));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        write(httpContext.Response.BodyWriter);
        await httpContext.Response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }
}
