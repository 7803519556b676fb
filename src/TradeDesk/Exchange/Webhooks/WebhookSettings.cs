using System.Globalization;
using System.Net;
using TradeDesk.Data;

namespace TradeDesk.Exchange;

/// <summary>How webhooks behave.</summary>
/// <param name="AllowedNetworks">Networks that are not public and may be reached all the same, also without TLS; normally none.</param>
/// <param name="RetryDelays">How long to wait after each failed attempt of an event; when they are used up, the subscription is disabled.</param>
/// <param name="Timeout">How long an endpoint may take to answer.</param>
/// <param name="MostOfPartner">Subscriptions that a partner may have.</param>
/// <param name="MostAtOnce">Subscriptions that one replica works on at a time.</param>
public sealed record WebhookSettings(IReadOnlyList<IPNetwork> AllowedNetworks, IReadOnlyList<TimeSpan> RetryDelays, TimeSpan Timeout, int MostOfPartner, int MostAtOnce)
{
    private const string Networks = "Webhooks:AllowedPrivateNetworks", Delays = "Webhooks:RetrySeconds";

    // Standard Webhooks: 5 s, 5 min, 30 min, 2, 5, 10, 14, 20 and 24 h; together 75 h.
    private const string StandardDelays = "5,300,1800,7200,18000,36000,50400,72000,86400";
    private const double LeastDelay = 0.001, MostDelay = 604_800, DefaultTimeout = 15, LeastTimeout = 0.1, MostTimeout = 30;
    private const int DefaultOfPartner = 20, MostOfAnyPartner = 10_000, DefaultAtOnce = 200, MostOfAnyReplica = 10_000;

    /// <exception cref="SettingsException">A setting is wrong.</exception>
    public static WebhookSettings Read(IConfiguration configuration) => new(
        [.. Parts(configuration[Networks]).Select(Network)],
        [.. Parts(configuration[Delays] is { Length: > 0 } given ? given : StandardDelays).Select(Delay)],
        TimeSpan.FromSeconds(NumberSetting.Read(configuration, "Webhooks:TimeoutSeconds", DefaultTimeout, LeastTimeout, MostTimeout, "the seconds that an endpoint may take to answer")),
        (int)NumberSetting.Read(configuration, "Webhooks:MostOfPartner", DefaultOfPartner, 1, MostOfAnyPartner, "the webhooks that a partner may have"),
        (int)NumberSetting.Read(configuration, "Webhooks:MostAtOnce", DefaultAtOnce, 1, MostOfAnyReplica, "the webhooks that one replica works on at a time"));

    private static string[] Parts(string? list) => list?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static IPNetwork Network(string text) => IPNetwork.TryParse(text, out var network)
        ? network
        : throw new SettingsException($"{Networks} names '{text}'; set it to networks such as 10.1.0.0/16, parted by commas, or leave it out.");

    private static TimeSpan Delay(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is >= LeastDelay and <= MostDelay
            ? TimeSpan.FromSeconds(seconds)
            : throw new SettingsException(string.Create(CultureInfo.InvariantCulture, $"{Delays} names '{text}'; set it to seconds from {LeastDelay} to {MostDelay}, parted by commas."));
}
