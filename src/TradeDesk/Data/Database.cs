using System.Data.Common;
using Dapper;
using Polly;
using Polly.CircuitBreaker;
using Polly.Registry;
using Polly.Timeout;

namespace TradeDesk.Data;

/// <summary>
/// The one door to the database. Reads and writes pass a resilience pipeline, so that a database that is away becomes
/// <see cref="DatabaseAwayException"/> within its deadline instead of a caller that hangs.
/// </summary>
public sealed class Database(Dialect dialect, DatabaseSettings settings, ResiliencePipelineProvider<string> pipelines, ChangeSignal signal)
{
    // The rest of the deadline is for the write itself.
    private readonly TimeSpan writePatience = settings.Deadline * 0.8;
    private readonly ResiliencePipeline reads = pipelines.GetPipeline(DatabaseResilience.Reads);
    private readonly ResiliencePipeline writes = pipelines.GetPipeline(DatabaseResilience.Writes);
    private readonly ResiliencePipeline repeatableWrites = pipelines.GetPipeline(DatabaseResilience.RepeatableWrites);

    public Dialect Dialect => dialect;

    /// <summary>Makes the database where that is the desk's to do.</summary>
    public Task CreateAsync(CancellationToken cancellation) => dialect.CreateAsync(settings.ConnectionString, cancellation);

    /// <summary>Opens a connection for a long read such as an export; the caller disposes it.</summary>
    public Task<DbConnection> OpenAsync(CancellationToken cancellation) => dialect.OpenAsync(settings.ConnectionString, cancellation);

    /// <summary>A short read on a connection of its own, tried again when the database falters.</summary>
    /// <exception cref="DatabaseAwayException">The database did not answer in time.</exception>
    public Task<T> ReadAsync<T>(Func<Reading, Task<T>> work, CancellationToken cancellation) =>
        RunAsync(reads, async ct =>
        {
            await using var connection = await OpenAsync(ct);
            return await work(new Reading(connection, null, ct));
        }, cancellation);

    /// <summary>One transaction: it commits when <paramref name="work"/> returns and rolls back when it throws.</summary>
    /// <param name="repeatable">The work gives the same state when it runs twice, so a lost connection may be tried again.</param>
    /// <param name="patient">A bulk load: waits for its turn as long as it takes, outside the deadline.</param>
    /// <exception cref="DatabaseAwayException">The database did not answer in time.</exception>
    /// <exception cref="StorageFullException">There is no room for it; nothing was written.</exception>
    public async Task<T> WriteAsync<T>(Func<Writing, Task<T>> work, CancellationToken cancellation, bool repeatable = false, bool patient = false)
    {
        var pipeline = patient ? ResiliencePipeline.Empty : repeatable ? repeatableWrites : writes;
        return await RunAsync(pipeline, ct => WriteOnceAsync(work, patient ? Timeout.InfiniteTimeSpan : writePatience, ct), cancellation);
    }

    private async Task<T> WriteOnceAsync<T>(Func<Writing, Task<T>> work, TimeSpan patience, CancellationToken cancellation)
    {
        T answer;
        Writing writing;
        using (await dialect.TakeWriteTurnAsync(patience, cancellation))
        {
            await using var connection = await OpenAsync(cancellation);
            await using var transaction = await dialect.BeginAsync(connection, patience == Timeout.InfiniteTimeSpan ? null : patience, cancellation);
            writing = new Writing(connection, transaction, cancellation);
            answer = await work(writing);
            await transaction.CommitAsync(CancellationToken.None);
        }

        if (writing.LastSequence > 0)
            signal.Raise(writing.LastSequence);
        return answer;
    }

    private async Task<T> RunAsync<T>(ResiliencePipeline pipeline, Func<CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        try
        {
            return await pipeline.ExecuteAsync(async ct => await UntilCancelledAsync(work, ct), cancellation);
        }
        catch (Exception e) when (e is BrokenCircuitException or TimeoutRejectedException or TimeoutException || dialect.IsAway(e) || dialect.IsRolledBack(e))
        {
            throw new DatabaseAwayException(e);
        }
        catch (Exception e) when (dialect.IsFull(e))
        {
            throw new StorageFullException(e);
        }
    }

    // A driver tells of a cancelled statement in its own words, or stumbles over what it had half read; the pipeline must know it for the end of its deadline.
    private static async Task<T> UntilCancelledAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        try
        {
            return await work(cancellation);
        }
        catch (Exception e) when (e is DbException or ArgumentException or InvalidOperationException && cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException("The statement was cancelled.", e, cancellation);
        }
    }
}

/// <summary>Statements on an open connection; each ends when the deadline passes or the caller gives up.</summary>
public class Reading(DbConnection connection, DbTransaction? transaction, CancellationToken cancellation)
{
    private protected DbTransaction Transaction => transaction!;

    private protected CancellationToken Cancellation => cancellation;

    /// <summary>All rows, in the order of the statement.</summary>
    public async Task<IReadOnlyList<T>> ListAsync<T>(string sql, object? parameters = null) => [.. await connection.QueryAsync<T>(Command(sql, parameters))];

    /// <summary>The rows one by one, for a caller who may have enough before the last one.</summary>
    public async IAsyncEnumerable<T> EachAsync<T>(string sql, object? parameters = null)
    {
        await foreach (var row in connection.QueryUnbufferedAsync<T>(sql, parameters, transaction).WithCancellation(cancellation))
            yield return row;
    }

    /// <summary>The row, or null for none.</summary>
    public Task<T?> FindAsync<T>(string sql, object? parameters = null)
        where T : class => connection.QuerySingleOrDefaultAsync<T>(Command(sql, parameters));

    /// <summary>The first column of the first row.</summary>
    public Task<T?> ValueAsync<T>(string sql, object? parameters = null) => connection.ExecuteScalarAsync<T>(Command(sql, parameters));

    /// <returns>How many rows it changed.</returns>
    protected Task<int> RunAsync(string sql, object? parameters) => connection.ExecuteAsync(Command(sql, parameters));

    private CommandDefinition Command(string sql, object? parameters) => new(sql, parameters, transaction, cancellationToken: cancellation);
}

/// <summary>An open write transaction.</summary>
public sealed class Writing(DbConnection connection, DbTransaction transaction, CancellationToken cancellation) : Reading(connection, transaction, cancellation)
{
    private const string Mark = "mark";

    /// <summary>Marks where <see cref="UndoAsync"/> goes back to.</summary>
    public Task MarkAsync() => Transaction.SaveAsync(Mark, Cancellation);

    /// <summary>Takes back all that was written since the mark.</summary>
    public async Task UndoAsync()
    {
        await Transaction.RollbackAsync(Mark, Cancellation);
        LastSequence = 0;
        Settled.Clear();
    }

    /// <returns>How many rows it changed.</returns>
    public Task<int> ExecuteAsync(string sql, object? parameters = null) => RunAsync(sql, parameters);

    /// <summary>The highest change-log sequence this transaction has taken; 0 for none.</summary>
    public long LastSequence { get; internal set; }

    /// <summary>What this transaction has made sure of and need not ask again; a batch of 500 asks once.</summary>
    public HashSet<string> Settled { get; } = new(StringComparer.Ordinal);
}

/// <summary>The database did not answer in time; the request may be tried again.</summary>
public class DatabaseAwayException(Exception inner, string message = "The database did not answer in time.") : Exception(message, inner);

/// <summary>The database has no room for what was to be written. What is there can be read; who waits may try again.</summary>
public sealed class StorageFullException(Exception inner) : DatabaseAwayException(inner, "The storage of the database is full; make room on it.");

/// <summary>Where the database is.</summary>
/// <param name="ConnectionString">In the words of its provider.</param>
/// <param name="Deadline">No caller waits longer for it.</param>
public sealed record DatabaseSettings(string ConnectionString, TimeSpan Deadline);
