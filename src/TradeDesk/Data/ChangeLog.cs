namespace TradeDesk.Data;

/// <summary>The spine of the desk: every write appends one line in its own transaction, and every reader follows those lines in order.</summary>
public sealed class ChangeLog(Database database, TimeProvider clock)
{
    private readonly ChangeLogSql sql = new(database.Dialect);

    /// <summary>Appends one line inside the transaction of the write it tells of.</summary>
    /// <returns>The sequence of the line.</returns>
    public async Task<long> AppendAsync(Writing writing, ChangeEntry entry)
    {
        if (writing.LastSequence == 0 && database.Dialect.HoldChangeLog is { } hold)
            await writing.ExecuteAsync(hold);
        var row = new { at = clock.GetUtcNow().ToUnixTimeMilliseconds(), entry.Actor, entry.Kind, entry.Op, entry.Id, entry.Version, entry.Source, entry.ExternalId, entry.Country, entry.Partner, entry.Hidden };
        writing.LastSequence = await writing.ValueAsync<long>(sql.Append, row);
        return writing.LastSequence;
    }

    /// <summary>Appends the lines of many writes inside their transaction.</summary>
    /// <param name="insert">An INSERT into the log.</param>
    public async Task AppendAllAsync(Writing writing, string insert, object parameters)
    {
        if (writing.LastSequence == 0 && database.Dialect.HoldChangeLog is { } hold)
            await writing.ExecuteAsync(hold);
        await writing.ExecuteAsync(insert, parameters);
        writing.LastSequence = await writing.ValueAsync<long>(sql.Last);
    }

    /// <summary>The lines after a sequence, oldest first.</summary>
    public Task<IReadOnlyList<Change>> AfterAsync(long sequence, int limit, CancellationToken cancellation) =>
        database.ReadAsync(r => r.ListAsync<Change>(sql.After, new { sequence, limit }), cancellation);

    /// <summary>For each record of a kind the last line up to a sequence, where that line comes after another; oldest first.</summary>
    public Task<IReadOnlyList<Change>> LastOfEachAsync(string kind, long after, long until, int limit, CancellationToken cancellation) =>
        database.ReadAsync(r => r.ListAsync<Change>(sql.LastOfEach, new { kind, after, until, limit }), cancellation);

    /// <summary>Deletes the oldest lines.</summary>
    /// <param name="before">Only lines that were written before; every line behind one that was not stays too.</param>
    /// <param name="limit">How many at once, about.</param>
    /// <returns>How many are gone; 0 when none was old enough.</returns>
    public Task<int> ForgetAsync(DateTimeOffset before, int limit, CancellationToken cancellation) =>
        database.WriteAsync(w => w.ExecuteAsync(sql.Forget, new { before = before.ToUnixTimeMilliseconds(), limit }), cancellation, repeatable: true);

    /// <summary>The lowest sequence that is kept; 0 when nothing was ever written.</summary>
    public Task<long> FirstSequenceAsync(CancellationToken cancellation) =>
        database.ReadAsync(r => r.ValueAsync<long>(sql.First), cancellation);

    /// <summary>The highest sequence that has committed; 0 when nothing was ever written.</summary>
    public Task<long> LastSequenceAsync(CancellationToken cancellation) =>
        database.ReadAsync(r => r.ValueAsync<long>(sql.Last), cancellation);
}

/// <summary>What a write tells the log. <c>Op</c> is <c>upsert</c> or <c>delete</c>.</summary>
public sealed record ChangeEntry(string Actor, string Kind, string Op, string Id, long Version, string? Source = null, string? ExternalId = null, string? Country = null)
{
    /// <summary>Whose record it is; null for what no partner owns.</summary>
    public string? Partner { get; init; }

    /// <summary>A sum of <see cref="Draft"/> and <see cref="Controlled"/>; 0 for what every partner may see.</summary>
    public long Hidden { get; init; }

    /// <summary>In <see cref="Hidden"/>: seen by the record's own partner only.</summary>
    public const long Draft = 1;

    /// <summary>In <see cref="Hidden"/>: in the export-control compartment.</summary>
    public const long Controlled = 2;
}

/// <summary>One line of the change log.</summary>
public record Change
{
    public long Sequence { get; init; }

    /// <summary>When it was written, milliseconds since 1970 UTC.</summary>
    public long At { get; init; }

    /// <summary>The key that wrote it.</summary>
    public string Actor { get; init; } = "";

    /// <summary><c>enterprise</c>, <c>key</c>, <c>code-system</c> or <c>duplicate</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary><c>upsert</c> or <c>delete</c>.</summary>
    public string Op { get; init; } = "";

    public string Id { get; init; } = "";

    public long Version { get; init; }

    public string? Source { get; init; }

    public string? ExternalId { get; init; }

    public string? Country { get; init; }
}
