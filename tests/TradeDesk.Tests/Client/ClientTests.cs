using TradeDesk.Access;
using TradeDesk.Client;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Client;

/// <summary>A client over the real desk.</summary>
public abstract class ClientTests : DeskTests
{
    private readonly List<IDisposable> opened = [];

    [TearDown]
    public void Close()
    {
        opened.ForEach(o => o.Dispose());
        opened.Clear();
    }

    protected TradeDeskClient Client(string key = Desk.BootstrapKey, Uri? address = null)
    {
        var client = new TradeDeskClient(address ?? Desk.Address, key);
        opened.Add(client);
        return client;
    }

    /// <summary>A client whose requests go a way that fails.</summary>
    private protected (TradeDeskClient Client, Flaky Way) Client(Flaky way, int retries = 6)
    {
        var http = new HttpClient(way) { BaseAddress = Desk.Address, Timeout = Timeout.InfiniteTimeSpan };
        var client = new TradeDeskClient(http, Desk.BootstrapKey, new() { Retries = retries, FirstPause = TimeSpan.FromMilliseconds(1) });
        opened.AddRange([http, client]);
        return (client, way);
    }

    protected async Task<string> KeyAsync(string partner, DeskRole role = DeskRole.Partner)
    {
        using var client = await Desk.ClientAsync(role, partner);
        return client.DefaultRequestHeaders.GetValues("X-Api-Key").Single();
    }

    protected static EnterpriseDocument Small(string source, string externalId, string name = "Small Enterprise") => new(source, externalId, name, "PL");
}
