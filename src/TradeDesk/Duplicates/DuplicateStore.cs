using Dapper;
using TradeDesk.Access;
using TradeDesk.Data;
using TradeDesk.Enterprises;
using TradeDesk.Http;

namespace TradeDesk.Duplicates;

/// <summary>Decisions about pairs of records. A merge, its decision and their lines in the change log are one transaction.</summary>
public sealed class DuplicateStore(Database database, ChangeLog log, EnterpriseMerging merging, DeskSettings desk, TimeProvider clock)
{
    private const int MostTurns = 5;
    private readonly DuplicateSql sql = new(database.Dialect);

    /// <summary>The pair with its records and decision; null where a record is gone.</summary>
    internal async Task<StoredDuplicate?> FindAsync(DuplicatePair pair, CancellationToken cancellation) =>
        (await FindAsync([pair], cancellation)).SingleOrDefault();

    /// <summary>Pairs with their records and decisions, in their order, without those of which a record is gone.</summary>
    internal Task<IReadOnlyList<StoredDuplicate>> FindAsync(IReadOnlyList<DuplicatePair> pairs, CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<StoredDuplicate>>(async r =>
    {
        var ids = pairs.SelectMany(p => new[] { p.First, p.Second }).Distinct().ToList();
        if (ids.Count == 0)
            return [];
        var records = (await r.ListAsync<StoredEnterprise>(sql.Records, new { ids })).ToDictionary(e => e.Id);
        var decisions = (await r.ListAsync<DecidedPair>(sql.Some, new { firsts = pairs.Select(p => p.First), seconds = pairs.Select(p => p.Second) })).ToDictionary(d => d.Pair);
        return [.. pairs.Where(p => records.ContainsKey(p.First) && records.ContainsKey(p.Second)).Select(p => new StoredDuplicate(p, records[p.First], records[p.Second], decisions.GetValueOrDefault(p)))];
    }, cancellation);

    /// <summary>The next decided pairs that a caller may see, in the order of their ids.</summary>
    internal async Task<IReadOnlyList<StoredDuplicate>> DecidedAsync(DuplicateFilter filter, Visibility visibility, DuplicatePair? after, int limit, CancellationToken cancellation)
    {
        var parameters = new DynamicParameters(new { decision = filter.Status, source = filter.Source, country = filter.Country, score = Thousandths(filter.MinScore), first = after?.First ?? "", second = after?.Second ?? "", limit });
        visibility.AddTo(parameters);
        var found = await database.ReadAsync(r => r.ListAsync<DecidedPair>(sql.Decided(filter, visibility), parameters), cancellation);
        return await FindAsync([.. found.Select(d => d.Pair)], cancellation);
    }

    /// <summary>Decides about a pair, in place of what was decided before.</summary>
    /// <param name="request">What is decided; null takes back what was.</param>
    /// <param name="version">Whether the version that is there is the one the caller read.</param>
    internal async Task<DuplicateOutcome> DecideAsync(DuplicatePair pair, DuplicateDecisionRequest? request, double score, Caller caller, Func<long, bool> version, CancellationToken cancellation)
    {
        for (var turn = 1; ; turn++)
        {
            try
            {
                return await database.WriteAsync(w => DecideInAsync(w, pair, request, score, caller, version), cancellation);
            }
            catch (Exception e) when (e is StaleException || database.Dialect.IsDuplicateKey(e))
            {
                if (turn == MostTurns)
                    return DuplicateOutcome.Stale;
            }
        }
    }

    // Both records are held, in the order of their ids, before anything is looked at: of two decisions at once the second sees the first one's.
    private async Task<DuplicateOutcome> DecideInAsync(Writing w, DuplicatePair pair, DuplicateDecisionRequest? request, double score, Caller caller, Func<long, bool> version)
    {
        var (first, second) = (await merging.HoldAsync(w, pair.First), await merging.HoldAsync(w, pair.Second));
        var visibility = new Visibility(caller, desk.HomeCountry);
        if (first is null || second is null || !visibility.Sees(first) || !visibility.Sees(second))
            return DuplicateOutcome.Gone;
        var before = await w.FindAsync<DecidedPair>(sql.One, pair);
        // Decided the same already, for instance by this request before its answer was lost.
        if (request is not null && before is not null && before.Decision == DeskJson.Word(request.Decision) && before.Kept == request.Keep && before.Note == request.Note && before.DecidedBy == caller.Partner)
            return DuplicateOutcome.Done;
        if (!version(new StoredDuplicate(pair, first, second, before).Version))
            return DuplicateOutcome.Stale;
        if (!Owns(first, caller) || !Owns(second, caller))
            return DuplicateOutcome.NotYours;
        if (request is null && before?.Decision is null)
            return DuplicateOutcome.NothingDecided;
        if (before is { Kept: { } keptBefore } && (pair.First == keptBefore ? second : first) is { MergedInto: { } into } merged && into == keptBefore)
        {
            await merging.PointAsync(w, merged, null, caller);
            (first, second) = (await merging.HoldAsync(w, pair.First), await merging.HoldAsync(w, pair.Second));
        }

        if (request is { Decision: DuplicateVerdict.Same, Keep: { } keep })
        {
            var (kept, other) = keep == pair.First ? (first!, second!) : (second!, first!);
            if (kept.MergedInto is not null || other.MergedInto is not null)
                throw new AlreadyMergedException(kept.MergedInto is not null ? kept : other);
            if (Shown.Of(kept).Hides(Shown.Of(other)))
                throw new HiddenKeptException();
            await merging.PointAsync(w, other, keep, caller);
        }

        await SaveAsync(w, pair, before, request, score, caller);
        return DuplicateOutcome.Done;
    }

    private async Task SaveAsync(Writing w, DuplicatePair pair, DecidedPair? before, DuplicateDecisionRequest? request, double score, Caller caller)
    {
        var row = new
        {
            pair.First,
            pair.Second,
            Version = (before?.Version ?? 0) + 1,
            Decision = request is null ? null : DeskJson.Word(request.Decision),
            Kept = request?.Keep,
            Score = Thousandths(score),
            request?.Note,
            DecidedBy = caller.Partner,
            DecidedAt = clock.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        if (await w.ExecuteAsync(before is null ? sql.Insert : sql.Update, row) == 0)
            throw new StaleException();
        await log.AppendAsync(w, new(caller.KeyId, DuplicatePair.Kind, request is null ? "delete" : "upsert", pair.First, row.Version, ExternalId: pair.Id));
    }

    private static bool Owns(StoredEnterprise record, Caller caller) => caller.Owns(record.Partner) && caller.MayWriteCountry(record.Country);

    private static long Thousandths(double score) => (long)Math.Round(score * 1000);
}

/// <summary>What became of a decision.</summary>
internal enum DuplicateOutcome
{
    Done,
    Gone,
    Stale,
    NotYours,
    NothingDecided,
}

/// <summary>A record of the pair stands no longer for itself.</summary>
internal sealed class AlreadyMergedException(StoredEnterprise merged) : Exception($"{merged.Id} was merged into {merged.MergedInto} before. Decide about {merged.MergedInto} instead, or take that merge back first.");

/// <summary>The kept record would hide the firm.</summary>
internal sealed class HiddenKeptException() : Exception("Not everyone who sees the other record sees the one to keep: it is a draft, inactive or under export control, and the firm would vanish for them. Keep the other one, or change the status first.");

/// <summary>A pair of records as it lies in the database.</summary>
internal sealed record StoredDuplicate(DuplicatePair Pair, StoredEnterprise First, StoredEnterprise Second, DecidedPair? Decided)
{
    /// <summary>A sum of versions that only grow, so that it grows with each.</summary>
    public long Version => First.Version + Second.Version + (Decided?.Version ?? 0);
}

/// <summary>The row of a decision.</summary>
internal sealed record DecidedPair
{
    public string First { get; init; } = "";

    public string Second { get; init; } = "";

    public long Version { get; init; }

    /// <summary>Null when it was taken back.</summary>
    public string? Decision { get; init; }

    public string? Kept { get; init; }

    public string? Note { get; init; }

    public string DecidedBy { get; init; } = "";

    public long DecidedAt { get; init; }

    public DuplicatePair Pair => new(First, Second);
}
