using System.Diagnostics;
using TradeDesk.Access;
using TradeDesk.Demonstration;
using TradeDesk.Enterprises;
using TradeDesk.Exchange;
using TradeDesk.Taxonomy;

namespace TradeDesk.Commands;

/// <summary>Puts the convention and its keys into the database, once.</summary>
internal sealed class DemoConvention(IServiceProvider services)
{
    private readonly EnterpriseStore store = services.GetRequiredService<EnterpriseStore>();
    private readonly KeyStore keys = services.GetRequiredService<KeyStore>();

    /// <returns>The new keys; null when none were made.</returns>
    public async Task<DemoKeys?> PrepareAsync(bool newKeys, CancellationToken cancellation)
    {
        var there = await store.CountAsync(cancellation);
        var isNew = there == 0 || await IsHalfLoadedAsync(cancellation);
        if (isNew)
            await LoadAsync(cancellation);
        else
            Console.WriteLine($"The database holds {there} enterprises already; nothing was changed.{(newKeys ? "" : " The keys of the first start still work; --keys makes new ones.")}");
        Console.WriteLine();
        return isNew || newKeys ? await MakeKeysAsync(cancellation) : null;
    }

    // The keys come last: without any, the first start was cut short and loading again completes it.
    private async Task<bool> IsHalfLoadedAsync(CancellationToken cancellation) =>
        (await keys.AllAsync(cancellation)).Count == 0 && await store.FindAsync(Convention.First.Source, Convention.First.ExternalId, cancellation) is not null;

    private async Task LoadAsync(CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var importer = services.GetRequiredService<Importer>();
        var convention = Convention.Enterprises(services.GetRequiredService<CountryCatalog>());
        var loaded = 0L;
        using var refused = new StringWriter();
        foreach (var delegation in convention.GroupBy(e => e.Country))
        {
            await foreach (var step in importer.RunAsync(Records([.. delegation]), CommandHost.Administrator(Partner(delegation.Key)), new(), null, cancellation))
            {
                loaded += step.Read - step.Refused;
                await refused.WriteAsync(step.Errors);
            }

            if (!Console.IsOutputRedirected)
                Console.Write($"\rLoading the convention: {loaded} of {convention.Count} enterprises");
        }

        Console.WriteLine($"{(Console.IsOutputRedirected ? "" : "\r")}The convention is loaded: {convention.Count(e => e.Country == "IN")} Indian and {convention.Count(e => e.Country != "IN")} foreign enterprises of {convention.Select(e => e.Country).Distinct().Count() - 1} countries, all invented ({clock.Elapsed.TotalSeconds:0.0} s).");
        if (refused.ToString() is { Length: > 0 } lines)
            Console.WriteLine($"Not loaded:\n{lines}");
    }

    private async Task<DemoKeys> MakeKeysAsync(CancellationToken cancellation)
    {
        var officer = await KeyAsync("demo: trade officer", "desk", DeskRole.Officer, [], cancellation);
        var partner = await KeyAsync("demo: Poland's chamber", Partner("PL"), DeskRole.Partner, ["PL"], cancellation);
        var admin = await KeyAsync("demo: administrator", "desk", DeskRole.Admin, [], cancellation);
        Console.WriteLine($"""
            Three keys, shown this once. Send one as the header X-Api-Key.
              officer   {officer}
                        reads every profile and match, without the defence compartment
              partner   {partner}
                        Poland's chamber: reads, and writes the Polish records (source demo-pl)
              admin     {admin}
                        everything, the defence compartment included

            """);
        return new(officer);
    }

    private async Task<string> KeyAsync(string label, string partner, DeskRole role, IReadOnlyList<string> countries, CancellationToken cancellation) =>
        (await keys.CreateAsync(label, partner, role, countries, cleared: role == DeskRole.Admin, cancellation)).Text;

    private static string Partner(string country) => country == "IN" ? "desk" : $"chamber-{country.ToLowerInvariant()}";

    private static async IAsyncEnumerable<ImportRecord> Records(List<Enterprise> enterprises)
    {
        await Task.CompletedTask;
        foreach (var (i, enterprise) in enterprises.Index())
            yield return new(i + 1, enterprise, [], () => enterprise.LegalName);
    }
}

/// <summary>The keys that the demonstration uses itself.</summary>
internal sealed record DemoKeys(string Officer);
