using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using TradeDesk.Access;
using TradeDesk.Data;
using TradeDesk.Duplicates.Identity;
using TradeDesk.Enterprises;
using TradeDesk.Http;
using TradeDesk.Taxonomy;

namespace TradeDesk.Duplicates;

/// <summary>Records of several sources that are likely one firm: proposed with evidence, decided by people, merged and unmerged.</summary>
public static class DuplicateApi
{
    // What is decided gathers in front; it must not take a look each.
    private const int LookedAtOnce = 200;

    public static IServiceCollection AddDuplicates(this IServiceCollection services) => services
        .AddSingleton<DuplicateStore>()
        .AddChangeReader<DuplicateReader>();

    public static void MapDuplicates(this IEndpointRouteBuilder routes)
    {
        var read = routes.MapGroup("/v1").WithTags("Duplicates").RequireAuthorization(KeyAuthentication.Read).ProducesProblem(400).ProducesProblem(401).ProducesProblem(503);
        read.MapGet("/duplicates", ListDuplicates).WithName("listDuplicates");
        read.MapGet("/duplicates/{id}", GetDuplicate).WithName("getDuplicate").Produces<Duplicate>(200).Produces(304).ProducesProblem(404);
        var write = routes.MapGroup("/v1").WithTags("Duplicates").RequireAuthorization(KeyAuthentication.Write).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(412).ProducesProblem(428).ProducesProblem(503);
        write.MapPost("/duplicates/{id}/decision", DecideDuplicate).WithName("decideDuplicate").Produces<Duplicate>(200).ProducesProblem(400).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);
        write.MapDelete("/duplicates/{id}/decision", UndoDuplicateDecision).WithName("undoDuplicateDecision").Produces<Duplicate>(200);
    }

    /// <summary>Records that are likely one firm</summary>
    /// <remarks>Open proposals come best first; decided pairs in the order of their ids. You see pairs of which you may see both records.</remarks>
    internal static async Task<Results<Ok<Page<Duplicate>>, ProblemHttpResult>> ListDuplicates([AsParameters] DuplicateQuery query, HttpContext http, DuplicateReader reader, DuplicateStore store, CountryCatalog countries, DeskSettings desk)
    {
        var faults = new List<Fault>();
        var (filter, limit, after) = (query.ToFilter(countries, faults), Paging.Limit(query.Limit, faults), Paging.After(query.Cursor, faults));
        var place = after.Length == 0 ? null : Place(after, filter.IsOpen);
        if (after.Length > 0 && place is null)
            faults.Add(Paging.UnknownCursor);
        if (faults.Count > 0)
            return Problem.Of(Problem.Parameter, errors: faults);
        await reader.CaughtUpAsync(http.RequestAborted);
        var visibility = new Visibility(http.Caller(), desk.HomeCountry);
        var (found, next) = filter.IsOpen
            ? await OpenAsync(reader, store, filter, visibility, place, limit, http.RequestAborted)
            : await DecidedAsync(store, filter, visibility, place, limit, http.RequestAborted);
        if (next is not null)
            Paging.LinkNext(http, next);
        return TypedResults.Ok(new Page<Duplicate>([.. found.Select(d => Answer(d, reader))], next));
    }

    /// <summary>Two records and what speaks for one firm</summary>
    /// <remarks>Any two records can be compared, proposed or not: the id is <c>dup_</c> and the ids of both without their prefix, the smaller first.</remarks>
    /// <param name="id">The id of the pair.</param>
    internal static async Task<IResult> GetDuplicate(string id, HttpContext http, DuplicateReader reader, DuplicateStore store, DeskSettings desk)
    {
        if (await SeenAsync(id, http, store, desk) is not { } found)
            return Problem.Of(Problem.NotFound);
        if (ETag.IsKnown(http, found.Version))
            return TypedResults.StatusCode(304);
        await reader.CaughtUpAsync(http.RequestAborted);
        return TypedResults.Ok(Answer(found, reader));
    }

    /// <summary>Decide whether two records are one firm</summary>
    /// <remarks><c>same</c> merges: the kept record stands for both and matches once; the other one forwards to it, and its own source still reads and writes it. <c>different</c> keeps them apart, and the pair is not proposed again. Both records must be yours, unless you are an administrator. A decision can be replaced, or taken back with DELETE.</remarks>
    /// <param name="id">The id of the pair.</param>
    /// <param name="request">The decision.</param>
    internal static async Task<IResult> DecideDuplicate(string id, DuplicateDecisionRequest request, HttpContext http, DuplicateReader reader, DuplicateStore store, DeskSettings desk)
    {
        if (DuplicatePair.Parse(id) is not { } pair)
            return Problem.Of(Problem.NotFound);
        if (request.Check(pair) is { Count: > 0 } faults)
            return Problem.Of(Problem.Invalid, errors: faults);
        return await DecideAsync(id, request, http, reader, store, desk);
    }

    /// <summary>Take a decision back</summary>
    /// <remarks>Everything is as before it: a merged record stands for itself again and matches, and the pair is open.</remarks>
    /// <param name="id">The id of the pair.</param>
    internal static Task<IResult> UndoDuplicateDecision(string id, HttpContext http, DuplicateReader reader, DuplicateStore store, DeskSettings desk) =>
        DecideAsync(id, null, http, reader, store, desk);

    private static async Task<IResult> DecideAsync(string id, DuplicateDecisionRequest? request, HttpContext http, DuplicateReader reader, DuplicateStore store, DeskSettings desk)
    {
        if (await SeenAsync(id, http, store, desk) is not { } found)
            return Problem.Of(Problem.NotFound);
        if (ETag.Check(http, found.Version) == ETag.Precondition.Missing)
            return Problem.Of(Problem.IfMatchRequired);
        await reader.CaughtUpAsync(http.RequestAborted);
        try
        {
            var outcome = await store.DecideAsync(found.Pair, request, Answer(found, reader).Score, http.Caller(), v => ETag.Check(http, v) == ETag.Precondition.Holds, http.RequestAborted);
            return outcome == DuplicateOutcome.Done ? await GetAfterAsync(found.Pair, http, reader, store) : Problem.Of(Refusal(outcome), Why(outcome));
        }
        catch (Exception e) when (e is AlreadyMergedException or HiddenKeptException)
        {
            return Problem.Of(Problem.Conflict, e.Message);
        }
    }

    private static async Task<IResult> GetAfterAsync(DuplicatePair pair, HttpContext http, DuplicateReader reader, DuplicateStore store)
    {
        if (await store.FindAsync(pair, http.RequestAborted) is not { } found)
            return Problem.Of(Problem.NotFound, "It was decided, and a record has been deleted since.");
        http.Response.Headers.ETag = ETag.Of(found.Version);
        return TypedResults.Ok(Answer(found, reader));
    }

    private static ProblemKind Refusal(DuplicateOutcome outcome) => outcome switch
    {
        DuplicateOutcome.Gone => Problem.NotFound,
        DuplicateOutcome.Stale => Problem.Stale,
        DuplicateOutcome.NotYours => Problem.Forbidden,
        _ => Problem.Conflict,
    };

    private static string? Why(DuplicateOutcome outcome) => outcome switch
    {
        DuplicateOutcome.NotYours => "You decide about two records of your own, in the countries of your key; an administrator decides about all.",
        DuplicateOutcome.NothingDecided => "Nothing is decided about this pair, so there is nothing to take back.",
        _ => null,
    };

    private static async Task<StoredDuplicate?> SeenAsync(string id, HttpContext http, DuplicateStore store, DeskSettings desk)
    {
        var visibility = new Visibility(http.Caller(), desk.HomeCountry);
        return DuplicatePair.Parse(id) is { } pair && await store.FindAsync(pair, http.RequestAborted) is { } found && visibility.Sees(found.First) && visibility.Sees(found.Second) ? found : null;
    }

    // What is decided lies in the database and what is proposed in memory: those that are decided are passed over, page by page.
    private static async Task<(IReadOnlyList<StoredDuplicate> Found, string? Next)> OpenAsync(DuplicateReader reader, DuplicateStore store, DuplicateFilter filter, Visibility visibility, LikelyPair? after, int limit, CancellationToken cancellation)
    {
        var (open, atOnce) = (new List<StoredDuplicate>(limit), Math.Max(limit + 1, LookedAtOnce));
        while (true)
        {
            var proposed = reader.Next(after, filter, visibility, atOnce);
            var stored = (await store.FindAsync([.. proposed.Select(p => new DuplicatePair(p.First, p.Second))], cancellation)).ToDictionary(d => d.Pair);
            foreach (var pair in proposed)
            {
                if (stored.GetValueOrDefault(new(pair.First, pair.Second)) is { Decided: null or { Decision: null } } there && visibility.Sees(there.First) && visibility.Sees(there.Second))
                {
                    if (open.Count == limit)
                        return (open, Paging.Cursor(string.Create(CultureInfo.InvariantCulture, $"{after!.Score}|{new DuplicatePair(after.First, after.Second).Id}")));
                    open.Add(there);
                }

                after = pair;
            }

            if (proposed.Count < atOnce)
                return (open, null);
        }
    }

    private static async Task<(IReadOnlyList<StoredDuplicate> Found, string? Next)> DecidedAsync(DuplicateStore store, DuplicateFilter filter, Visibility visibility, LikelyPair? after, int limit, CancellationToken cancellation)
    {
        var found = await store.DecidedAsync(filter, visibility, after is null ? null : new(after.First, after.Second), limit + 1, cancellation);
        return found.Count <= limit ? (found, null) : ([.. found.Take(limit)], Paging.Cursor("0|" + found[limit - 1].Pair.Id));
    }

    private static LikelyPair? Place(string after, bool open) =>
        after.Split('|') is [var score, var id] && DuplicatePair.Parse(id) is { } pair && double.TryParse(score, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var at) && open == at > 0
            ? new(pair.First, pair.Second, at)
            : null;

    private static Duplicate Answer(StoredDuplicate found, DuplicateReader reader)
    {
        var (first, second) = (found.First.Read(), found.Second.Read());
        var (score, evidence) = reader.Compare(first, second);
        var decision = found.Decided is { Decision: { } word } row
            ? new DuplicateDecision(word == DeskJson.Word(DuplicateVerdict.Same) ? DuplicateVerdict.Same : DuplicateVerdict.Different, row.Kept, row.Note, row.DecidedBy, DateTimeOffset.FromUnixTimeMilliseconds(row.DecidedAt))
            : null;
        return new(found.Pair.Id, found.Version, decision is null ? DuplicateStatus.Open : (DuplicateStatus)decision.Decision, score, [DuplicateRecord.Of(first), DuplicateRecord.Of(second)], evidence, decision);
    }
}
