using TradeDesk.Access;
using TradeDesk.Demonstration;
using TradeDesk.Enterprises;
using TradeDesk.Http;
using TradeDesk.Matches;
using TradeDesk.Matching;
using TradeDesk.Taxonomy;

namespace TradeDesk.Commands;

/// <summary>Shows an officer in the terminal what the service answers.</summary>
internal static class DemoMatches
{
    private const int Best = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly Caller Officer = new("demo", "desk", DeskRole.Officer, [], Cleared: false);

    /// <returns>The id of the enterprise whose matches were shown; null when it is not there.</returns>
    public static async Task<string?> ShowAsync(IServiceProvider services, CancellationToken cancellation)
    {
        if (await services.GetRequiredService<EnterpriseStore>().FindAsync(Convention.Shown.Source, Convention.Shown.ExternalId, cancellation) is not { } stored)
            return null;
        if (await ReadyAsync(services.GetRequiredService<MatchIndexReader>(), cancellation) is not { } snapshot)
            return null;
        var answers = services.GetRequiredService<MatchAnswers>();
        if (answers.Enterprise(snapshot, stored.Id, Officer) is not { } asker)
            return null;
        var asking = stored.Read();
        var answer = answers.Top(snapshot, asker, new() { Limit = Best }, Officer, cancellation: cancellation);
        Console.WriteLine($"Which Indian enterprises suit {asking.LegalName} of {asking.City}, {services.GetRequiredService<CountryCatalog>().Find(asking.Country)!.Names["en"]}?");
        Console.WriteLine($"  {asking.Summary}");
        foreach (var intent in asking.Intents)
            Console.WriteLine($"  {Wish(intent)}");
        foreach (var item in answer.Items)
            Show(item, asking, services.GetRequiredService<SectorCatalog>());
        Console.WriteLine();
        return stored.Id;
    }

    private static string Wish(Intent intent) => $"- It {IntentTypeWords.Does(intent.Type, intent.Role)}. {intent.Summary}";

    private static void Show(MatchItem item, Enterprise asking, SectorCatalog sectors)
    {
        var card = item.Peer;
        var sector = string.Join(", ", card.Sectors.Select(s => sectors.Find(s)?.Label ?? s));
        Console.WriteLine();
        Console.WriteLine($"{item.Rank,3}. {card.LegalName}, {card.City} ({(card.SizeClass is { } size ? DeskJson.Word(size) + "; " : "")}{sector})   {item.Score:0.00}");
        if (asking.Intents.FirstOrDefault(i => i.Id == item.Intents.Query) is { } intent)
            Console.WriteLine($"     meets in: {DeskJson.Word(intent.Type)}");
        foreach (var reason in item.Reasons ?? [])
            Console.WriteLine($"     - {reason}");
    }

    private static async Task<MatchSnapshot?> ReadyAsync(MatchIndexReader index, CancellationToken cancellation)
    {
        for (var waited = TimeSpan.Zero; waited < Patience; waited += TimeSpan.FromMilliseconds(100))
        {
            try
            {
                return await index.CurrentAsync(cancellation);
            }
            catch (IndexCatchingUpException)
            {
                await Task.Delay(100, cancellation);
            }
        }

        return null;
    }
}
