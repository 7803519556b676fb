using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using TradeDesk.Exchange;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Exchange;

/// <summary>No event reaches what is not public, however its address is written and wherever its name leads later.</summary>
public sealed class EndpointAddressTests
{
    private const string Public = "https://public.test/hook", Silent = "silent.test";
    private readonly ConcurrentDictionary<string, IPAddress[]> names = new() { ["public.test"] = [IPAddress.Parse("93.184.215.14")] };
    private TestDatabase database = null!;
    private Desk desk = null!;

    [OneTimeSetUp]
    public async Task Start() => desk = await Desk.StartAsync(database = new TestDatabase(), Names, "--Webhooks:TimeoutSeconds=1", "--Webhooks:MostOfPartner=1000");

    [OneTimeTearDown]
    public async Task Stop()
    {
        await desk.DisposeAsync();
        database.Dispose();
    }

    [TestCase("https://127.0.0.1/", "not-public")]
    [TestCase("https://127.1/", "not-public")]
    [TestCase("https://2130706433/", "not-public")]
    [TestCase("https://0x7f000001/", "not-public")]
    [TestCase("https://0x7f.0.0.1/", "not-public")]
    [TestCase("https://0177.0.0.1/", "not-public")]
    [TestCase("https://[::1]/", "not-public")]
    [TestCase("https://[::ffff:127.0.0.1]/", "not-public")]
    [TestCase("https://[::ffff:7f00:1]/", "not-public")]
    [TestCase("https://[::127.0.0.1]/", "not-public")]
    [TestCase("https://[64:ff9b::127.0.0.1]/", "not-public")]
    [TestCase("https://[2002:7f00:1::]/", "not-public")]
    [TestCase("https://[fe80::1]/", "not-public")]
    [TestCase("https://[fd00::1]/", "not-public")]
    [TestCase("https://[ff02::1]/", "not-public")]
    [TestCase("https://[::]/", "not-public")]
    [TestCase("https://0.0.0.0/", "not-public")]
    [TestCase("https://10.1.2.3/", "not-public")]
    [TestCase("https://172.16.0.1/", "not-public")]
    [TestCase("https://192.168.1.1/", "not-public")]
    [TestCase("https://100.64.0.1/", "not-public")]
    [TestCase("https://169.254.169.254/latest/meta-data/", "not-public")]
    [TestCase("https://224.0.0.1/", "not-public")]
    [TestCase("https://255.255.255.255/", "not-public")]
    [TestCase("https://localhost/", "not-public")]
    [TestCase("https://mixed.test/", "not-public")]
    [TestCase("https://inside.test/", "not-public")]
    [TestCase("https://nowhere.test/", "not-public")]
    [TestCase("http://public.test/", "not-https")]
    [TestCase("https://user:secret@public.test/", "user-name")]
    [TestCase("ftp://public.test/", "wrong-url")]
    [TestCase("file:///etc/passwd", "wrong-url")]
    [TestCase("/relative", "wrong-url")]
    [TestCase("", "wrong-url")]
    public async Task An_address_that_is_not_public_is_refused(string url, string code)
    {
        names["mixed.test"] = [IPAddress.Parse("93.184.215.14"), IPAddress.Parse("10.0.0.1")];
        names["inside.test"] = [IPAddress.Parse("::ffff:192.168.0.1")];
        names["localhost"] = [IPAddress.Loopback, IPAddress.IPv6Loopback];
        using var refused = await desk.Admin.SubscribeToAsync(url);
        await MustNameAsync(refused, code);
        var webhook = await desk.Admin.SubscribeAsync(new(Public));
        using var altered = await desk.Admin.AlterAsync(webhook, $$"""{"url": "{{url}}"}""", "*");
        await MustNameAsync(altered, code);
        Assert.That((string?)(await desk.Admin.ReadAsync(webhook))["url"], Is.EqualTo(Public));
    }

    [Test]
    public async Task A_name_that_leads_inside_later_is_refused_when_it_is_connected_to()
    {
        await using var inside = await Receiver.StartAsync();
        names["turns.test"] = [IPAddress.Parse("93.184.215.14")];
        var webhook = await desk.Admin.SubscribeAsync(new($"https://turns.test:{inside.Address.Port}/"), """ "kind": "enterprise" """);
        names["turns.test"] = [IPAddress.Loopback];
        var pinged = await desk.Admin.CallAsync(webhook, "ping");
        Assert.That(((bool)pinged["delivered"]!, (string?)pinged["error"]), Is.EqualTo((false, "The host has an address that webhooks may not reach.")));
        await desk.Admin.SaveAsync(Samples.Small("s", "1"));
        var failed = await desk.Admin.UntilAsync(webhook, w => (long)w["failedAttempts"]! == 1);
        Assert.That((string?)failed["lastError"], Is.EqualTo("The host has an address that webhooks may not reach."));
        Assert.That(inside.All, Is.Empty);
    }

    [Test]
    public async Task A_name_server_that_is_silent_keeps_nobody_waiting_for_long()
    {
        using var refused = await desk.Admin.SubscribeToAsync($"https://{Silent}/");
        await MustNameAsync(refused, "not-public");
    }

    [Test]
    public void What_the_settings_allow_is_reached_and_nothing_else()
    {
        var addresses = new EndpointAddresses(new([IPNetwork.Parse("10.1.0.0/16")], [], TimeSpan.FromSeconds(1), 1, 1), (_, _) => Task.FromResult<IPAddress[]>([]));
        Assert.That(addresses.MayReach(IPAddress.Parse("10.1.2.3"), secure: false));
        Assert.That(addresses.MayReach(IPAddress.Parse("::ffff:10.1.2.3"), secure: true));
        Assert.That(addresses.MayReach(IPAddress.Parse("10.2.2.3"), secure: true), Is.False);
        Assert.That(addresses.MayReach(IPAddress.Parse("93.184.215.14"), secure: true));
        Assert.That(addresses.MayReach(IPAddress.Parse("93.184.215.14"), secure: false), Is.False, "in the open only where it is allowed");
    }

    [Test]
    public async Task With_a_network_allowed_plain_http_elsewhere_is_refused_all_the_same()
    {
        using var other = new TestDatabase();
        await using var open = await Desk.StartAsync(other, Names, WebhookCalls.Loopback);
        using var refused = await open.Admin.SubscribeToAsync("http://public.test/");
        await MustNameAsync(refused, "not-public");
        using var taken = await open.Admin.SubscribeToAsync("https://public.test/");
        Assert.That(taken.Code(), Is.EqualTo(201));
    }

    private void Names(IServiceCollection services) =>
        services.AddSingleton<HostLookup>((host, _) => host == Silent ? new TaskCompletionSource<IPAddress[]>().Task : names.TryGetValue(host, out var found) ? Task.FromResult(found) : throw new System.Net.Sockets.SocketException(11001));

    private static async Task MustNameAsync(HttpResponseMessage response, string code)
    {
        var fault = (await response.ProblemAsync(422, "invalid"))["errors"]!.AsArray().Single()!;
        Assert.That(((string?)fault["pointer"], (string?)fault["code"]), Is.EqualTo(("/url", code)));
    }
}
