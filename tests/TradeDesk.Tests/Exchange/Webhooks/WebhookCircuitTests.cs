using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using TradeDesk.Exchange;

namespace TradeDesk.Tests.Exchange;

/// <summary>An endpoint that fails again and again is left alone for a while, and telemetry shows it.</summary>
public sealed class WebhookCircuitTests
{
    private static readonly WebhookSettings Settings = new([IPNetwork.Parse("127.0.0.0/8")], [], TimeSpan.FromSeconds(5), 1, 1);

    [Test]
    public async Task The_circuit_of_an_endpoint_opens_and_closes_and_another_endpoint_or_partner_has_its_own()
    {
        var (clock, events) = (new AdjustableClock(), new ConcurrentBag<string>());
        using var meters = Listen(events);
        await using var receiver = await Receiver.StartAsync();
        using var sender = new WebhookSender(new(Settings, Dns.GetHostAddressesAsync), new(Settings, clock, NullLoggerFactory.Instance), Settings, clock);
        var (bad, good, sameOfAnother) = (Of("/bad"), Of("/good"), Of("/bad") with { Partner = "another" });
        receiver.Answer = (r, response) => Receiver.Status(response, r.Path == "/bad" ? 500 : 204);
        for (var i = 0; i < 10; i++)
            Assert.That(((await SendAsync(bad)).Status, i), Is.EqualTo(((int?)500, i)));
        var open = await SendAsync(bad);
        Assert.That((open.NotTried, open.Delivered, open.Status), Is.EqualTo((true, false, (int?)null)));
        Assert.That(open.RetryAfter, Is.GreaterThan(TimeSpan.Zero).And.LessThanOrEqualTo(TimeSpan.FromSeconds(30)));
        Assert.That((await SendAsync(good)).Delivered);
        Assert.That((await SendAsync(sameOfAnother)).Status, Is.EqualTo(500), "one partner does not open the circuit of another");
        Assert.That((await sender.PingAsync(bad, default)).Status, Is.EqualTo(500), "a test event is sent all the same");
        Assert.That(receiver.All.Count(r => r.Path == "/bad"), Is.EqualTo(12));
        receiver.Answer = (_, response) => Receiver.Status(response, 204);
        clock.Advance(TimeSpan.FromSeconds(31));
        Assert.That((await SendAsync(bad)).Delivered);
        Assert.That(events, Has.Member("webhook OnCircuitOpened").And.Member("webhook OnCircuitClosed"));

        Webhook Of(string path) => new() { Id = "whk_" + path[1..], Url = new Uri(receiver.Address, path).ToString(), Secret = WebhookSignature.NewSecret() };

        Task<SendOutcome> SendAsync(Webhook webhook) => sender.SendAsync(webhook, webhook.EventId(1), "{}"u8.ToArray(), default);
    }

    private static MeterListener Listen(ConcurrentBag<string> events)
    {
        var listener = new MeterListener { InstrumentPublished = (instrument, l) => { if (instrument.Meter.Name == "Polly") l.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<int>((_, _, tags, _) =>
        {
            var named = tags.ToArray().ToDictionary(t => t.Key, t => t.Value);
            events.Add($"{named.GetValueOrDefault("pipeline.name")} {named.GetValueOrDefault("event.name")}");
        });
        listener.Start();
        return listener;
    }
}
