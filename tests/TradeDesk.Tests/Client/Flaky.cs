using System.Net;

namespace TradeDesk.Tests.Client;

/// <summary>A way to the desk on which a test decides what happens to each request.</summary>
internal sealed class Flaky(Func<HttpRequestMessage, int, HttpResponseMessage?> before, Func<HttpResponseMessage, int, HttpContent?>? after = null) : DelegatingHandler(new SocketsHttpHandler())
{
    private int requests;

    public int Requests => requests;

    public static HttpResponseMessage Busy(TimeSpan? retryAfter = null)
    {
        var response = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter = new(retryAfter ?? TimeSpan.Zero);
        return response;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref requests);
        if (before(request, number) is { } instead)
            return instead;
        var response = await base.SendAsync(request, cancellationToken);
        if (after?.Invoke(response, number) is { } content)
            response.Content = content;
        return response;
    }
}
