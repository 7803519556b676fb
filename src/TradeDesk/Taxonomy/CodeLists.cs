using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TradeDesk.Data;

namespace TradeDesk.Taxonomy;

/// <summary>
/// An official list of one code system: its codes with titles and parents, or its correspondence to another system.
/// </summary>
/// <param name="Scheme">The system.</param>
/// <param name="Part"><see cref="Titles"/>, or the scheme that its codes correspond to.</param>
/// <param name="Rows">Code, title and parent (empty for none); or code and corresponding code.</param>
public sealed record CodeList(string Scheme, string Part, IReadOnlyList<string[]> Rows)
{
    public const string Titles = "titles";

    public bool IsCorrespondence => Part != Titles;
}

/// <summary>The official lists in the database. Each is stored whole, so that a newer one replaces the older at once.</summary>
public sealed class CodeLists(Database database, ChangeLog log, CodeSystems codes, TimeProvider clock)
{
    /// <summary>The kind of its lines in the change log.</summary>
    public const string Kind = "code-system";

    private const int Most = 1000;
    private readonly CodeListSql sql = new(database.Dialect);
    private string used = "";

    /// <summary>Puts what is stored to use in this process.</summary>
    public async Task LoadAsync(CancellationToken cancellation)
    {
        var rows = await database.ReadAsync(r => r.ListAsync<CodeListRow>(sql.All, new { limit = Most }), cancellation);
        var hashes = string.Join(' ', rows.Select(r => r.Hash));
        if (hashes != used)
            codes.Use([.. rows.Where(r => CodeSystem.Known.ContainsKey(r.Scheme)).Select(r => new CodeList(r.Scheme, r.Part, JsonSerializer.Deserialize<string[][]>(r.Document)!))]);
        used = hashes;
    }

    /// <summary>Stores a list and tells the change log.</summary>
    /// <returns>The version it has now; null when the same list was there.</returns>
    public Task<long?> SaveAsync(CodeList list, CancellationToken cancellation)
    {
        var document = JsonSerializer.Serialize(list.Rows);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document)));
        return database.WriteAsync<long?>(async w =>
        {
            var there = await w.FindAsync<CodeListRow>(sql.One, new { list.Scheme, list.Part });
            if (there?.Hash == hash)
                return null;
            var row = new CodeListRow { Scheme = list.Scheme, Part = list.Part, Hash = hash, Version = (there?.Version ?? 0) + 1, LoadedAt = clock.GetUtcNow().ToUnixTimeMilliseconds(), Document = document };
            await w.ExecuteAsync(there is null ? sql.Insert : sql.Update, row);
            await log.AppendAsync(w, new("command-line", Kind, "upsert", list.Scheme, row.Version));
            return row.Version;
        }, cancellation, patient: true);
    }

    private sealed record CodeListRow
    {
        public string Scheme { get; init; } = "";

        public string Part { get; init; } = "";

        public string Hash { get; init; } = "";

        public long Version { get; init; }

        public long LoadedAt { get; init; }

        public string Document { get; init; } = "";
    }
}
