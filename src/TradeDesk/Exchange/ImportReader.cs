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
/// <param name="Row">The record as it stands in the file.</param>
public sealed record ImportRecord(int Line, Enterprise? Document, IReadOnlyList<Fault> Faults, JsonNode? Row);

/// <summary>Reads records from a stream, one at a time.</summary>
public sealed class ImportReader(CountryCatalog countries, SectorLexicon lexicon, DeskSettings desk)
{
    private const int LongestRow = 4 * 1024 * 1024;

    /// <summary>NDJSON: one enterprise document a line.</summary>
    /// <param name="text">The lines.</param>
    /// <param name="source">The source of documents that state none.</param>
    public async IAsyncEnumerable<ImportRecord> NdjsonAsync(TextReader text, string? source, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var line = 1; await text.ReadLineAsync(cancellation) is { } json; line++)
            if (!string.IsNullOrWhiteSpace(json))
                yield return Read(line, json, source);
    }

    /// <summary>CSV with a header line, by a column map.</summary>
    /// <exception cref="SettingsException">The file has not the columns that the map names, or is not CSV.</exception>
    public async IAsyncEnumerable<ImportRecord> CsvAsync(TextReader text, ColumnMap map, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var options = new CsvDataReaderOptions { HasHeaders = true, BufferSize = 0x20000, MaxBufferSize = LongestRow, HeaderComparer = StringComparer.Ordinal, Delimiter = ',' };
        await using var csv = await OpenAsync(text, options, cancellation);
        var columns = Enumerable.Range(0, csv.FieldCount).ToDictionary(csv.GetName, i => i, StringComparer.Ordinal);
        if (map.Columns().Where(c => !columns.ContainsKey(c)).ToList() is { Count: > 0 } missing)
            throw new SettingsException($"The file has no column {string.Join(", ", missing.Select(m => $"'{m}'"))}; its columns are {string.Join(", ", columns.Keys.Select(c => $"'{c}'"))}.");
        var mapper = new RowMapper(map, countries, lexicon, desk);
        while (await NextAsync(csv, cancellation))
            yield return Read(csv, columns, mapper);
    }

    private static async Task<CsvDataReader> OpenAsync(TextReader text, CsvDataReaderOptions options, CancellationToken cancellation)
    {
        try
        {
            return await CsvDataReader.CreateAsync(text, options, cancellation);
        }
        catch (Exception e) when (e is CsvFormatException or InvalidDataException or ArgumentException)
        {
            throw new SettingsException($"The file is not CSV with a header line: {e.Message}");
        }
    }

    private static async Task<bool> NextAsync(CsvDataReader csv, CancellationToken cancellation)
    {
        try
        {
            return await csv.ReadAsync(cancellation);
        }
        catch (Exception e) when (e is CsvFormatException or InvalidDataException or CsvRecordTooLargeException)
        {
            throw new SettingsException($"The file cannot be read on after row {csv.RowNumber}: {e.Message} Is a quote never closed? What was read before is loaded.");
        }
    }

    private static ImportRecord Read(CsvDataReader csv, Dictionary<string, int> columns, RowMapper mapper)
    {
        var row = new JsonObject(columns.Select(c => KeyValuePair.Create(c.Key, (JsonNode?)(c.Value < csv.RowFieldCount ? csv.GetString(c.Value) : ""))));
        if (csv.RowFieldCount != csv.FieldCount)
            return new(csv.RowNumber, null, [new("", "wrong-columns", $"The row has {csv.RowFieldCount} columns, the header {csv.FieldCount}.")], row);
        return Read(csv.RowNumber, mapper.Map(name => csv.GetString(columns[name])), row);
    }

    private static ImportRecord Read(int line, string json, string? source)
    {
        try
        {
            if (JsonNode.Parse(json) is not JsonObject document)
                return new(line, null, [new("", "wrong-type", "Give one enterprise object a line.")], null);
            if (source is not null && document["source"] is null)
                document["source"] = source;
            return Read(line, document, document);
        }
        catch (JsonException e)
        {
            return new(line, null, [ProblemExceptionHandler.Describe(e)], json.Length <= 2000 ? json : json[..2000]);
        }
    }

    private static ImportRecord Read(int line, JsonObject document, JsonNode row)
    {
        try
        {
            var enterprise = document.Deserialize<Enterprise>(DeskJson.Options)!;
            return enterprise is { Source: not null, ExternalId: not null }
                ? new(line, enterprise, [], row)
                : new(line, null, [new(enterprise.Source is null ? "/source" : "/externalId", "required", "An import needs source and externalId, so that the next one finds the same record.")], row);
        }
        catch (JsonException e)
        {
            return new(line, null, [ProblemExceptionHandler.Describe(e)], row);
        }
    }

    /// <summary>Opens a file as UTF-8 text.</summary>
    public static StreamReader Open(string file)
    {
        try
        {
            return new StreamReader(file, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"The file {file} cannot be read: {e.Message}");
        }
    }
}
