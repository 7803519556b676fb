using System.Net;
using System.Net.Sockets;
using Microsoft.Security.AntiSSRF;
using TradeDesk.Http;

namespace TradeDesk.Exchange;

/// <summary>
/// Which addresses an event may be sent to: public ones over TLS, and those that the settings allow. Asked when an address is given, and again of
/// every connection, of the very addresses it is then made to: a name may lead elsewhere later.
/// </summary>
public sealed class EndpointAddresses(WebhookSettings settings, HostLookup lookUp)
{
    private const int LongestUrl = 2000;

    // IPv4-compatible addresses are deprecated, but some hosts still take them for the IPv4 address in them.
    private static readonly IPNetwork[] Refused = [.. IPAddressRanges.recommendedLatest.Select(IPNetwork.Parse), IPNetwork.Parse("::/96")];

    /// <summary>What is wrong with an address that a partner gives; null when nothing is.</summary>
    public async Task<Fault?> CheckAsync(string url, CancellationToken cancellation)
    {
        if (url.Length > LongestUrl || !Uri.TryCreate(url, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("https" or "http"))
            return new("/url", "wrong-url", $"Give an absolute https address of at most {LongestUrl} characters, such as https://hooks.example.org/tradedesk.");
        if (endpoint.UserInfo.Length > 0)
            return new("/url", "user-name", "Leave out the user name and password; check the signature instead.");
        if (endpoint.Scheme == "http" && settings.AllowedNetworks.Count == 0)
            return new("/url", "not-https", "Give an https address.");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(settings.Timeout);
        try
        {
            return await MayReachAsync(endpoint.IdnHost, endpoint.Scheme == "https", patience.Token) is not null ? null : NotPublic(endpoint);
        }
        catch (Exception e) when (e is SocketException or ArgumentException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return NotPublic(endpoint);
        }
    }

    /// <summary>Connects to an endpoint; never to an address that is refused.</summary>
    /// <exception cref="EndpointRefusedException">The host has an address that is refused.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var secure = context.InitialRequestMessage.RequestUri!.Scheme == "https";
        var addresses = await MayReachAsync(context.DnsEndPoint.Host, secure, cancellation) ?? throw new EndpointRefusedException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>True when nothing keeps an event from this address.</summary>
    public bool MayReach(IPAddress address, bool secure)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return settings.AllowedNetworks.Any(n => n.Contains(plain)) || (secure && !Refused.Any(n => n.Contains(plain)));
    }

    /// <returns>The addresses of a host, or null when one of them is refused.</returns>
    private async Task<IPAddress[]?> MayReachAsync(string host, bool secure, CancellationToken cancellation)
    {
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await lookUp(host, cancellation).WaitAsync(cancellation);
        return addresses.Length > 0 && addresses.All(a => MayReach(a, secure)) ? addresses : null;
    }

    // One sentence for all: which names lead to which addresses inside is nothing to tell.
    private static Fault NotPublic(Uri endpoint) =>
        new("/url", "not-public", $"{endpoint.IdnHost} must have public addresses, and no others{(endpoint.Scheme == "http" ? ", and be reached by https" : "")}. Give a host that anyone on the internet can reach.");
}

/// <summary>An endpoint has an address that webhooks may not reach.</summary>
public sealed class EndpointRefusedException() : Exception("The host has an address that webhooks may not reach.");
