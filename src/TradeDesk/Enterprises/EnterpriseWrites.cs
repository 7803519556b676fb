using System.Text.Json;
using TradeDesk.Access;
using TradeDesk.Http;

namespace TradeDesk.Enterprises;

/// <summary>The way of every single write over HTTP: may the caller, is the document right, is it the version that was read; then save and answer.</summary>
public sealed class EnterpriseWrites(EnterpriseRules rules, EnterpriseStore store, DeskSettings desk, TimeProvider clock)
{
    public async Task<IResult> CreateAsync(Enterprise sent, bool? suggest, HttpContext http)
    {
        if (Refusal(sent, http.Caller()) is { } refusal)
            return refusal;
        return Answer(await store.CreateAsync(http.NewId(EnterpriseComposition.IdPrefix, clock), sent, http.Caller(), suggest, http.RequestAborted), http);
    }

    public async Task<IResult> UpsertAsync(string source, string externalId, Enterprise sent, bool? suggest, HttpContext http)
    {
        if ((Differs(sent.Source, source, "/source") ?? Differs(sent.ExternalId, externalId, "/externalId")) is { } fault)
            return Problem.Of(Problem.Invalid, errors: [fault]);
        var named = sent with { Source = source, ExternalId = externalId };
        if (Refusal(named, http.Caller()) is { } refusal)
            return refusal;
        Func<long, bool>? version = http.Request.Headers.IfMatch.Count == 0 ? null : v => ETag.Check(http, v) == ETag.Precondition.Holds;
        return Answer(await store.UpsertAsync(named, http.Caller(), version, suggest, http.RequestAborted), http);
    }

    /// <summary>Replaces a record by what <paramref name="change"/> makes of it.</summary>
    public async Task<IResult> ReplaceAsync(string id, Func<Enterprise, Enterprise> change, bool? suggest, HttpContext http)
    {
        var there = await store.FindAsync(id, http.RequestAborted);
        if (Refusal(there, http, needsIfMatch: true) is { } refused)
            return refused;
        var next = change(there!.Whole());
        if (Differs(next.Id, id, "/id") is { } fault)
            return Problem.Of(Problem.Invalid, errors: [fault]);
        if (Refusal(next, http.Caller()) is { } refusal)
            return refusal;
        return Answer(await store.ReplaceAsync(id, next, http.Caller(), there.Version, suggest, http.RequestAborted), http);
    }

    /// <summary>Deletes the record that <paramref name="find"/> finds; it is looked for again when another writer came between.</summary>
    public async Task<IResult> DeleteAsync(Func<Task<StoredEnterprise?>> find, HttpContext http, bool needsIfMatch)
    {
        try
        {
            return await store.UntilAloneAsync(async () =>
            {
                var there = await find();
                if (Refusal(there, http, needsIfMatch) is { } refused)
                    return refused;
                await store.DeleteAsync(there!, http.Caller(), http.RequestAborted);
                return TypedResults.NoContent();
            });
        }
        catch (StaleException)
        {
            return Problem.Of(Problem.Stale);
        }
    }

    /// <summary>The document as one caller sees it.</summary>
    internal static string DocumentFor(StoredEnterprise stored, Caller caller) =>
        stored.Contact is not null && caller.Owns(stored.Partner) ? JsonSerializer.Serialize(stored.Whole(), DeskJson.Options) : stored.Document;

    private IResult? Refusal(Enterprise sent, Caller caller) =>
        rules.Check(sent, caller) is { Count: > 0 } faults ? Problem.Of(Problem.Invalid, $"{faults.Count} fault{(faults.Count == 1 ? "" : "s")}; correct every one in errors[] and send it again.", faults) : null;

    private IResult? Refusal(StoredEnterprise? there, HttpContext http, bool needsIfMatch) =>
        there is null || !new Visibility(http.Caller(), desk.HomeCountry).Sees(there) ? Problem.Of(Problem.NotFound)
        : NotYours(there, http.Caller()) ?? Precondition(there, http, needsIfMatch);

    private static IResult? NotYours(StoredEnterprise there, Caller caller) =>
        !caller.Owns(there.Partner) ? AnothersRecord()
        : caller.MayWriteCountry(there.Country) ? null : OutsideCountries(caller);

    private static IResult AnothersRecord() => Problem.Of(Problem.Forbidden, "This record belongs to another partner; you write your own records only.");

    private static IResult OutsideCountries(Caller caller) =>
        Problem.Of(Problem.Forbidden, $"Your key writes records of {string.Join(", ", caller.Countries)} only.");

    private static IResult? Precondition(StoredEnterprise there, HttpContext http, bool needed) => ETag.Check(http, there.Version) switch
    {
        ETag.Precondition.Missing when needed => Problem.Of(Problem.IfMatchRequired),
        ETag.Precondition.Fails => Problem.Of(Problem.Stale, $"The record is at version {there.Version}; read it again and send If-Match: {ETag.Of(there.Version)}."),
        _ => null,
    };

    private static Fault? Differs(string? given, string expected, string pointer) =>
        given is null || given == expected ? null : new(pointer, "differs-from-address", $"The address says '{expected}'; leave it out or give the same.");

    private static IResult Answer(Saving saving, HttpContext http) => saving.Outcome switch
    {
        SavingOutcome.Stale => Problem.Of(Problem.Stale),
        SavingOutcome.AlreadyThere => Problem.Of(Problem.Conflict, $"There is a record with this source and externalId already: {saving.Id}. Replace it with PUT."),
        SavingOutcome.NotYours => AnothersRecord(),
        SavingOutcome.OutsideYourCountries => OutsideCountries(http.Caller()),
        SavingOutcome.NotYourSource => Problem.Of(Problem.Forbidden, "This source belongs to another partner; give a source of your own."),
        _ => Document(saving, http),
    };

    private static IResult Document(Saving saving, HttpContext http)
    {
        var stored = saving.Record!;
        http.Response.Headers.ETag = ETag.Of(stored.Version);
        if (saving.Outcome == SavingOutcome.Created)
            http.Response.Headers.Location = $"/v1/enterprises/{saving.Id}";
        return RawJson<Enterprise>.Document(DocumentFor(stored, http.Caller()), saving.Outcome == SavingOutcome.Created ? 201 : 200);
    }
}
