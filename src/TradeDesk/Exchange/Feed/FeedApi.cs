using System.Text;
using TradeDesk.Access;
using TradeDesk.Data;
using TradeDesk.Enterprises;
using TradeDesk.Http;
using TradeDesk.Taxonomy;

namespace TradeDesk.Exchange;

/// <summary>What a register that is kept in step needs: everything once, then every change.</summary>
public static class FeedApi
{
    internal const string EventStream = "text/event-stream";
    private const string Lines = "application/x-ndjson";

    public static void MapFeed(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1").WithTags("Data exchange").RequireAuthorization(KeyAuthentication.Read).ProducesProblem(400).ProducesProblem(401).ProducesProblem(503);
        group.MapGet("/changes", ListChanges).WithName("listChanges").Produces<ChangePage>(200, "application/json", EventStream).ProducesProblem(410);
        group.MapGet("/export", Export).WithName("exportEnterprises").Produces<Enterprise>(200, Lines);
    }

    /// <summary>The change feed</summary>
    /// <remarks>Every change that your key may see, in order, each at least once; deletions are tombstones. Take the items, keep <c>nextCursor</c>, ask again with it as <c>after</c>. With <c>Accept: text/event-stream</c> the changes come as server-sent events whose ids are cursors; the stream ends after some minutes and goes on from <c>Last-Event-ID</c>. A cursor that the log no longer reaches is answered with 410: take <c>GET /v1/export</c> again.</remarks>
    internal static async Task<IResult> ListChanges([AsParameters] ChangeQuery query, HttpContext http, ChangeFeed feed, ChangeLog log, CountryCatalog countries, DeskSettings desk, TimeProvider clock, IHostApplicationLifetime lifetime)
    {
        var faults = new List<Fault>();
        var (asked, filter, limit, wait) = query.Read(http.Request.Headers["Last-Event-ID"], countries, faults);
        if (faults.Count > 0)
            return Problem.Of(Problem.Parameter, errors: faults);
        if (asked is { } sequence && await WhyNotAsync(sequence, log, http.RequestAborted) is { } reason)
            return Problem.Of(Problem.NoLongerKept, reason + " Take GET /v1/export again and go on from the sequence that it names.");
        var (after, visibility) = (asked ?? 0, new Visibility(http.Caller(), desk.HomeCountry));
        if (http.Request.Headers.Accept.ToString().Contains(EventStream, StringComparison.OrdinalIgnoreCase))
            return new ChangeStream(feed, log, after, filter, visibility, clock, lifetime.ApplicationStopping);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            return ChangeWriter.Page(await feed.WaitAsync(after, filter, visibility, new(limit), wait, clock, ending.Token));
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            return ChangeWriter.Page(new([], after, false));
        }
    }

    /// <summary>Every enterprise</summary>
    /// <remarks>One document a line (NDJSON), in the order of ids, contacts withheld. The header <c>TradeDesk-Sequence</c> names the change-log sequence it is true at: with the changes after that sequence it is the present state. An answer that breaks off is gone on with by <c>after</c>, the id on its last whole line; the sequence of the first answer stays the one that counts.</remarks>
    /// <param name="after">An id; only enterprises behind it. Absent for all.</param>
    /// <param name="country">Only enterprises of a country, ISO 3166-1 alpha-2.</param>
    /// <param name="source">Only enterprises of a register or feed.</param>
    internal static async Task<IResult> Export(string? after, string? country, string? source, HttpContext http, EnterpriseStore store, ChangeLog log, CountryCatalog countries, DeskSettings desk)
    {
        var faults = new List<Fault>();
        countries.CheckCountry(country, faults);
        if (faults.Count > 0)
            return Problem.Of(Problem.Parameter, errors: faults);
        // The sequence first: what is written while the records are read comes again through the feed.
        http.Response.Headers["TradeDesk-Sequence"] = $"{await log.LastSequenceAsync(http.RequestAborted)}";
        var pages = store.ExportAsync(new() { Country = country, Source = source, WithMerged = true }, new(http.Caller(), desk.HomeCountry), after ?? "", http.RequestAborted).GetAsyncEnumerator(http.RequestAborted);
        // The first page before the answer begins: a database that is away now is answered with 503.
        var isThere = await pages.MoveNextAsync();
        return TypedResults.Stream(output => WriteAsync(pages, isThere, output, http), Lines);
    }

    private static async Task WriteAsync(IAsyncEnumerator<IReadOnlyList<ListedDocument>> pages, bool isThere, Stream output, HttpContext http)
    {
        await using var ended = pages;
        try
        {
            for (; isThere; isThere = await pages.MoveNextAsync())
            {
                var lines = new StringBuilder();
                foreach (var document in pages.Current)
                    lines.Append(document.Document).Append('\n');
                await http.SendAsync(output, lines.ToString());
            }
        }
        catch (DatabaseAwayException)
        {
            // The answer has begun; that it is not whole can only be told by breaking it off.
            http.Abort();
        }
    }

    private static async Task<string?> WhyNotAsync(long after, ChangeLog log, CancellationToken cancellation)
    {
        if (await log.LastSequenceAsync(cancellation) is var last && after > last)
            return $"The change log ends at {last}, so the cursor is of another one.";
        return await log.FirstSequenceAsync(cancellation) is var first && after < first - 1 ? $"The change log begins at {first}; what was written between {after} and there is no longer in it." : null;
    }
}
