using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace TradeDesk.Http;

/// <summary>
/// <c>Idempotency-Key</c> on every POST: the first request with a key runs, and its answer is kept for 24 hours for whoever sends it again,
/// from any replica. A request that was broken off may run again; what it made before, it finds (<see cref="NewId"/>).
/// </summary>
public static class IdempotentPosts
{
    public const string Header = "Idempotency-Key", Replayed = "Idempotency-Replayed";
    private const int LongestKey = 200, LongestAnswer = 1024 * 1024, LongestRest = 64 * 1024;
    private static readonly string[] KeptHeaders = ["Content-Type", "ETag", "Location", "Link", "TradeDesk-Sequence"];

    public static IServiceCollection AddIdempotency(this IServiceCollection services) => services.AddSingleton<IdempotencyStore>();

    public static void UseIdempotentPosts(this IApplicationBuilder app) => app.Use((http, next) =>
        http.Request.Method == HttpMethods.Post && http.Request.Headers[Header] is { Count: > 0 } keys && http.User.Identity is { IsAuthenticated: true, Name: { } caller }
            ? RunAsync(http, next, caller, keys.ToString())
            : next(http));

    /// <summary>The id of the record that a request makes: the same one when a request with an <c>Idempotency-Key</c> runs again after it was broken off.</summary>
    /// <param name="prefix">Such as <c>ent_</c>.</param>
    public static string NewId(this HttpContext http, string prefix, TimeProvider clock) =>
        prefix + (http.Items[typeof(IdempotentRequest)] as string ?? Ulid.NewUlid(clock.GetUtcNow()).ToString());

    private static async Task RunAsync(HttpContext http, RequestDelegate next, string caller, string text)
    {
        if (text.Length is 0 or > LongestKey || text.Any(c => c is < '!' or > '~'))
        {
            await Problem.Of(Problem.Parameter, errors: [new(Header, "wrong-value", $"Give 1 to {LongestKey} visible ASCII characters without blanks, for instance a UUID.")]).ExecuteAsync(http);
            return;
        }

        var store = http.RequestServices.GetRequiredService<IdempotencyStore>();
        var key = new IdempotencyKey(caller, text, Hash(http.Request));
        var request = await store.ClaimAsync(key, http.RequestAborted);
        using var body = new HashedBody(http.Request.Body);
        http.Request.Body = body;
        if (request.IsOurs)
            await FirstAsync(http, next, store, key, request, body);
        else
            await AgainAsync(http, key, request, body);
    }

    private static async Task FirstAsync(HttpContext http, RequestDelegate next, IdempotencyStore store, IdempotencyKey key, IdempotentRequest request, HashedBody body)
    {
        http.Items[typeof(IdempotentRequest)] = request.Made;
        // The answer is for who sends it again, most of all where the connection breaks meanwhile. A body that stops coming is noticed by who reads it.
        http.RequestAborted = CancellationToken.None;
        using var done = new CancellationTokenSource();
        var holding = HoldAsync(store, key, request.Made, http.RequestServices.GetRequiredService<TimeProvider>(), done.Token);
        var output = http.Response.Body;
        using var answer = new MemoryStream();
        var isKept = false;
        try
        {
            http.Response.Body = answer;
            await next(http);
            await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
            if (await AnswerOf(http, request, answer, body) is { } answered)
            {
                await store.AnswerAsync(key, answered, http.RequestAborted);
                isKept = true;
            }
        }
        finally
        {
            http.Response.Body = output;
            await done.CancelAsync();
            await holding;
            if (!isKept)
                await store.ReleaseAsync(key, request.Made);
        }

        await output.WriteAsync(answer.GetBuffer().AsMemory(0, (int)answer.Length), http.RequestAborted);
    }

    private static async Task AgainAsync(HttpContext http, IdempotencyKey key, IdempotentRequest request, HashedBody body)
    {
        if (request.Request != key.Request)
            await Problem.Of(Problem.KeyReused, "This Idempotency-Key was sent to another address. Give each request a key of its own.").ExecuteAsync(http);
        else if (request.Status is not { } status)
        {
            http.Response.Headers.RetryAfter = "2";
            await Problem.Of(Problem.StillRunning).ExecuteAsync(http);
        }
        else if (await body.ReadHashAsync(http.RequestAborted, long.MaxValue) != request.BodyHash)
            await Problem.Of(Problem.KeyReused).ExecuteAsync(http);
        else
            await ReplayAsync(http, request, (int)status);
    }

    private static async Task ReplayAsync(HttpContext http, IdempotentRequest request, int status)
    {
        http.Response.StatusCode = status;
        foreach (var (name, value) in JsonSerializer.Deserialize<Dictionary<string, string>>(request.Headers!)!)
            http.Response.Headers[name] = value;
        http.Response.Headers[Replayed] = "true";
        await http.Response.WriteAsync(request.Body!, http.RequestAborted);
    }

    // What went wrong on the desk's side, or for now, is not an answer to keep; nor is a refusal of a body that nobody has read.
    private static async Task<IdempotentRequest?> AnswerOf(HttpContext http, IdempotentRequest request, MemoryStream answer, HashedBody body)
    {
        var status = http.Response.StatusCode;
        if (status is >= 500 or 429 || answer.Length > LongestAnswer || await body.ReadHashAsync(http.RequestAborted, status < 300 ? long.MaxValue : LongestRest) is not { } hash)
            return null;
        var headers = KeptHeaders.Where(http.Response.Headers.ContainsKey).ToDictionary(name => name, name => http.Response.Headers[name].ToString());
        return request with { BodyHash = hash, Status = status, Headers = JsonSerializer.Serialize(headers), Body = Encoding.UTF8.GetString(answer.GetBuffer(), 0, (int)answer.Length) };
    }

    private static async Task HoldAsync(IdempotencyStore store, IdempotencyKey key, string made, TimeProvider clock, CancellationToken done)
    {
        while (true)
        {
            await Task.Delay(IdempotencyStore.Lease / 3, clock, done).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (done.IsCancellationRequested)
                return;
            try
            {
                await store.RenewAsync(key, made, done);
            }
            catch (Exception e) when (e is Data.DatabaseAwayException or OperationCanceledException)
            {
                // Two more turns are left before the lease ends.
            }
        }
    }

    private static string Hash(HttpRequest request) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{request.Method} {request.PathBase}{request.Path}{request.QueryString}")));
}
