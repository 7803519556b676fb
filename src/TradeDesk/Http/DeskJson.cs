using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using TradeDesk.Matching;

namespace TradeDesk.Http;

/// <summary>The one way the desk reads and writes JSON: strict on the way in, nulls left out on the way out.</summary>
public static class DeskJson
{
    public static readonly JsonSerializerOptions Options = Apply(new JsonSerializerOptions());

    public static JsonSerializerOptions Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.Converters.Add(new WordConverter());
        options.Converters.Add(new InstantConverter());
        options.Converters.Add(new ContributionsConverter());
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.AllowDuplicateProperties = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.MaxDepth = 32;
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(RefuseNullItems);
        // Answers are JSON, never HTML: names in Hindi or Polish stay readable and small.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        return options;
    }

    /// <summary>The kebab-case word of an enum value, as it stands in JSON and in query strings.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => Words<T>.ByValue[value];

    /// <summary>The enum value of a kebab-case word.</summary>
    public static bool TryWord<T>(string? word, out T value)
        where T : struct, Enum => Words<T>.ByWord.TryGetValue(word ?? "", out value);

    /// <summary>Every word of an enum, in its order.</summary>
    public static IReadOnlyList<string> AllWords<T>()
        where T : struct, Enum => [.. Words<T>.ByValue.Values];

    // Nullable annotations cover members, not the items of a list.
    private static void RefuseNullItems(JsonTypeInfo type)
    {
        foreach (var member in type.Properties.Where(p => p.Set is not null && p.PropertyType.IsAssignableTo(typeof(IEnumerable<object>))))
        {
            var set = member.Set!;
            member.Set = (target, value) =>
            {
                if (value is IEnumerable<object?> items && items.Contains(null))
                    throw new JsonException("Give a list without null.");
                set(target, value);
            };
        }
    }

    private static class Words<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> ByValue = Enum.GetValues<T>().Where(IsWord).ToDictionary(v => v, v => JsonNamingPolicy.KebabCaseLower.ConvertName(v.ToString()));
        public static readonly Dictionary<string, T> ByWord = ByValue.ToDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);

        // A value that only stands for "not given" never travels.
        private static bool IsWord(T value) => !value.Equals(default(T)) || value.ToString() is not ("None" or "Unknown");
    }

    /// <summary>Instants in UTC with <c>Z</c>, to the millisecond.</summary>
    private sealed class InstantConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var at)
                ? at
                : throw new JsonException("Give an instant such as 2026-10-01T08:00:00Z.");

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", null));
    }

    /// <summary>Contributions in evidence as a list of words.</summary>
    private sealed class ContributionsConverter : JsonConverter<Contributions>
    {
        public override Contributions Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, Contributions value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            foreach (var one in Enum.GetValues<Contributions>().Where(c => c != Contributions.None && value.HasFlag(c)))
                writer.WriteStringValue(JsonNamingPolicy.KebabCaseLower.ConvertName(one.ToString()));
            writer.WriteEndArray();
        }
    }

    /// <summary>Enums as kebab-case words; a wrong word is answered with the right ones.</summary>
    private sealed class WordConverter : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum && typeToConvert != typeof(Contributions);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert))!;

        private sealed class Of<T> : JsonConverter<T>
            where T : struct, Enum
        {
            public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
                reader.TokenType == JsonTokenType.String && TryWord<T>(reader.GetString(), out var value)
                    ? value
                    : throw new JsonException($"Give one of: {string.Join(", ", AllWords<T>())}.");

            public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(Words<T>.ByValue.GetValueOrDefault(value, "none"));
        }
    }
}
