using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace TradeDesk.Client;

public sealed partial class TradeDeskClient
{
    /// <summary>Sends records; nothing is sent until the outcomes are enumerated.</summary>
    /// <param name="pushes">What to send.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Ends it; what was sent stays.</param>
    /// <returns>An outcome for each record, in the order in which they are done.</returns>
    public IAsyncEnumerable<PushOutcome> PushAsync(IEnumerable<Push> pushes, PushOptions? options = null, CancellationToken cancellation = default) =>
        PushAsync(pushes.ToAsyncEnumerable(), options, cancellation);

    /// <summary>Sends records, some at a time; pushes of one record keep their order. Safe to repeat: a push that broke off is simply made again.</summary>
    /// <param name="pushes">What to send; read as far as it can be sent.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Ends it; what was sent stays.</param>
    /// <returns>An outcome for each record, in the order in which they are done; it is handed out when the next record is asked for, or at the end. A refused record is an outcome; only what concerns all of them is an exception.</returns>
    public async IAsyncEnumerable<PushOutcome> PushAsync(IAsyncEnumerable<Push> pushes, PushOptions? options = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        options ??= new();
        var under = new Dictionary<(string, string), Task<PushOutcome>>();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            await foreach (var push in pushes.WithCancellation(ending.Token).ConfigureAwait(false))
            {
                while (under.Count >= Math.Clamp(options.Parallelism, 1, 64) || under.ContainsKey((push.Source, push.ExternalId)))
                    yield return await AnyAsync(under).ConfigureAwait(false);
                under.Add((push.Source, push.ExternalId), SendAsync(push, options, ending.Token));
            }

            while (under.Count > 0)
                yield return await AnyAsync(under).ConfigureAwait(false);
        }
        finally
        {
            // Nothing goes on behind the caller's back, whatever ended the enumeration.
            await ending.CancelAsync().ConfigureAwait(false);
            await ((Task)Task.WhenAll(under.Values)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<PushOutcome> AnyAsync(Dictionary<(string, string), Task<PushOutcome>> under)
    {
        var done = await Task.WhenAny(under.Values).ConfigureAwait(false);
        under.Remove(under.First(u => u.Value == done).Key);
        return await done.ConfigureAwait(false);
    }

    private async Task<PushOutcome> SendAsync(Push push, PushOptions options, CancellationToken cancellation)
    {
        var body = push.Document?.ToString();
        var path = DeskCalls.Query(push.Address, ("suggest", body is null ? null : Word(options.Suggest)));
        using var response = await calls.SendAsync(Make, cancellation).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
        {
            return body is null
                ? new(push, PushResult.Deleted)
                : new(push, response.StatusCode == HttpStatusCode.Created ? PushResult.Created : PushResult.Saved, EnterpriseDocument.Parse(await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false)));
        }

        if (!IsOfTheRecord(response.StatusCode))
            await DeskCalls.GoodAsync(response, cancellation).ConfigureAwait(false);
        var problem = await TradeDeskProblem.ReadAsync(response, cancellation).ConfigureAwait(false);
        return problem.Type switch
        {
            "/problems/not-found" when body is null => new(push, PushResult.NotThere),
            "/problems/stale" => new(push, PushResult.Stale, Problem: problem),
            "about:blank" => throw new TradeDeskProblemException(problem),
            _ => new(push, PushResult.Refused, Problem: problem),
        };

        HttpRequestMessage Make()
        {
            var request = new HttpRequestMessage(body is null ? HttpMethod.Delete : HttpMethod.Put, path);
            if (body is not null)
                request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            if (push.IfVersion is { } version)
                request.Headers.TryAddWithoutValidation("If-Match", $"\"{version}\"");
            return request;
        }
    }

    // A wrong key, or a desk that stays away, is not the fault of one record.
    private static bool IsOfTheRecord(HttpStatusCode status) =>
        (int)status is >= 400 and < 500 && status is not (HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout);

    private static string? Word(bool? choice) => choice is { } chosen ? chosen ? "true" : "false" : null;
}
