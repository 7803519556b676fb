using System.Net;
using System.Net.Sockets;

namespace TradeDesk.Exchange;

/// <summary>The addresses of a host.</summary>
/// <exception cref="SocketException">It has none.</exception>
public delegate Task<IPAddress[]> HostLookup(string host, CancellationToken cancellation);

/// <summary>
/// Looks hosts up as the system does. Its call holds a thread for as long as a name server is silent, whoever has given up meanwhile, so each has a thread
/// of its own and not one of those that answer requests.
/// </summary>
internal static class SystemLookup
{
    private const int MostAtOnce = 64;
    private static readonly SemaphoreSlim Free = new(MostAtOnce);

    /// <exception cref="SocketException">The host has no address.</exception>
    public static async Task<IPAddress[]> FindAsync(string host, CancellationToken cancellation)
    {
        await Free.WaitAsync(cancellation);
        return await Task.Factory.StartNew(() => Find(host), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private static IPAddress[] Find(string host)
    {
        try
        {
            return Dns.GetHostAddresses(host);
        }
        finally
        {
            Free.Release();
        }
    }
}
