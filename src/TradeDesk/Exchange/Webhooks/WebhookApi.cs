using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Net.Http.Headers;
using TradeDesk.Access;
using TradeDesk.Http;

namespace TradeDesk.Exchange;

/// <summary>Webhooks: the change feed sent to a partner's own endpoint, event by event.</summary>
public static class WebhookApi
{
    private const int DefaultOldHours = 24, MostOldHours = 168;

    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.TryAddSingleton<HostLookup>(SystemLookup.FindAsync);
        return services
            .AddSingleton<EndpointAddresses>()
            .AddSingleton<WebhookRules>()
            .AddSingleton<WebhookCircuits>()
            .AddSingleton<WebhookSender>()
            .AddSingleton<WebhookStore>()
            .AddSingleton<WebhookClaims>()
            .AddSingleton<WebhookTurn>()
            // Before the worker, for services stop in the opposite order: the last deliveries are still written down.
            .AddSingleton<GroupedWrites>()
            .AddSingleton<IHostedService>(provider => provider.GetRequiredService<GroupedWrites>())
            .AddSingleton<WebhookWorker>()
            .AddSingleton<IHostedService>(provider => provider.GetRequiredService<WebhookWorker>());
    }

    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/webhooks").WithTags("Data exchange").RequireAuthorization(KeyAuthentication.Read).ProducesProblem(401).ProducesProblem(503);
        group.MapGet("", ListWebhooks).WithName("listWebhooks").ProducesProblem(400);
        group.MapPost("", CreateWebhook).WithName("createWebhook").Takes(409, 413, 415, 422, 429);
        group.MapGet("/{id}", GetWebhook).WithName("getWebhook").ProducesProblem(404);
        group.MapPatch("/{id}", PatchWebhook).WithName("patchWebhook").Accepts<WebhookChange>(MergePatch.MediaType).Takes(404, 412, 413, 415, 422, 428);
        group.MapDelete("/{id}", DeleteWebhook).WithName("deleteWebhook").ProducesProblem(404).ProducesProblem(412).ProducesProblem(428);
        group.MapPost("/{id}/secret", RotateSecret).WithName("rotateWebhookSecret").Takes(404, 409, 413, 415, 422);
        group.MapPost("/{id}/ping", PingWebhook).WithName("pingWebhook").Takes(404, 409, 422);
        group.MapPost("/{id}/replay", ReplayWebhook).WithName("replayWebhook").Takes(404, 409, 413, 415, 422);
        group.MapGet("/{id}/deliveries", ListDeliveries).WithName("listWebhookDeliveries").ProducesProblem(400).ProducesProblem(404);
    }

    /// <summary>Your webhooks</summary>
    /// <remarks>Those of your partner, ordered by id, which is the order of creation; an administrator sees all.</remarks>
    /// <param name="limit">Items a page, 1 to 200; default 50.</param>
    /// <param name="cursor">The <c>nextCursor</c> of the page before.</param>
    internal static async Task<Results<Ok<Page<WebhookAnswer>>, ProblemHttpResult>> ListWebhooks(int? limit, string? cursor, HttpContext http, WebhookStore store)
    {
        var faults = new List<Fault>();
        var (most, after) = (Paging.Limit(limit, faults), Paging.After(cursor, faults));
        if (faults.Count > 0)
            return Problem.Of(Problem.Parameter, errors: faults);
        var found = await store.ListAsync(http.Caller(), after, most + 1, http.RequestAborted);
        return TypedResults.Ok(Page(found, most, w => w.Id, w => w.Answer(), http));
    }

    /// <summary>Subscribe an endpoint to changes</summary>
    /// <remarks>Each change that your key may see is sent to the endpoint as a CloudEvent, signed as Standard Webhooks has it, in order and at least once. The answer shows the signing secret; it is shown nowhere else.</remarks>
    /// <param name="request">Where to, and which changes.</param>
    internal static async Task<Results<Created<WebhookAnswer>, ProblemHttpResult>> CreateWebhook(WebhookRequest request, HttpContext http, WebhookRules rules, WebhookStore store, TimeProvider clock)
    {
        var webhook = Webhook.Ask(http.NewId("whk_", clock), request, http.Caller(), clock.GetUtcNow());
        var (after, faults) = await rules.CheckAsync(webhook, request.After, http.RequestAborted);
        if (faults.Count > 0)
            return Problem.Of(Problem.Invalid, errors: faults);
        var (added, refusal) = await store.AddAsync(webhook, after, http.RequestAborted);
        if (added is null)
            return Problem.Of(Problem.TooMany, refusal);
        http.Response.Headers.ETag = ETag.Of(added.Version);
        return TypedResults.Created($"/v1/webhooks/{added.Id}", added.Answer(withSecret: true));
    }

    /// <summary>One webhook and how it fares</summary>
    /// <param name="id">The webhook's id.</param>
    internal static async Task<Results<Ok<WebhookAnswer>, ProblemHttpResult>> GetWebhook(string id, HttpContext http, WebhookStore store) =>
        await store.FindAsync(id, http.Caller(), http.RequestAborted) is { } webhook ? Answer(webhook, http) : Problem.Of(Problem.NotFound);

    /// <summary>Change, pause or resume a webhook</summary>
    /// <remarks>JSON merge patch (RFC 7396). From then on it is sent what your key may see; an administrator of another partner leaves that as it is. Setting <c>status</c> to <c>active</c>, or another <c>url</c>, forgets failed attempts and tries at once. The ETag names the version of the subscription and does not change with deliveries.</remarks>
    /// <param name="id">The webhook's id.</param>
    internal static async Task<Results<Ok<WebhookAnswer>, ProblemHttpResult>> PatchWebhook(string id, HttpContext http, WebhookRules rules, WebhookStore store, WebhookWorker worker)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || !type.MediaType.Equals(MergePatch.MediaType, StringComparison.OrdinalIgnoreCase))
            return Problem.Of(Problem.MediaType, $"Send {MergePatch.MediaType}.");
        if (await MergePatch.ReadAsync(http.Request.Body, http.RequestAborted) is not JsonObject patch)
            return Problem.Of(Problem.Malformed, errors: [new("", "wrong-type", "Give an object with the members to change.")]);
        var there = await store.FindAsync(id, http.Caller(), http.RequestAborted);
        if (Refusal(there, http) is { } refusal)
            return refusal;
        var changed = there!.Changed(MergePatch.Apply(there.Change(), patch), http.Caller());
        if (await rules.CheckAsync(changed, there!, http.RequestAborted) is { Count: > 0 } faults)
            return Problem.Of(Problem.Invalid, errors: faults);
        var atOnce = changed.Status == DeskJson.Word(WebhookStatus.Active) && (patch.ContainsKey("status") || changed.Url != there.Url);
        if (!await store.ReplaceAsync(changed, atOnce, http.Caller(), http.RequestAborted))
            return Problem.Of(Problem.Stale);
        worker.Wake();
        return await GetWebhook(id, http, store);
    }

    /// <summary>Delete a webhook</summary>
    /// <remarks>Its history is deleted too. The event that is being sent may still arrive.</remarks>
    /// <param name="id">The webhook's id.</param>
    internal static async Task<Results<NoContent, ProblemHttpResult>> DeleteWebhook(string id, HttpContext http, WebhookStore store)
    {
        var there = await store.FindAsync(id, http.Caller(), http.RequestAborted);
        if (Refusal(there, http) is { } refusal)
            return refusal;
        return await store.RemoveAsync(there!, http.Caller(), http.RequestAborted) ? TypedResults.NoContent() : Problem.Of(Problem.Stale);
    }

    /// <summary>Change to a new secret</summary>
    /// <remarks>The answer shows the new secret; it is shown nowhere else. Until the old one ends, each event carries two signatures, one of each, and no third secret comes beside them: 409. With <c>oldValidHours</c> 0 all old ones end at once, as is wanted when one has leaked.</remarks>
    /// <param name="id">The webhook's id.</param>
    /// <param name="request">For how long the old secret signs too.</param>
    internal static async Task<Results<Ok<SecretAnswer>, ProblemHttpResult>> RotateSecret(string id, SecretRequest request, HttpContext http, WebhookStore store, TimeProvider clock)
    {
        if (request.OldValidHours is < 0 or > MostOldHours)
            return Problem.Of(Problem.Invalid, errors: [new("/oldValidHours", "out-of-range", $"Give hours from 0 to {MostOldHours}.")]);
        var made = http.NewId("", clock);
        if (await store.RotateAsync(id, made, TimeSpan.FromHours(request.OldValidHours ?? DefaultOldHours), http.Caller(), http.RequestAborted) is not { } webhook)
            return Problem.Of(Problem.NotFound);
        var oldUntil = DateTimeOffset.FromUnixTimeMilliseconds(webhook.OldSecretUntil!.Value);
        return webhook.SecretMade == made
            ? TypedResults.Ok(new SecretAnswer(webhook.Secret, oldUntil))
            : Problem.Of(Problem.Conflict, $"The secret before the present one signs until {oldUntil:yyyy-MM-ddTHH:mm:ssZ}. Change it again after that, or send oldValidHours 0: all old secrets then end at once.");
    }

    /// <summary>Send a test event</summary>
    /// <remarks>A <c>tradedesk.ping</c> is sent at once, also where the webhook is paused or disabled, and not again when it fails. Answers what the endpoint said.</remarks>
    /// <param name="id">The webhook's id.</param>
    internal static async Task<Results<Ok<PingAnswer>, ProblemHttpResult>> PingWebhook(string id, HttpContext http, WebhookStore store, WebhookSender sender)
    {
        if (await store.FindAsync(id, http.Caller(), http.RequestAborted) is not { } webhook)
            return Problem.Of(Problem.NotFound);
        var outcome = await sender.PingAsync(webhook, http.RequestAborted);
        return TypedResults.Ok(new PingAnswer(outcome.Delivered, outcome.Status, (long)outcome.Duration.TotalMilliseconds, outcome.Error));
    }

    /// <summary>Send events again from a sequence</summary>
    /// <remarks>Puts the cursor of the webhook behind a sequence of the change log, backward or forward; failed attempts are forgotten. The events have the same ids as before. A paused or disabled webhook stays so until its status is set to <c>active</c>.</remarks>
    /// <param name="id">The webhook's id.</param>
    /// <param name="request">From where.</param>
    internal static async Task<Results<Ok<WebhookAnswer>, ProblemHttpResult>> ReplayWebhook(string id, ReplayRequest request, HttpContext http, WebhookRules rules, WebhookStore store, WebhookWorker worker)
    {
        if (await store.FindAsync(id, http.Caller(), http.RequestAborted) is not { } webhook)
            return Problem.Of(Problem.NotFound);
        var faults = new List<Fault>();
        var after = await rules.StartAsync(request.After, faults, http.RequestAborted);
        if (faults.Count > 0)
            return Problem.Of(Problem.Invalid, errors: faults);
        await store.ReplayAsync(webhook, http.Caller(), after, http.RequestAborted);
        worker.Wake();
        return await GetWebhook(id, http, store);
    }

    /// <summary>What was sent, and what came of it</summary>
    /// <remarks>Every attempt, the newest first; about the last thousand of a webhook are kept.</remarks>
    /// <param name="id">The webhook's id.</param>
    /// <param name="limit">Items a page, 1 to 200; default 50.</param>
    /// <param name="cursor">The <c>nextCursor</c> of the page before.</param>
    internal static async Task<Results<Ok<Page<WebhookDelivery>>, ProblemHttpResult>> ListDeliveries(string id, int? limit, string? cursor, HttpContext http, WebhookStore store)
    {
        var faults = new List<Fault>();
        var (most, text) = (Paging.Limit(limit, faults), Paging.After(cursor, faults));
        var before = long.MaxValue;
        if (text.Length > 0 && !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out before))
            faults.Add(Paging.UnknownCursor);
        if (faults.Count > 0)
            return Problem.Of(Problem.Parameter, errors: faults);
        if (await store.FindAsync(id, http.Caller(), http.RequestAborted) is null)
            return Problem.Of(Problem.NotFound);
        var found = await store.DeliveriesAsync(id, before, most + 1, http.RequestAborted);
        return TypedResults.Ok(Page(found, most, d => d.Number.ToString(CultureInfo.InvariantCulture), d => d.Answer(id), http));
    }

    private static ProblemHttpResult? Refusal(Webhook? there, HttpContext http) => there is null ? Problem.Of(Problem.NotFound) : ETag.Check(http, there.Version) switch
    {
        ETag.Precondition.Missing => Problem.Of(Problem.IfMatchRequired),
        ETag.Precondition.Fails => Problem.Of(Problem.Stale, $"The webhook is at version {there.Version}; read it again and send If-Match: {ETag.Of(there.Version)}."),
        _ => null,
    };

    private static Ok<WebhookAnswer> Answer(Webhook webhook, HttpContext http)
    {
        http.Response.Headers.ETag = ETag.Of(webhook.Version);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(webhook.Answer());
    }

    private static Page<TItem> Page<T, TItem>(IReadOnlyList<T> found, int limit, Func<T, string> key, Func<T, TItem> item, HttpContext http)
    {
        var cursor = found.Count > limit ? Paging.Cursor(key(found[limit - 1])) : null;
        if (cursor is not null)
            Paging.LinkNext(http, cursor);
        return new([.. found.Take(limit).Select(item)], cursor);
    }

    private static void Takes(this RouteHandlerBuilder route, params int[] problems)
    {
        route.ProducesProblem(400);
        foreach (var status in problems)
            route.ProducesProblem(status);
    }
}
