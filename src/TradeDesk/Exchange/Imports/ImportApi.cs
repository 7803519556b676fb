using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using TradeDesk.Access;
using TradeDesk.Enterprises;
using TradeDesk.Http;

namespace TradeDesk.Exchange;

/// <summary>Imports over HTTP: a whole file at once, loaded in the background.</summary>
public static class ImportApi
{
    /// <summary>The operation that takes a file.</summary>
    internal const string Start = "startImport";

    private const int RetrySeconds = 10;
    private const double DefaultMostRemoved = 0.1;

    internal static IServiceCollection AddImports(this IServiceCollection services) => services
        .AddSingleton<ImportStore>()
        .AddSingleton<ImportFile>()
        .AddSingleton<ImportRun>()
        .AddSingleton<ImportWorker>()
        .AddSingleton<IHostedService>(provider => provider.GetRequiredService<ImportWorker>());

    internal static void MapImports(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1").WithTags("Data exchange").RequireAuthorization(KeyAuthentication.Write).ProducesProblem(401).ProducesProblem(403).ProducesProblem(503);
        group.MapPost("/imports", StartImport).WithName(Start).WithMetadata(new DisableRequestSizeLimitAttribute())
            .ProducesProblem(400).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422).ProducesProblem(429);
        group.MapGet("/imports", ListImports).WithName("listImports").ProducesProblem(400);
        group.MapGet("/imports/{id}", GetImport).WithName("getImport").ProducesProblem(404);
        group.MapGet("/imports/{id}/errors", GetImportErrors).WithName("getImportErrors").Produces<ImportError>(200, ImportUpload.Ndjson).ProducesProblem(404);
        group.MapPost("/imports/{id}/cancel", CancelImport).WithName("cancelImport").ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
    }

    /// <summary>Load a file of enterprises</summary>
    /// <remarks>The body is NDJSON (one enterprise document a line), or a CSV file as `multipart/form-data` with the parts `map` (the column map as JSON) and `file`; either may be packed (`Content-Encoding: gzip` or `br`; the part `file` also as `application/gzip`). Answers when the file has arrived; the work goes on in the background, and after a crash where it stopped. Records with faults are set aside with line and reason. Imports of one source run one after the other, in the order they came. Loading the same file again changes nothing.</remarks>
    /// <param name="source">The register or feed that all its records are of. May be left out where a map names it.</param>
    /// <param name="mode"><c>merge</c> (default): records that the file does not hold stay. <c>replace-source</c>: they are deleted, for the file is the whole register.</param>
    /// <param name="dryRun">True: writes nothing, and counts what would be.</param>
    /// <param name="suggest">True: where no sector is stated and no code leads to one, the words of the profile suggest some. False: none. Absent: as it was with each record.</param>
    /// <param name="removeAtMost">With <c>replace-source</c>: the share of the source's records, 0 to 1, that may be deleted; default 0.1. A file that lacks more fails instead, so that a truncated one cannot empty a register.</param>
    internal static async Task<Results<Accepted<ImportAnswer>, ProblemHttpResult>> StartImport(
        string? source, string? mode, bool? dryRun, bool? suggest, double? removeAtMost, HttpContext http, ImportStore store, ImportFile files, ImportWorker worker, EnterpriseStore enterprises, TimeProvider clock)
    {
        var (upload, refusal) = await ImportUpload.ReadAsync(http.Request, http.RequestAborted);
        if (upload is null)
            return refusal!;
        var faults = new List<Fault>();
        var order = Read(source, upload.Source, mode, dryRun, suggest, removeAtMost, faults);
        if (faults.Count > 0)
            return Problem.Of(Problem.Parameter, errors: faults);
        var caller = http.Caller();
        if (await enterprises.PartnerOfSourceAsync(order.Source, http.RequestAborted) is { } partner && !caller.Owns(partner))
            return Problem.Of(Problem.Forbidden, "This source belongs to another partner; give a source of your own.");
        var asked = ImportJob.Ask(http.NewId("imp_", clock), caller, order, upload.Map, clock.GetUtcNow());
        if (await store.AddAsync(asked, http.RequestAborted) is not { } job)
        {
            http.Response.Headers.RetryAfter = $"{RetrySeconds}";
            return Problem.Of(Problem.TooMany, $"{ImportStore.MostWaiting} imports of yours wait or run already. Send this one when some of them are done.");
        }

        return job.Status == ImportJob.Receiving ? await ReceiveAsync(job, upload, http, store, files, worker) : Accepted(job);
    }

    /// <summary>Your imports</summary>
    /// <remarks>Those of your partner, the newest first; an administrator sees all.</remarks>
    /// <param name="limit">How many, 1 to 200; default 50.</param>
    /// <param name="cursor">The <c>nextCursor</c> of the page before.</param>
    internal static async Task<Results<Ok<Page<ImportAnswer>>, ProblemHttpResult>> ListImports(int? limit, string? cursor, HttpContext http, ImportStore store)
    {
        var faults = new List<Fault>();
        var (count, before) = (Paging.Limit(limit, faults), Paging.After(cursor, faults));
        if (faults.Count > 0)
            return Problem.Of(Problem.Parameter, errors: faults);
        var found = await store.NewestAsync(PartnerOf(http), before is { Length: > 0 } ? before : null, count + 1, http.RequestAborted);
        var next = found.Count > count ? Paging.Cursor(found[count - 1].Id) : null;
        if (next is not null)
            Paging.LinkNext(http, next);
        return TypedResults.Ok(new Page<ImportAnswer>([.. found.Take(count).Select(j => j.Answer())], next));
    }

    /// <summary>How far an import is</summary>
    /// <param name="id">The import's id.</param>
    internal static async Task<Results<Ok<ImportAnswer>, ProblemHttpResult>> GetImport(string id, HttpContext http, ImportStore store) =>
        await store.FindAsync(id, PartnerOf(http), http.RequestAborted) is { } job ? TypedResults.Ok(job.Answer()) : Problem.Of(Problem.NotFound);

    /// <summary>The records that an import refused</summary>
    /// <remarks>One line (NDJSON) for each refused record, in the order of the file, with its line, its faults and its row: the first 100,000 of an import, and while it runs, those so far. The counts are of all.</remarks>
    /// <param name="id">The import's id.</param>
    internal static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> GetImportErrors(string id, HttpContext http, ImportStore store)
    {
        if (await store.FindAsync(id, PartnerOf(http), http.RequestAborted) is null)
            return Problem.Of(Problem.NotFound);
        return TypedResults.Stream(async output =>
        {
            await foreach (var lines in store.ErrorsAsync(id, http.RequestAborted))
                await http.SendAsync(output, lines);
        }, ImportUpload.Ndjson);
    }

    /// <summary>Stop an import</summary>
    /// <remarks>What was loaded before stays; what is over stays as it is.</remarks>
    /// <param name="id">The import's id.</param>
    internal static async Task<Results<Ok<ImportAnswer>, ProblemHttpResult>> CancelImport(string id, HttpContext http, ImportStore store)
    {
        await store.CancelAsync(id, PartnerOf(http), http.RequestAborted);
        return await GetImport(id, http, store);
    }

    private static async Task<Results<Accepted<ImportAnswer>, ProblemHttpResult>> ReceiveAsync(ImportJob job, ImportUpload upload, HttpContext http, ImportStore store, ImportFile files, ImportWorker worker)
    {
        var size = 0L;
        try
        {
            size = await files.ReceiveAsync(job.Id, upload.File, http.RequestAborted);
            if (size > 0)
            {
                job = await store.ReceivedAsync(job.Id, http.RequestAborted);
                worker.Wake();
                return Accepted(job);
            }
        }
        catch (ImportLostException)
        {
            http.Response.Headers.RetryAfter = $"{RetrySeconds}";
            return Problem.Of(Problem.Away, "The file stood still for so long on its way that what had come was thrown away; send it again.");
        }
        catch (InvalidDataException)
        {
            return Problem.Of(Problem.Malformed, errors: [new("/file", "not-packed", "The file cannot be unpacked; it is damaged or not what its header says.")]);
        }
        finally
        {
            if (job.Status == ImportJob.Receiving)
                await store.AbandonAsync(job.Id);
        }

        return size == 0
            ? Problem.Of(Problem.Malformed, errors: [new("/file", "empty", "The file is empty.")])
            : Problem.Of(Problem.TooLarge, "The file is larger than this desk takes (Imports:MostMegabytes); send it in pieces with mode=merge.");
    }

    private static Accepted<ImportAnswer> Accepted(ImportJob job) => TypedResults.Accepted($"/v1/imports/{job.Id}", job.Answer());

    private static string? PartnerOf(HttpContext http) => http.Caller() is { IsAdmin: false, Partner: var partner } ? partner : null;

    private static ImportOrder Read(string? source, string? ofMap, string? mode, bool? dryRun, bool? suggest, double? removeAtMost, List<Fault> faults)
    {
        if ((source ?? ofMap) is not { } name || !EnterpriseRules.IsSource(name))
            faults.Add(new("?source", source is null ? "required" : "malformed", $"Name the register that the records are of. {EnterpriseRules.SourceRule}"));
        else if (source is not null && ofMap is not null && source != ofMap)
            faults.Add(new("?source", "differs-from-map", $"The map says '{ofMap}'; leave source out or give the same."));
        var chosen = ImportMode.Merge;
        if (mode is not null && !DeskJson.TryWord(mode, out chosen))
            faults.Add(new("?mode", "unknown-word", $"Give one of: {string.Join(", ", DeskJson.AllWords<ImportMode>())}."));
        if (removeAtMost is < 0 or > 1 or double.NaN)
            faults.Add(new("?removeAtMost", "out-of-range", "Give a share from 0 to 1."));
        else if (removeAtMost is not null && chosen != ImportMode.ReplaceSource)
            faults.Add(new("?removeAtMost", "not-here", "Only mode=replace-source deletes; leave it out."));
        return new(source ?? ofMap ?? "", chosen, dryRun == true, suggest, removeAtMost ?? DefaultMostRemoved);
    }
}
