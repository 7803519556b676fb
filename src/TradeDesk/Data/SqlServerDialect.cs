using System.Data.Common;
using Microsoft.Data.SqlClient;

namespace TradeDesk.Data;

/// <summary>SQL Server 2019 and later, Azure SQL and Babelfish: several stateless replicas over one database.</summary>
public sealed class SqlServerDialect : Dialect
{
    private const int PrimaryKeyTaken = 2627, UniqueIndexTaken = 2601, Deadlock = 1205, LockTimeout = 1222, LockRefused = 51222, SnapshotConflict = 3960, CommandTimeout = -2;
    private const int NoPage = 1101, FileGroupFull = 1105, LogFull = 9002, QuotaReached = 40544;
    private const byte ConnectionLost = 20;
    private static readonly Nothing NoTurn = new();

    public override IReadOnlyDictionary<string, string> ColumnTypes { get; } = new Dictionary<string, string>
    {
        // Binary collation: keys compare as SQLite compares them, byte by byte.
        ["id"] = "nvarchar(40) COLLATE Latin1_General_BIN2",
        ["word"] = "nvarchar(100) COLLATE Latin1_General_BIN2",
        ["key"] = "nvarchar(200) COLLATE Latin1_General_BIN2",
        ["text"] = "nvarchar(4000)",
        ["json"] = "nvarchar(max)",
        ["bytes"] = "varbinary(max)",
        ["number"] = "bigint",
        ["sequence"] = "bigint IDENTITY(1,1) PRIMARY KEY",
    };

    // The administrator makes it, with the collation and size it needs.
    public override Task CreateAsync(string connectionString, CancellationToken cancellation) => Task.CompletedTask;

    public override async Task<DbConnection> OpenAsync(string connectionString, CancellationToken cancellation)
    {
        var connection = new SqlConnection(connectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            return connection;
        }
        catch (InvalidOperationException e)
        {
            // What the driver says when its pool has none to give in time; the connection string was read at the start.
            await connection.DisposeAsync();
            throw new TimeoutException("No connection to the database came free in time.", e);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public override Task<IDisposable> TakeWriteTurnAsync(TimeSpan patience, CancellationToken cancellation) => Task.FromResult<IDisposable>(NoTurn);

    public override async Task<DbTransaction> BeginAsync(DbConnection connection, TimeSpan? patience, CancellationToken cancellation) => await connection.BeginTransactionAsync(cancellation);

    public override string Paged(string orderedSelect) => orderedSelect + "\nOFFSET 0 ROWS FETCH NEXT @limit ROWS ONLY";

    public override string InsertAnswering(string table, string column, string columns, string values) =>
        $"INSERT INTO {table} ({columns}) OUTPUT INSERTED.{column} VALUES ({values})";

    public override string JsonRows(string parameter, IReadOnlyList<string> columns, string? document = null)
    {
        var asked = columns.Select(c => $"{c} nvarchar(max) '$.{c}'").Concat(document is null ? [] : [$"{document} nvarchar(max) '$.{document}' AS JSON"]);
        return $"(SELECT {string.Join(", ", columns.Concat(document is null ? [] : [document]))} FROM OPENJSON({parameter}) WITH ({string.Join(", ", asked)}))";
    }

    // As long as the longest key: text without bound would keep the server from looking it up in an index.
    public override string AsKey(string expression) => $"CAST({expression} AS nvarchar(200)) COLLATE Latin1_General_BIN2";

    // An update that changes nothing, and not a lock hint: Babelfish leaves hints out.
    public override string Holding(string table, string where) => $"UPDATE {table} SET version = version WHERE {where};\n";

    // A sequence number is taken when the row is inserted but seen when it commits. Without this lock a reader could
    // pass number 8 while 7 is still open, and never see 7.
    public override string HoldChangeLog => Hold("tradedesk-change-log");

    public override string HoldMigrations => Hold("tradedesk-migrations");

    public override string TableExists => "SELECT COUNT(*) FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME = @table";

    public override bool IsDuplicateKey(Exception exception) => exception is SqlException { Number: PrimaryKeyTaken or UniqueIndexTaken };

    public override bool IsRolledBack(Exception exception) => exception is SqlException { Number: Deadlock or LockTimeout or LockRefused or SnapshotConflict };

    // A lost server is number 0, class 20; a user's own cancel is number 0 too, but class 11.
    public override bool IsAway(Exception exception) =>
        exception is SqlException { Class: >= ConnectionLost } or SqlException { Number: CommandTimeout } or SqlException { IsTransient: true };

    public override bool IsFull(Exception exception) => exception is SqlException { Number: NoPage or FileGroupFull or LogFull or QuotaReached };

    // A refused lock is an answer, not an error: without the look at it the transaction would go on without the lock.
    private static string Hold(string resource) =>
        $"""
        DECLARE @granted int;
        EXEC @granted = sp_getapplock @Resource = N'{resource}', @LockMode = N'Exclusive', @LockOwner = N'Transaction';
        IF @granted < 0 THROW {LockRefused}, N'{resource} is held by another transaction.', 1;
        """;

    private sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
