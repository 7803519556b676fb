using TradeDesk.Data;
using TradeDesk.Http;
using TradeDesk.Taxonomy;

namespace TradeDesk.Exchange;

/// <summary>What a subscription must be like.</summary>
public sealed class WebhookRules(EndpointAddresses addresses, CountryCatalog countries, ChangeLog log)
{
    private const int LongestDescription = 500, LongestSource = 200;
    private static readonly string[] Ops = ["upsert", "delete"];

    /// <summary>Of a new one: where it starts (null for with what is written from now on), and its faults.</summary>
    public async Task<(long? After, List<Fault> Faults)> CheckAsync(Webhook webhook, long? after, CancellationToken cancellation)
    {
        var faults = Check(webhook);
        long? start = after is { } asked ? await StartAsync(asked, faults, cancellation) : null;
        if (await addresses.CheckAsync(webhook.Url, cancellation) is { } fault)
            faults.Add(fault);
        return (start, faults);
    }

    /// <summary>The faults of a changed one. An address that stays is not looked up again.</summary>
    public async Task<List<Fault>> CheckAsync(Webhook changed, Webhook there, CancellationToken cancellation)
    {
        var faults = Check(changed);
        if (changed.Status != there.Status && changed.Status is not ("active" or "paused"))
            faults.Add(new("/status", "wrong-status", "Give active or paused; only the desk disables."));
        if (changed.Url != there.Url && await addresses.CheckAsync(changed.Url, cancellation) is { } fault)
            faults.Add(fault);
        return faults;
    }

    /// <summary>The sequence behind which events are sent; one that the change log does not reach adds a fault.</summary>
    public async Task<long> StartAsync(long after, List<Fault> faults, CancellationToken cancellation)
    {
        var (first, last) = (await log.FirstSequenceAsync(cancellation), await log.LastSequenceAsync(cancellation));
        if (after < 0 || after > last)
            faults.Add(new("/after", "out-of-range", $"Give a sequence from 0 to {last}, the end of the change log."));
        else if (after > 0 && after < first - 1)
            faults.Add(new("/after", "no-longer-kept", $"The change log begins at {first}. Take GET /v1/export and give the sequence that it names, or 0 for the oldest change that is kept."));
        return after == 0 ? Math.Max(0, first - 1) : after;
    }

    private List<Fault> Check(Webhook webhook)
    {
        var faults = new FaultList();
        faults.Optional("/description", webhook.Description, LongestDescription);
        if (webhook.Kind is not null && !ChangeQuery.Kinds.Contains(webhook.Kind))
            faults.Add("/kind", "unknown-kind", $"Give one of {string.Join(", ", ChangeQuery.Kinds)}.");
        if (webhook.Op is not null && !Ops.Contains(webhook.Op))
            faults.Add("/op", "unknown-op", $"Give one of {string.Join(", ", Ops)}, or leave it out for both.");
        if (webhook.Country is not null && countries.Find(webhook.Country) is null)
            faults.Add("/country", "unknown-country", "Give an ISO 3166-1 alpha-2 code such as PL.");
        if (webhook.Source is not null)
            faults.Text("/source", webhook.Source, 1, LongestSource);
        return faults.Faults;
    }
}
