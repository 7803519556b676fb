using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sylvan.Data.Csv;
using TradeDesk.Data;
using TradeDesk.Enterprises;
using TradeDesk.Http;
using TradeDesk.Taxonomy;

namespace TradeDesk.Exchange;

/// <summary>One record of an import: its document, or what is wrong with it.</summary>
/// <param name="Line">The line in the file where the record starts, from 1.</param>
/// <param name="Document">The enterprise; null when it cannot be read.</param>
/// <param name="Faults">What is wrong; empty when it can be read.</param>
/// <param name="Row">The record as it stands in the file; made when it is asked for, because good records need none.</param>
public sealed record ImportRecord(int Line, Enterprise? Document, IReadOnlyList<Fault> Faults, Func<JsonNode?> Row)
{
    /// <summary>Which record of its source it is, also where it cannot be read as a whole; null where not even that can be told.</summary>
    public string? ExternalId { get; init; } = Document?.ExternalId;

    /// <summary>The characters that it takes to show it: of its line, or of its row and the names of the columns.</summary>
    public int Length { get; init; }
}

/// <summary>Reads records from a stream, one at a time.</summary>
public sealed class ImportReader(CountryCatalog countries, SectorLexicon lexicon, DeskSettings desk)
{
    private const int LongestRow = 4 * 1024 * 1024, LongestWhole = 64 * 1024, LongestShown = 2000, ListedColumns = 30, LongestName = 40;
    private static readonly JsonDocumentOptions OneOfEach = new() { AllowDuplicateProperties = false };
    private static readonly string[] Needed = ["externalId", "legalName", "country"];

    /// <summary>NDJSON: one enterprise document a line.</summary>
    /// <param name="text">The lines.</param>
    /// <param name="source">The source of documents that state none.</param>
    public async IAsyncEnumerable<ImportRecord> NdjsonAsync(TextReader text, string? source, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var lines = new BoundedLines(text, LongestRow);
        for (var line = 1; await lines.NextAsync(cancellation) is { } json; line++)
            if (!string.IsNullOrWhiteSpace(json))
                yield return (json.Length > LongestRow ? new(line, null, [new("", "too-long", $"A line has {LongestRow / 1024 / 1024} Mi characters at most.")], () => Shown(json)) : Read(line, json, source)) with { Length = json.Length };
    }

    /// <summary>CSV with a header line, by a column map. Blank lines are passed over.</summary>
    /// <exception cref="SettingsException">The file has not the columns that the map names, or is not CSV.</exception>
    public async IAsyncEnumerable<ImportRecord> CsvAsync(TextReader text, ColumnMap map, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var options = new CsvDataReaderOptions { HasHeaders = true, BufferSize = 0x20000, MaxBufferSize = LongestRow, HeaderComparer = StringComparer.Ordinal, Delimiter = ',' };
        await using var csv = await OpenAsync(text, options, cancellation);
        var names = Enumerable.Range(0, csv.FieldCount).Select(csv.GetName).ToArray();
        var header = string.Join(',', names);
        var columns = Columns(names, map);
        var mapper = new RowMapper(map, countries, lexicon, desk);
        // Sylvan counts rows; people look for lines, and a quoted field may hold some.
        for (var line = 1 + LineEnds(header + "\n"); await NextAsync(csv, line, cancellation); line += LineEnds(csv.GetRawRecordSpan()))
            if (!csv.GetRawRecordSpan().TrimEnd("\r\n").IsEmpty)
            {
                var length = header.Length + csv.GetRawRecordSpan().Length;
                yield return Read(csv, line, names, columns, mapper, isLong: length > LongestWhole) with { Length = length };
            }
    }

    private static Dictionary<string, int> Columns(string[] names, ColumnMap map)
    {
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++)
            if (!columns.TryAdd(names[i], i) && map.Columns().Contains(names[i]))
                throw new SettingsException($"The file has two columns {Listed([names[i]])}; the map cannot say which it means.");
        if (map.Columns().Where(c => !columns.ContainsKey(c)).ToList() is { Count: > 0 } missing)
            throw new SettingsException($"The file has no column {Listed(missing)}; its columns are {Listed(names)}.");
        return columns;
    }

    // Of a file that is no CSV the whole first line may be one name.
    private static string Listed(IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Take(ListedColumns).Select(n => n.Length > LongestName ? $"'{n[..LongestName]}…'" : $"'{n}'")) + (names.Count > ListedColumns ? $" and {names.Count - ListedColumns} more" : "");

    private static async Task<CsvDataReader> OpenAsync(TextReader text, CsvDataReaderOptions options, CancellationToken cancellation)
    {
        try
        {
            return await CsvDataReader.CreateAsync(text, options, cancellation);
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or ArgumentException or InvalidOperationException)
        {
            throw new SettingsException($"The file is not CSV with a header line: {e.Message}");
        }
    }

    private static async Task<bool> NextAsync(CsvDataReader csv, int line, CancellationToken cancellation)
    {
        try
        {
            return await csv.ReadAsync(cancellation);
        }
        catch (Exception e) when (e is FormatException or InvalidDataException)
        {
            throw new SettingsException($"The file cannot be read on after line {line - 1}: {e.Message} Is a quote never closed?");
        }
    }

    private static ImportRecord Read(CsvDataReader csv, int line, string[] names, Dictionary<string, int> columns, RowMapper mapper, bool isLong)
    {
        var cells = new string[csv.RowFieldCount];
        for (var i = 0; i < cells.Length; i++)
            cells[i] = csv.GetString(i);
        var cut = isLong ? Shown(csv.GetRawRecordSpan()) : null;
        JsonNode Row() => cut is not null ? cut : new JsonObject(cells.Take(names.Length).Select((cell, i) => KeyValuePair.Create(names[i], (JsonNode?)cell)).DistinctBy(c => c.Key));
        if (cells.Length != names.Length)
            return new(line, null, [new("", "wrong-columns", $"The row has {cells.Length} columns, the header {names.Length}.")], Row);
        var document = mapper.Map(name => cells[columns[name]]);
        // Looked at here, because half of a poor file may lack one of these and an exception each is slow.
        var missing = Needed.Where(member => document[member] is null).Select(member => new Fault("/" + member, "required", $"The row gives no {member}.")).ToList();
        return missing.Count > 0 ? new(line, null, missing, Row) { ExternalId = Key(document) } : Read(line, document, Row);
    }

    private static int LineEnds(ReadOnlySpan<char> text)
    {
        var ends = 0;
        for (var i = 0; i < text.Length; i++)
            if (text[i] == '\n' || (text[i] == '\r' && !(i + 1 < text.Length && text[i + 1] == '\n')))
                ends++;
        return ends;
    }

    private static ImportRecord Read(int line, string json, string? source)
    {
        var shown = Shown(json);
        var record = Read(line, () => JsonSerializer.Deserialize<Enterprise>(json, DeskJson.Options) is { } e ? e with { Source = e.Source ?? source } : null, shown, () => json.Length <= LongestWhole ? Parse(json) : shown);
        return record.Document is null ? record with { ExternalId = Key(Parse(json)) } : record;
    }

    private static ImportRecord Read(int line, JsonObject document, Func<JsonNode?> row)
    {
        var record = Read(line, () => document.Deserialize<Enterprise>(DeskJson.Options), null, row);
        return record.Document is null ? record with { ExternalId = Key(document) } : record;
    }

    // A line that is no enterprise is shown as the text that it is.
    private static ImportRecord Read(int line, Func<Enterprise?> read, string? text, Func<JsonNode?> row)
    {
        try
        {
            return read() switch
            {
                null => new(line, null, [new("", "wrong-type", "Give one enterprise object a line.")], () => text),
                { Source: not null, ExternalId: not null } enterprise => new(line, enterprise, [], row),
                var enterprise => new(line, null, [new(enterprise.Source is null ? "/source" : "/externalId", "required", "An import needs source and externalId, so that the next one finds the same record.")], row),
            };
        }
        catch (JsonException e)
        {
            return new(line, null, [ProblemExceptionHandler.Describe(e)], text is null ? row : () => text);
        }
    }

    private static string Shown(ReadOnlySpan<char> text) => text[..Math.Min(text.Length, LongestShown)].ToString();

    private static JsonNode? Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json, documentOptions: OneOfEach);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Key(JsonNode? document)
    {
        try
        {
            return document is JsonObject fields && fields["externalId"] is JsonValue value && value.TryGetValue<string>(out var key) ? key : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair is no text.
            return null;
        }
    }

    /// <summary>Opens a file as UTF-8 text.</summary>
    public static StreamReader Open(string file)
    {
        try
        {
            return Open(File.OpenRead(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"The file {file} cannot be read: {e.Message}");
        }
    }

    /// <summary>Reads a stream as UTF-8 text, or as what its byte order mark says. Bytes that are not UTF-8 become replacement characters, which no record may hold.</summary>
    public static StreamReader Open(Stream stream) => new(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16);
}
