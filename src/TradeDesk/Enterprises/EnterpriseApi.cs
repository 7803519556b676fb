using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using TradeDesk.Access;
using TradeDesk.Http;
using TradeDesk.Taxonomy;

namespace TradeDesk.Enterprises;

/// <summary>Enterprises: create, read, replace, patch, delete, list; by the desk's id and by the partner's own.</summary>
public static class EnterpriseApi
{
    public static IServiceCollection AddEnterprises(this IServiceCollection services) => services
        .AddSingleton<EnterpriseRules>()
        .AddSingleton<EnterpriseSuggestion>()
        .AddSingleton<EnterpriseComposition>()
        .AddSingleton<EnterpriseMerging>()
        .AddSingleton<EnterpriseForwarding>()
        .AddSingleton<EnterpriseStore>()
        .AddSingleton<EnterpriseBatches>()
        .AddSingleton<EnterpriseFacets>()
        .AddSingleton<EnterpriseWrites>();

    public static void MapEnterprises(this IEndpointRouteBuilder routes)
    {
        var read = routes.MapGroup("/v1").WithTags("Enterprises").RequireAuthorization(KeyAuthentication.Read).ProducesProblem(401).ProducesProblem(503);
        var write = routes.MapGroup("/v1").WithTags("Enterprises").RequireAuthorization(KeyAuthentication.Write).ProducesProblem(401).ProducesProblem(403).ProducesProblem(503);
        read.MapGet("/enterprises", ListEnterprises).WithName("listEnterprises").ProducesProblem(400);
        read.MapGet("/enterprises/{id}", GetEnterprise).WithName("getEnterprise").Produces(304).Produces(307).ProducesProblem(404);
        read.MapGet("/sources/{source}/enterprises/{externalId}", GetBySource).WithName("getEnterpriseBySource").Produces(304).ProducesProblem(404);
        read.MapGet("/intents", ListIntents).WithName("listIntents").ProducesProblem(400);
        write.MapPost("/enterprises", CreateEnterprise).WithName("createEnterprise").Produces<Enterprise>(201).Takes(409, 413, 415, 422);
        write.MapPut("/enterprises/{id}", ReplaceEnterprise).WithName("replaceEnterprise").Produces<Enterprise>(200).Takes(404, 409, 412, 413, 415, 422, 428);
        write.MapPatch("/enterprises/{id}", PatchEnterprise).WithName("patchEnterprise").Produces<Enterprise>(200).Accepts<Enterprise>(MergePatch.MediaType).Takes(404, 409, 412, 413, 415, 422, 428);
        write.MapDelete("/enterprises/{id}", DeleteEnterprise).WithName("deleteEnterprise").Produces(204).Takes(404, 412, 428);
        write.MapPut("/sources/{source}/enterprises/{externalId}", UpsertBySource).WithName("upsertEnterprise").Produces<Enterprise>(200).Produces<Enterprise>(201).Takes(412, 413, 415, 422);
        write.MapDelete("/sources/{source}/enterprises/{externalId}", DeleteBySource).WithName("deleteEnterpriseBySource").Produces(204).Takes(404, 412);
    }

    /// <summary>List enterprises</summary>
    /// <remarks>Ordered by id, which is the order of creation. Contacts are withheld in lists.</remarks>
    internal static async Task<Results<RawJson<Page<Enterprise>>, ProblemHttpResult>> ListEnterprises(
        [AsParameters] EnterpriseQuery query, HttpContext http, EnterpriseStore store, EnterpriseFacets counted, SectorCatalog sectors, CountryCatalog countries, DeskSettings desk)
    {
        var faults = new List<Fault>();
        var (filter, facets, limit, after) = (query.ToFilter(sectors, countries, faults), EnterpriseFacets.Read(query.Facets, faults), Paging.Limit(query.Limit, faults), Paging.After(query.Cursor, faults));
        if (faults.Count > 0)
            return Problem.Of(Problem.Parameter, errors: faults);
        var visibility = new Visibility(http.Caller(), desk.HomeCountry);
        var found = await store.ListAsync(filter, visibility, after, limit + 1, http.RequestAborted);
        var counts = facets.Count == 0 ? null : await counted.OfEnterprisesAsync(facets, filter, visibility, http.RequestAborted);
        return RawJson<Page<Enterprise>>.Page(found.Take(limit).Select(d => d.Document), Next(found, limit, http), counts);
    }

    /// <summary>The board of open intents</summary>
    /// <remarks>Intents that are open today, of active enterprises, ordered by intent id. The filters on enterprises hold for the enterprise of each intent.</remarks>
    internal static async Task<Results<Ok<Page<BoardItem>>, ProblemHttpResult>> ListIntents(
        [AsParameters] EnterpriseQuery query, HttpContext http, EnterpriseStore store, EnterpriseFacets counted, SectorCatalog sectors, CountryCatalog countries, DeskSettings desk, TimeProvider clock)
    {
        var faults = new List<Fault>();
        var (filter, facets, limit, after) = (query.ToFilter(sectors, countries, faults), EnterpriseFacets.Read(query.Facets, faults), Paging.Limit(query.Limit, faults), Paging.After(query.Cursor, faults));
        if (faults.Count > 0)
            return Problem.Of(Problem.Parameter, errors: faults);
        var visibility = new Visibility(http.Caller(), desk.HomeCountry);
        var found = await store.BoardAsync(filter, visibility, after, limit + 1, clock.Today(), http.RequestAborted);
        var counts = facets.Count == 0 ? null : await counted.OfBoardAsync(facets, filter, visibility, clock.Today(), http.RequestAborted);
        return TypedResults.Ok(new Page<BoardItem>([.. found.Take(limit).Select(Item)], Next(found, limit, http), counts));
    }

    /// <summary>Create an enterprise</summary>
    /// <remarks>Without <c>source</c> it comes from your partner's own source; without <c>externalId</c> it gets its id as external id. To send the same record again and again, use <c>PUT /v1/sources/{source}/enterprises/{externalId}</c>.</remarks>
    /// <param name="enterprise">The whole document.</param>
    /// <param name="suggest">True: where no sector is stated and no code leads to one, the words of the profile suggest some (<c>suggestedSectors</c>). False: none. Default false.</param>
    internal static Task<IResult> CreateEnterprise(Enterprise enterprise, bool? suggest, HttpContext http, EnterpriseWrites writes) => writes.CreateAsync(enterprise, suggest, http);

    /// <summary>One enterprise</summary>
    /// <remarks>The contact is shown only to the partner that sent it; everyone else reads <c>{"withheld": "until-introduction"}</c>. A record that was merged into another answers 307 with the address of that one: temporary, for a merge can be undone.</remarks>
    /// <param name="id">The enterprise's id.</param>
    internal static async Task<Results<RawJson<Enterprise>, RedirectHttpResult, StatusCodeHttpResult, ProblemHttpResult>> GetEnterprise(string id, HttpContext http, EnterpriseStore store, EnterpriseForwarding forwarding, DeskSettings desk)
    {
        var there = await store.FindAsync(id, http.RequestAborted);
        if (await forwarding.ToKeptAsync(there, kept => $"/v1/enterprises/{kept}", http) is { } forward)
            return forward;
        return Answer(there, http, desk).Result switch
        {
            RawJson<Enterprise> document => document,
            StatusCodeHttpResult known => known,
            ProblemHttpResult problem => problem,
            _ => throw new InvalidOperationException(),
        };
    }

    /// <summary>One enterprise by the partner's own id</summary>
    /// <remarks>The record as its source keeps it, also when it was merged into another; <c>mergedInto</c> then names that one.</remarks>
    /// <param name="source">The register or feed.</param>
    /// <param name="externalId">The partner's own id of the record.</param>
    internal static async Task<Results<RawJson<Enterprise>, StatusCodeHttpResult, ProblemHttpResult>> GetBySource(string source, string externalId, HttpContext http, EnterpriseStore store, DeskSettings desk) =>
        Answer(await store.FindAsync(source, externalId, http.RequestAborted), http, desk);

    /// <summary>Replace an enterprise</summary>
    /// <param name="id">The enterprise's id.</param>
    /// <param name="enterprise">The whole document. Read-only members are ignored; a withheld contact keeps the contact that is there.</param>
    /// <param name="suggest">True: where no sector is stated and no code leads to one, the words of the profile suggest some (<c>suggestedSectors</c>). False: none. Absent: as it was with the record.</param>
    internal static Task<IResult> ReplaceEnterprise(string id, Enterprise enterprise, bool? suggest, HttpContext http, EnterpriseWrites writes) =>
        writes.ReplaceAsync(id, _ => enterprise, suggest, http);

    /// <summary>Change some members of an enterprise</summary>
    /// <remarks>JSON merge patch (RFC 7396): null removes a member, lists are replaced whole.</remarks>
    /// <param name="id">The enterprise's id.</param>
    internal static async Task<IResult> PatchEnterprise(string id, HttpContext http, EnterpriseWrites writes)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || !type.MediaType.Equals(MergePatch.MediaType, StringComparison.OrdinalIgnoreCase))
            return Problem.Of(Problem.MediaType, $"Send {MergePatch.MediaType}.");
        var patch = await MergePatch.ReadAsync(http.Request.Body, http.RequestAborted);
        if (patch is not JsonObject)
            return Problem.Of(Problem.Malformed, errors: [new("", "wrong-type", "Give an object with the members to change.")]);
        return await writes.ReplaceAsync(id, current => MergePatch.Apply(current, patch), null, http);
    }

    /// <summary>Delete an enterprise</summary>
    /// <remarks>The record and its contact are gone; a tombstone stays in the change log.</remarks>
    /// <param name="id">The enterprise's id.</param>
    internal static Task<IResult> DeleteEnterprise(string id, HttpContext http, EnterpriseStore store, EnterpriseWrites writes) =>
        writes.DeleteAsync(() => store.FindAsync(id, http.RequestAborted), http, needsIfMatch: true);

    /// <summary>Create or replace an enterprise by the partner's own id</summary>
    /// <remarks>Sending the same document again changes nothing. <c>If-Match</c> is optional here; with it, a newer version is not overwritten.</remarks>
    /// <param name="source">The register or feed. The first partner that writes to it owns it.</param>
    /// <param name="externalId">The partner's own id of the record.</param>
    /// <param name="enterprise">The whole document.</param>
    /// <param name="suggest">True: where no sector is stated and no code leads to one, the words of the profile suggest some (<c>suggestedSectors</c>). False: none. Absent: as it was with the record.</param>
    internal static Task<IResult> UpsertBySource(string source, string externalId, Enterprise enterprise, bool? suggest, HttpContext http, EnterpriseWrites writes) =>
        writes.UpsertAsync(source, externalId, enterprise, suggest, http);

    /// <summary>Delete an enterprise by the partner's own id</summary>
    /// <param name="source">The register or feed.</param>
    /// <param name="externalId">The partner's own id of the record.</param>
    internal static Task<IResult> DeleteBySource(string source, string externalId, HttpContext http, EnterpriseStore store, EnterpriseWrites writes) =>
        writes.DeleteAsync(() => store.FindAsync(source, externalId, http.RequestAborted), http, needsIfMatch: false);

    private static Results<RawJson<Enterprise>, StatusCodeHttpResult, ProblemHttpResult> Answer(StoredEnterprise? stored, HttpContext http, DeskSettings desk)
    {
        var caller = http.Caller();
        if (stored is null || !new Visibility(caller, desk.HomeCountry).Sees(stored))
            return Problem.Of(Problem.NotFound);
        if (ETag.IsKnown(http, stored.Version))
            return TypedResults.StatusCode(304);
        return RawJson<Enterprise>.Document(EnterpriseWrites.DocumentFor(stored, caller));
    }

    private static string? Next(IReadOnlyList<ListedDocument> found, int limit, HttpContext http)
    {
        if (found.Count <= limit)
            return null;
        var cursor = Paging.Cursor(found[limit - 1].Key);
        Paging.LinkNext(http, cursor);
        return cursor;
    }

    private static BoardItem Item(ListedDocument line)
    {
        var enterprise = JsonSerializer.Deserialize<Enterprise>(line.Enterprise!, DeskJson.Options)!;
        return new(
            JsonSerializer.Deserialize<Intent>(line.Document, DeskJson.Options)!,
            new(enterprise.Id!, enterprise.LegalName, enterprise.Country, enterprise.EffectiveSectors, enterprise.SizeClass, enterprise.City));
    }

    private static RouteHandlerBuilder Takes(this RouteHandlerBuilder route, params int[] problems)
    {
        route.ProducesProblem(400);
        foreach (var status in problems)
            route.ProducesProblem(status);
        return route;
    }
}
