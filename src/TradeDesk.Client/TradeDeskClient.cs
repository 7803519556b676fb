using System.Net;

namespace TradeDesk.Client;

/// <summary>
/// Keeps a register in step with a desk: <see cref="PullChangesAsync"/> brings what changed there, <see cref="PushAsync(IEnumerable{Push}, PushOptions?, CancellationToken)"/>
/// sends what changed here, <see cref="ImportAsync"/> loads a whole register. One client is made for the life of the program; it may be used by many at a time.
/// Every call may throw <see cref="TradeDeskProblemException"/> (the desk refuses) and <see cref="HttpRequestException"/> (it cannot be reached), both after all retries; every call may be repeated.
/// </summary>
public sealed partial class TradeDeskClient : IDisposable
{
    private readonly DeskCalls calls;
    private readonly HttpClient? own;

    /// <summary>A client with connections of its own.</summary>
    /// <param name="desk">Address of the desk, without <c>/v1</c>.</param>
    /// <param name="key">Your key.</param>
    /// <param name="options">How patient it is.</param>
    public TradeDeskClient(Uri desk, string key, TradeDeskClientOptions? options = null)
    {
        // Redirects are not followed, since the key would go with them; connections are renewed, since names move.
        own = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5), AutomaticDecompression = DecompressionMethods.All })
        {
            BaseAddress = desk.AbsoluteUri.EndsWith('/') ? desk : new(desk.AbsoluteUri + '/'),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        calls = new(own, key, options ?? new());
    }

    /// <summary>A client over an HttpClient that is yours, for instance of a factory.</summary>
    /// <param name="http">With <c>BaseAddress</c>. Let its <c>Timeout</c> be infinite: the options say how long an attempt may take. It should not follow redirects and not retry.</param>
    /// <param name="key">Your key; it is sent with the requests of this client only.</param>
    /// <param name="options">How patient it is.</param>
    /// <exception cref="ArgumentException">The HttpClient has no <c>BaseAddress</c>.</exception>
    public TradeDeskClient(HttpClient http, string key, TradeDeskClientOptions? options = null)
    {
        if (http.BaseAddress is null)
            throw new ArgumentException("Give an HttpClient with the desk's BaseAddress.", nameof(http));
        calls = new(http, key, options ?? new());
    }

    /// <summary>One enterprise; null where there is none that your key may see.</summary>
    /// <param name="source">The register it is of.</param>
    /// <param name="externalId">The register's own id of it.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<EnterpriseDocument?> FindAsync(string source, string externalId, CancellationToken cancellation = default)
    {
        using var response = await calls.SendAsync(() => new(HttpMethod.Get, Push.AddressOf(source, externalId)), cancellation).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        await DeskCalls.GoodAsync(response, cancellation).ConfigureAwait(false);
        return EnterpriseDocument.Parse(await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false));
    }

    /// <summary>Closes connections of its own; an HttpClient that was given stays open.</summary>
    public void Dispose() => own?.Dispose();
}
