using System.Data.Common;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Dapper;
using Microsoft.Data.Sqlite;

namespace TradeDesk.Data;

/// <summary>The embedded database: one file, write-ahead log, one writer at a time.</summary>
public class SqliteDialect : Dialect, IDisposable
{
    private const int Busy = 5, Locked = 6, IoError = 10, Corrupt = 11, Full = 13, CannotOpen = 14;
    private const int NoRoomForSharedMemory = 4874;
    private const int PrimaryKeyTaken = 1555, UniqueTaken = 2067;

    // FULL: an answered write survives a power cut, not only a killed process.
    private const string Prepare = "PRAGMA foreign_keys = ON; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;";

    // What a step of a load touches should fit: a page that makes room for others in the middle of it is written twice (in KiB). What a statement of many
    // rows would take back if it failed stays in memory: in a file it is more than the step itself.
    private const string PrepareLoad = "PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY;";

    // Whoever has the connection next may sort more than fits into memory.
    private const string AfterLoad = "PRAGMA temp_store = DEFAULT";

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10), OfLoad = TimeSpan.FromMinutes(1);

    // The pool hands the same native connection out again and again; what it was told once, it remembers.
    private readonly ConditionalWeakTable<object, object> prepared = [], loaded = [];

    // SQLite has one writer. Waiting here costs no thread and is fair, unlike its own busy loop.
    private readonly SemaphoreSlim writeTurn = new(1);

    public override IReadOnlyDictionary<string, string> ColumnTypes { get; } = new Dictionary<string, string>
    {
        ["id"] = "TEXT",
        ["word"] = "TEXT",
        ["key"] = "TEXT",
        ["text"] = "TEXT",
        ["json"] = "TEXT",
        ["bytes"] = "BLOB",
        ["number"] = "INTEGER",
        ["sequence"] = "INTEGER PRIMARY KEY AUTOINCREMENT",
    };

    public override async Task CreateAsync(string connectionString, CancellationToken cancellation)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false }.ToString());
        await connection.OpenAsync(cancellation);
    }

    public override async Task<DbConnection> OpenAsync(string connectionString, CancellationToken cancellation)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            RefuseVanishedFile(connection);
            if (prepared.TryAdd(connection.Handle!, connection.Handle!))
                await connection.ExecuteAsync(Prepare);
            else if (loaded.Remove(connection.Handle!))
                await connection.ExecuteAsync(AfterLoad);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    // A file that is deleted while it is open goes on answering, and what is written to it is lost when the process ends.
    private static void RefuseVanishedFile(SqliteConnection connection)
    {
        if (File.Exists(connection.DataSource))
            return;
        SqliteConnection.ClearPool(connection);
        throw new SqliteException($"The database file {connection.DataSource} is gone.", CannotOpen);
    }

    public override async Task<IDisposable> TakeWriteTurnAsync(TimeSpan patience, CancellationToken cancellation) =>
        await writeTurn.WaitAsync(patience, cancellation)
            ? new Turn(writeTurn)
            : throw new TimeoutException($"No turn to write within {patience.TotalSeconds:0.#} s; other writers are busy.");

    // The driver would sleep on its thread for as long as its command may take.
    public override async Task<DbTransaction> BeginAsync(DbConnection connection, TimeSpan? patience, CancellationToken cancellation)
    {
        if (patience is null && ((SqliteConnection)connection).Handle is { } handle && loaded.TryAdd(handle, handle))
            await connection.ExecuteAsync(PrepareLoad);
        var started = Stopwatch.GetTimestamp();
        while (SQLitePCL.raw.sqlite3_exec(((SqliteConnection)connection).Handle, "BEGIN IMMEDIATE; ROLLBACK") is Busy)
        {
            if (Stopwatch.GetElapsedTime(started) is var waited && waited > (patience ?? OfLoad))
                throw new TimeoutException($"Another process has held the database for {waited.TotalSeconds:0.#} s.");
            await Task.Delay(BetweenLooks, cancellation);
        }

        return await connection.BeginTransactionAsync(cancellation);
    }

    public override string Paged(string orderedSelect) => orderedSelect + "\nLIMIT @limit";

    public override string InsertAnswering(string table, string column, string columns, string values) =>
        $"INSERT INTO {table} ({columns}) VALUES ({values}) RETURNING {column}";

    public override string JsonRows(string parameter, IReadOnlyList<string> columns, string? document = null) =>
        $"(SELECT {string.Join(", ", columns.Concat(document is null ? [] : [document]).Select(c => $"json_extract(value, '$.{c}') AS {c}"))} FROM json_each({parameter}))";

    public override string AsKey(string expression) => expression;

    public override string Holding(string table, string where) => "";

    public override string? HoldChangeLog => null;

    public override string? HoldMigrations => null;

    public override string TableExists => "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = @table";

    public void Dispose()
    {
        writeTurn.Dispose();
        GC.SuppressFinalize(this);
    }

    public override bool IsDuplicateKey(Exception exception) =>
        exception is SqliteException { SqliteExtendedErrorCode: PrimaryKeyTaken or UniqueTaken };

    public override bool IsRolledBack(Exception exception) =>
        exception is SqliteException { SqliteErrorCode: Busy or Locked };

    public override bool IsAway(Exception exception) =>
        !IsFull(exception) && exception is SqliteException { SqliteErrorCode: Busy or Locked or IoError or Corrupt or CannotOpen };

    public override bool IsFull(Exception exception) => exception is SqliteException { SqliteErrorCode: Full } or SqliteException { SqliteExtendedErrorCode: NoRoomForSharedMemory };

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
