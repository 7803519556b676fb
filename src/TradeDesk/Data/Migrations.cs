using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace TradeDesk.Data;

/// <summary>
/// Numbered schema changes, each written once with <c>{{token}}</c> column types, run in order under a lock, recorded with a hash.
/// A recorded migration whose text has changed stops the start.
/// </summary>
public sealed partial class Migrations(Database database, TimeProvider clock, ILogger<Migrations> log)
{
    private const string Recorded = "SELECT number AS Number, name AS Name, hash AS Hash FROM migration ORDER BY number";
    private const string Record = "INSERT INTO migration (number, name, hash, applied_at) VALUES (@Number, @Name, @Hash, @appliedAt)";

    /// <summary>Makes the database where needed and brings its schema up to date.</summary>
    /// <returns>How many migrations ran; 0 when it was up to date.</returns>
    /// <exception cref="SettingsException">A migration that ran before has been changed since.</exception>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        await database.CreateAsync(cancellation);
        return await database.WriteAsync(ApplyAsync, cancellation, patient: true);
    }

    /// <summary>The migrations of this version of the desk, as they are run on a database.</summary>
    public static IReadOnlyList<Migration> For(Dialect dialect)
    {
        var assembly = typeof(Migrations).Assembly;
        return [.. from resource in assembly.GetManifestResourceNames()
                   let file = FileName().Match(resource)
                   where file.Success
                   let text = Read(assembly, resource)
                   let number = int.Parse(file.Groups["number"].Value, null)
                   orderby number
                   select new Migration(number, file.Groups["name"].Value, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), Translate(text, dialect))];
    }

    private async Task<int> ApplyAsync(Writing writing)
    {
        if (database.Dialect.HoldMigrations is { } hold)
            await writing.ExecuteAsync(hold);
        var done = await RecordedAsync(writing);
        var pending = For(database.Dialect).Where(m => !IsDone(m, done)).ToList();
        foreach (var migration in pending)
        {
            foreach (var statement in migration.Statements)
                await writing.ExecuteAsync(statement);
            await writing.ExecuteAsync(Record, new { migration.Number, migration.Name, migration.Hash, appliedAt = clock.GetUtcNow().ToUnixTimeMilliseconds() });
            log.LogInformation("Migration {Number} {Name} applied", migration.Number, migration.Name);
        }

        return pending.Count;
    }

    private async Task<IReadOnlyList<MigrationRow>> RecordedAsync(Writing writing)
    {
        var exists = await writing.ValueAsync<long>(database.Dialect.TableExists, new { table = "migration" }) > 0;
        return exists ? await writing.ListAsync<MigrationRow>(Recorded) : [];
    }

    private static bool IsDone(Migration migration, IReadOnlyList<MigrationRow> done)
    {
        if (done.FirstOrDefault(d => d.Number == migration.Number) is not { } row)
            return false;
        return row.Hash == migration.Hash
            ? true
            : throw new SettingsException($"Migration {migration.Number} {migration.Name} was changed after it had run on this database. Restore its text and write a new migration instead.");
    }

    private static string Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static List<string> Translate(string text, Dialect dialect) =>
        [.. Token().Replace(text, m => dialect.ColumnTypes[m.Groups[1].Value])
            .Split(";\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    [GeneratedRegex(@"\.Migrations\.(?<number>\d{4})_(?<name>\w+)\.sql$")]
    private static partial Regex FileName();

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Token();

    private sealed record MigrationRow
    {
        public long Number { get; init; }

        public string Name { get; init; } = "";

        public string Hash { get; init; } = "";
    }
}

/// <summary>One numbered schema change in the words of one database.</summary>
public sealed record Migration(int Number, string Name, string Hash, IReadOnlyList<string> Statements);
