using System.Data.Common;

namespace TradeDesk.Data;

/// <summary>
/// What one database says differently. Every SQL text of the desk is written once; where the two databases part,
/// a member named for its intent supplies the piece.
/// </summary>
public abstract class Dialect
{
    /// <summary>The column type behind each <c>{{token}}</c> that a migration may use.</summary>
    public abstract IReadOnlyDictionary<string, string> ColumnTypes { get; }

    /// <summary>Makes the database where that is the desk's to do; only migrations call it.</summary>
    public abstract Task CreateAsync(string connectionString, CancellationToken cancellation);

    /// <summary>Opens a connection that is ready for work; never makes a database.</summary>
    public abstract Task<DbConnection> OpenAsync(string connectionString, CancellationToken cancellation);

    /// <summary>Waits for this process's turn to write; disposing the answer ends the turn.</summary>
    public abstract Task<IDisposable> TakeWriteTurnAsync(TimeSpan patience, CancellationToken cancellation);

    /// <summary>Begins a transaction that writes; while another process holds the whole database it waits, without a thread.</summary>
    /// <param name="patience">Null for a step of a bulk load, which tries again from outside and may take more memory.</param>
    /// <exception cref="TimeoutException">Others held it for longer than the patience.</exception>
    public abstract Task<DbTransaction> BeginAsync(DbConnection connection, TimeSpan? patience, CancellationToken cancellation);

    /// <summary>The first <c>@limit</c> rows of an ordered SELECT.</summary>
    public abstract string Paged(string orderedSelect);

    /// <summary>An INSERT that answers the generated value of <paramref name="column"/>.</summary>
    public abstract string InsertAnswering(string table, string column, string columns, string values);

    /// <summary>A JSON array parameter read as rows of text columns.</summary>
    /// <param name="parameter">The parameter, with its sign.</param>
    /// <param name="columns">Members that hold plain text.</param>
    /// <param name="document">A member that holds an object, read as its JSON text. JSON in a JSON text would not do: Babelfish leaves the escapes of a text as they are.</param>
    public abstract string JsonRows(string parameter, IReadOnlyList<string> columns, string? document = null);

    /// <summary>Text that did not come from a key column, to be compared with one byte by byte.</summary>
    public abstract string AsKey(string expression);

    /// <summary>
    /// Put before a SELECT of the same rows: holds them until the transaction ends, so that a second writer waits here and reads what the
    /// first one wrote. Empty where writers are single anyway.
    /// </summary>
    public abstract string Holding(string table, string where);

    /// <summary>Makes sequences commit in the order they were taken: held until the transaction ends. Null where writers are single anyway.</summary>
    public abstract string? HoldChangeLog { get; }

    /// <summary>Lets one process at a time migrate: held until the transaction ends. Null where writers are single anyway.</summary>
    public abstract string? HoldMigrations { get; }

    /// <summary>Counts the tables of a name (<c>@table</c>): 1 where it exists.</summary>
    public abstract string TableExists { get; }

    /// <summary>A unique or primary key was already there.</summary>
    public abstract bool IsDuplicateKey(Exception exception);

    /// <summary>The database rolled the work back by itself (busy, deadlock); running it again is safe.</summary>
    public abstract bool IsRolledBack(Exception exception);

    /// <summary>The database could not be reached, or the connection to it was lost.</summary>
    public abstract bool IsAway(Exception exception);

    /// <summary>The database has no room for what was to be written: its disk is full, or its log, or its quota.</summary>
    public abstract bool IsFull(Exception exception);

    /// <summary>The database of that name, or null where there is none.</summary>
    public static Dialect? Named(string? name) => name?.ToLowerInvariant() switch
    {
        null or "" or "sqlite" => new SqliteDialect(),
        "sqlserver" => new SqlServerDialect(),
        _ => null,
    };
}
