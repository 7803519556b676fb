using System.Globalization;
using System.Text.Json;
using TradeDesk.Enterprises;
using TradeDesk.Http;
using TradeDesk.Taxonomy;

namespace TradeDesk.Exchange;

/// <summary>The next part of the change feed.</summary>
/// <param name="Items">Changes in the order of their sequences.</param>
/// <param name="NextCursor">Give it as <c>after</c> to go on. Keep it when the items are safely yours: until then the same items can be had again.</param>
/// <param name="UpToDate">True when nothing was behind it.</param>
public sealed record ChangePage(IReadOnlyList<ChangeItem> Items, string NextCursor, bool UpToDate);

/// <summary>One change.</summary>
/// <param name="Sequence">Place in the change log; it only grows, with gaps.</param>
/// <param name="At">When it was written.</param>
/// <param name="Kind"><c>enterprise</c>, <c>code-system</c>, or <c>key</c>, <c>webhook</c> and <c>duplicate</c> (administrators only).</param>
/// <param name="Op"><c>upsert</c>, or <c>delete</c> for a tombstone: the record is gone, or no longer for your key to see.</param>
/// <param name="Id">The record.</param>
/// <param name="Version">Its version; of two states the one with the higher version is the newer.</param>
/// <param name="Source">Register or feed of an enterprise.</param>
/// <param name="ExternalId">The partner's own id of an enterprise.</param>
/// <param name="Document">The enterprise as it is now, not as it was then: a later change may be in it already, and comes again under its own sequence.</param>
public sealed record ChangeItem(long Sequence, DateTimeOffset At, string Kind, string Op, string Id, long Version, string? Source, string? ExternalId, Enterprise? Document);

/// <summary>What of the feed is asked for.</summary>
/// <param name="After">The <c>nextCursor</c> of the answer before, or a sequence, such as that of an export; absent or 0 starts at the oldest line that is kept.</param>
/// <param name="Limit">Changes an answer, 1 to 1000; default 200. There may be fewer before the end of the log: <c>upToDate</c> tells.</param>
/// <param name="Wait">Seconds to wait for a change when there is none, 0 to 30; default 0.</param>
/// <param name="Kind">Only changes of a kind: <c>enterprise</c>, <c>code-system</c>, <c>key</c>, <c>webhook</c> or <c>duplicate</c>.</param>
/// <param name="Country">Only enterprises of a country, ISO 3166-1 alpha-2.</param>
/// <param name="Source">Only enterprises of a register or feed.</param>
public sealed record ChangeQuery(string? After, int? Limit, int? Wait, string? Kind, string? Country, string? Source)
{
    private const int DefaultLimit = 200, MostLimit = 1000, MostSeconds = 30;
    internal static readonly string[] Kinds = ["enterprise", CodeLists.Kind, "key", WebhookStore.Kind, DuplicatePair.Kind];

    /// <summary>What the parameters mean; wrong ones add faults. <paramref name="lastEvent"/> is where an event stream broke off.</summary>
    internal (long? After, ChangeFilter Filter, int Limit, TimeSpan Wait) Read(string? lastEvent, CountryCatalog countries, List<Fault> faults)
    {
        countries.CheckCountry(Country, faults);
        if (Kind is not null && !Kinds.Contains(Kind))
            faults.Add(new("?kind", "unknown-kind", $"Give one of {string.Join(", ", Kinds)}."));
        if (Limit is < 1 or > MostLimit)
            faults.Add(new("?limit", "out-of-range", $"Give a limit from 1 to {MostLimit}."));
        if (Wait is < 0 or > MostSeconds)
            faults.Add(new("?wait", "out-of-range", $"Give seconds from 0 to {MostSeconds}."));
        return (Sequence(string.IsNullOrEmpty(lastEvent) ? After : lastEvent, faults), new(Kind, Country, Source), Limit ?? DefaultLimit, TimeSpan.FromSeconds(Wait ?? 0));
    }

    private static long? Sequence(string? after, List<Fault> faults)
    {
        if (string.IsNullOrEmpty(after) || after == "0")
            return null;
        if ((Number(after) ?? Number(Paging.After(after, []))) is { } sequence)
            return sequence;
        faults.Add(new("?after", "unknown-cursor", "Give the nextCursor of an earlier answer, unchanged, or a sequence; leave it out to start at the oldest change."));
        return null;
    }

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>Writes the feed as JSON straight from the stored documents.</summary>
internal static class ChangeWriter
{
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true, Encoder = DeskJson.Options.Encoder };

    public static string Cursor(long sequence) => Paging.Cursor(sequence.ToString(CultureInfo.InvariantCulture));

    public static RawJson<ChangePage> Page(ChangeLines found) => new(200, output =>
    {
        using var writer = new Utf8JsonWriter(output, Options);
        writer.WriteStartObject();
        writer.WriteStartArray("items");
        foreach (var line in found.Lines)
            Write(writer, line);
        writer.WriteEndArray();
        writer.WriteString("nextCursor", Cursor(found.Reached));
        writer.WriteBoolean("upToDate", found.UpToDate);
        writer.WriteEndObject();
    });

    public static void Write(System.Buffers.IBufferWriter<byte> output, ChangeLine line)
    {
        using var writer = new Utf8JsonWriter(output, Options);
        Write(writer, line);
    }

    /// <summary><c>delete</c> also where the record is gone by now, or hidden.</summary>
    public static string Op(ChangeLine line) => line.Kind != "enterprise" ? line.Op : line.Document is null ? "delete" : "upsert";

    /// <param name="documentAt">Written in place of the document.</param>
    public static void Write(Utf8JsonWriter writer, ChangeLine line, string? documentAt = null)
    {
        writer.WriteStartObject();
        writer.WriteNumber("sequence", line.Sequence);
        writer.WriteString("at", DateTimeOffset.FromUnixTimeMilliseconds(line.At).UtcDateTime);
        writer.WriteString("kind", line.Kind);
        writer.WriteString("op", Op(line));
        writer.WriteString("id", line.Id);
        writer.WriteNumber("version", line.RecordVersion ?? line.Version);
        if (line.Source is not null)
            writer.WriteString("source", line.Source);
        if (line.ExternalId is not null)
            writer.WriteString("externalId", line.ExternalId);
        if (documentAt is not null)
        {
            writer.WriteString("documentAt", documentAt);
        }
        else if (line.Document is not null)
        {
            writer.WritePropertyName("document");
            writer.WriteRawValue(line.Document, skipInputValidation: true);
        }

        writer.WriteEndObject();
    }
}
