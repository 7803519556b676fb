using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace TradeDesk.Benchmarks;

/// <summary>
/// An import over HTTP into SQLite, beside a bare loop that writes the very rows which it left into the same tables with prepared
/// statements, as durably and in transactions as large.
/// </summary>
internal static class ImportBenchmark
{
    private const int RecordsOfTransaction = 500;

    public static async Task<int> RunAsync(string folder, int enterprises)
    {
        var (file, database) = (WriteRecords(folder, enterprises), Path.Combine(folder, "desk.db"));
        Print($"{enterprises:N0} enterprises, {new FileInfo(file).Length / 1e6:0} MB, .NET {Environment.Version}, {Environment.ProcessorCount} cores");
        var imported = await ImportAsync(folder, database, file);
        var bare = await BareAsync(database, Path.Combine(folder, "bare.db"));
        Print($"bare loop of the same rows   {bare.TotalSeconds,8:0.0} s   {enterprises / bare.TotalSeconds,9:N0} enterprises/s");
        Print($"ratio                        {bare / imported,8:0.00}");
        return 0;
    }

    /// <summary>A file of so many made-up enterprises.</summary>
    internal static string WriteRecords(string folder, int enterprises)
    {
        var (all, file) = (Path.Combine(folder, "market.ndjson"), Path.Combine(folder, "records.ndjson"));
        MarketDocuments.Write(all, (int)(enterprises * 2.2));
        File.WriteAllLines(file, File.ReadLines(all).Take(enterprises));
        File.Delete(all);
        return file;
    }

    private static async Task<TimeSpan> ImportAsync(string folder, string database, string file)
    {
        await using var desk = await DeskProcess.StartAsync(folder, database);
        var clock = Stopwatch.StartNew();
        var import = await desk.SendAsync(file);
        Print($"file received                {clock.Elapsed.TotalSeconds,8:0.0} s   peak of memory {desk.PeakOfMemory:0} MB");
        import = await desk.OverAsync(import);
        Print($"import over HTTP             {clock.Elapsed.TotalSeconds,8:0.0} s   {(long)import["read"]! / clock.Elapsed.TotalSeconds,9:N0} enterprises/s   {import["status"]}, {import["created"]} created, {import["refused"]} refused   peak of memory {desk.PeakOfMemory:0} MB, match index and all   processor {desk.Processor.TotalSeconds:0.0} s, {desk.Written:N0} MB written");
        return clock.Elapsed;
    }

    private static async Task<TimeSpan> BareAsync(string from, string to)
    {
        await using var source = new SqliteConnection($"Data Source={from};Mode=ReadOnly");
        await using var target = new SqliteConnection($"Data Source={to}");
        await source.OpenAsync();
        await target.OpenAsync();
        await RunAsync(target, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
        await using (var schema = await new SqliteCommand("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' ORDER BY rowid", source).ExecuteReaderAsync())
            while (await schema.ReadAsync())
                await RunAsync(target, schema.GetString(0));
        string[] tables = ["enterprise", "enterprise_tag", "intent", "change_log"];
        var inserts = await Task.WhenAll(tables.Select(async t => await BareInsert.PrepareAsync(source, target, t)));
        var clock = new Stopwatch();
        while (true)
        {
            var (rows, owners) = (new List<(BareInsert Into, object[] Row)>(), new HashSet<string>());
            foreach (var insert in inserts)
                rows.AddRange((await insert.RowsAsync(owners)).Select(row => (insert, row)));
            if (rows.Count == 0)
                break;
            clock.Start();
            await using (var transaction = (SqliteTransaction)await target.BeginTransactionAsync())
            {
                foreach (var (into, row) in rows)
                    into.Insert(row, transaction);
                await transaction.CommitAsync();
            }

            clock.Stop();
        }

        return clock.Elapsed;
    }

    private static async Task RunAsync(SqliteConnection connection, string sql)
    {
        await using var command = new SqliteCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static void Print(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));

    /// <summary>The rows of one table in the order they were written, and the prepared statement that writes them again.</summary>
    private sealed class BareInsert(DbDataReader reader, SqliteCommand insert, string table)
    {
        private bool isThere;

        public static async Task<BareInsert> PrepareAsync(SqliteConnection source, SqliteConnection target, string table)
        {
            var reader = await new SqliteCommand($"SELECT * FROM {table} ORDER BY rowid", source).ExecuteReaderAsync();
            var insert = new SqliteCommand($"INSERT INTO {table} VALUES ({string.Join(", ", Enumerable.Range(0, reader.FieldCount).Select(i => $"$p{i}"))})", target);
            for (var i = 0; i < reader.FieldCount; i++)
                insert.Parameters.Add(new SqliteParameter($"$p{i}", null));
            insert.Prepare();
            return new(reader, insert, table) { isThere = await reader.ReadAsync() };
        }

        /// <summary>The next rows whose enterprises are to be written; of enterprises themselves, so many.</summary>
        public async Task<List<object[]>> RowsAsync(HashSet<string> owners)
        {
            var rows = new List<object[]>();
            while (isThere && (table == "enterprise" ? rows.Count < RecordsOfTransaction : owners.Contains(reader.GetString(reader.GetOrdinal(table == "change_log" ? "id" : "enterprise_id")))))
            {
                var row = new object[reader.FieldCount];
                reader.GetValues(row);
                rows.Add(row);
                if (table == "enterprise")
                    owners.Add(reader.GetString(reader.GetOrdinal("id")));
                isThere = await reader.ReadAsync();
            }

            return rows;
        }

        public void Insert(object[] row, SqliteTransaction transaction)
        {
            insert.Transaction = transaction;
            for (var i = 0; i < row.Length; i++)
                insert.Parameters[i].Value = row[i];
            insert.ExecuteNonQuery();
        }
    }
}
