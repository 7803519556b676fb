using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TradeDesk.Commands;
using TradeDesk.Data;
using TradeDesk.Enterprises;
using TradeDesk.Exchange;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Exchange;

/// <summary>The desk as the import command has it, over a database file of its own.</summary>
internal sealed class ImportDesk : IDisposable
{
    private readonly TestDatabase database = new();
    private readonly IHost host;

    private ImportDesk() => host = CommandHost.Build(database.Settings);

    /// <summary>The refused records of the last import.</summary>
    public IReadOnlyList<JsonNode> Errors { get; private set; } = [];

    public static async Task<ImportDesk> OpenAsync()
    {
        var desk = new ImportDesk();
        await desk.host.Services.GetRequiredService<Migrations>().RunAsync(default);
        return desk;
    }

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        var file = Path.Combine(database.Folder, name);
        File.WriteAllBytes(file, bytes);
        return file;
    }

    public ColumnMap Map(string json) => ColumnMap.Read(Write("map.json", json));

    public Task<ImportReport> CsvAsync(string map, string csv) => CsvAsync(map, Encoding.UTF8.GetBytes(csv));

    public async Task<ImportReport> CsvAsync(string map, byte[] csv)
    {
        using var text = ImportReader.Open(Write("rows.csv", csv));
        return await RunAsync(Reader.CsvAsync(text, Map(map), default));
    }

    public async Task<ImportReport> NdjsonAsync(byte[] lines, string? source = null)
    {
        using var text = ImportReader.Open(Write("rows.ndjson", lines));
        return await RunAsync(Reader.NdjsonAsync(text, source, default));
    }

    public Task<ImportReport> NdjsonAsync(params string[] lines) => NdjsonAsync(Encoding.UTF8.GetBytes(string.Join('\n', lines)));

    /// <summary>Imports lines with <c>--suggest</c>.</summary>
    public async Task<ImportReport> SuggestingAsync(params string[] lines)
    {
        using var text = ImportReader.Open(Write("rows.ndjson", Encoding.UTF8.GetBytes(string.Join('\n', lines))));
        return await RunAsync(Reader.NdjsonAsync(text, null, default), suggest: true);
    }

    public Task<long> LastSequenceAsync() => host.Services.GetRequiredService<ChangeLog>().LastSequenceAsync(default);

    public Task<long> CountAsync() => host.Services.GetRequiredService<EnterpriseStore>().CountAsync(default);

    public async Task<JsonNode?> FindAsync(string source, string externalId) =>
        await host.Services.GetRequiredService<EnterpriseStore>().FindAsync(source, externalId, default) is { } stored ? JsonNode.Parse(stored.Document) : null;

    public void Dispose()
    {
        host.Dispose();
        database.Dispose();
    }

    /// <summary>Line, pointer and code of each fault of the last import.</summary>
    public IEnumerable<string> Faults() => Errors.SelectMany(e => e["errors"]!.AsArray().Select(f => $"{e["line"]} {f!["pointer"]} {f["code"]}"));

    private ImportReader Reader => host.Services.GetRequiredService<ImportReader>();

    private async Task<ImportReport> RunAsync(IAsyncEnumerable<ImportRecord> records, bool? suggest = null)
    {
        var report = new ImportReport();
        var errors = new StringBuilder();
        try
        {
            await foreach (var step in host.Services.GetRequiredService<Importer>().RunAsync(records, CommandHost.Administrator("desk"), new() { Suggest = suggest }, null, default))
            {
                report.Add(step);
                errors.Append(step.Errors);
            }
        }
        finally
        {
            Errors = [.. errors.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(e => JsonNode.Parse(e)!)];
        }

        return report;
    }
}
