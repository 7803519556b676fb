using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TradeDesk.Demonstration;
using TradeDesk.Enterprises;
using TradeDesk.Http;
using TradeDesk.Matches;
using TradeDesk.Matching;
using TradeDesk.Taxonomy;

namespace TradeDesk.Benchmarks;

/// <summary>Whom the first ten places of every home enterprise's list show, by score and with balanced exposure, and what balance costs.</summary>
internal sealed class ExposureReport(MatchSnapshot snapshot, IReadOnlyList<MatchEnterprise> home, int peers, DateOnly on)
{
    private const int Places = 10;

    /// <param name="connectionString">A database; null for the demonstration convention.</param>
    public static async Task<int> RunAsync(string? connectionString)
    {
        await using var app = TradeDeskApplication.Build([$"--ConnectionStrings:TradeDesk={connectionString ?? "Data Source=:memory:"}"]);
        var services = app.Services;
        var all = connectionString is null ? Demonstration(services) : await StoredAsync(services);
        var index = services.GetRequiredService<MatchIndex>();
        index.Apply(all, [], 1);
        await index.WhenMerged();
        var country = services.GetRequiredService<DeskSettings>().HomeCountry;
        var home = all.Where(e => e.Country == country).ToList();
        Console.WriteLine($"{home.Count} home enterprises ask, {all.Count - home.Count} foreign ones may be shown, {Places} places a list");
        new ExposureReport(index.Current, home, all.Count - home.Count, DateOnly.FromDateTime(DateTime.UtcNow)).Print();
        return 0;
    }

    // By their own ids: those that the desk gives differ from run to run.
    private static List<MatchEnterprise> Demonstration(IServiceProvider services)
    {
        var (composition, projection) = (services.GetRequiredService<EnterpriseComposition>(), services.GetRequiredService<MatchProjection>());
        return [.. Convention.Enterprises(services.GetRequiredService<CountryCatalog>()).Select(e => projection.Project(composition.Complete(e) with { Id = e.ExternalId }))];
    }

    private static async Task<List<MatchEnterprise>> StoredAsync(IServiceProvider services)
    {
        var projection = services.GetRequiredService<MatchProjection>();
        await services.GetRequiredService<CodeLists>().LoadAsync(default);
        var all = new List<MatchEnterprise>();
        await foreach (var owned in services.GetRequiredService<EnterpriseStore>().OwnedAsync(default))
            all.Add(projection.Project(JsonSerializer.Deserialize<Enterprise>(owned.Document, DeskJson.Options)!));
        return all;
    }

    private void Print()
    {
        var best = Ask("best", query => snapshot.Top(query));
        var balanced = Ask("balanced", query => [.. BalancedExposure.Top(snapshot, query).Select(b => b.Match)]);
        var lost = best.Zip(balanced, (b, o) => b.Sum(m => m.Score) - o.Sum(m => m.Score)).Sum() / Math.Max(1, best.Sum(l => l.Count));
        Print($"mean score lost by balance: {lost:0.0000} a place; {best.Count(l => l.Count == 0)} lists are empty, {best.Count(l => l.Count is > 0 and < Places)} more are short and cannot change");
    }

    private List<IReadOnlyList<ScoredMatch>> Ask(string mode, Func<MatchQuery, IReadOnlyList<ScoredMatch>> top)
    {
        var (watch, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var lists = home.Select(e => top(new() { Enterprise = e, On = on, Limit = Places })).ToList();
        var (elapsed, processor) = (watch.Elapsed, Environment.CpuUsage.TotalTime - before);
        var shown = lists.SelectMany(l => l).CountBy(m => m.PeerId).Select(c => c.Value).ToList();
        var mean = lists.SelectMany(l => l).Select(m => m.Score).DefaultIfEmpty().Average();
        Print($"{mode,-9} distinct peers {shown.Count,6}   most for one peer {shown.DefaultIfEmpty().Max(),5}   Gini of all peers {Gini(shown, peers):0.000}, of those shown {Gini(shown, shown.Count):0.000}   mean score {mean:0.0000}   {elapsed.TotalMilliseconds / home.Count:0.00} ms a list (processor {processor.TotalMilliseconds / home.Count:0.00})");
        return lists;
    }

    /// <summary>0 when all are shown equally often, near 1 when few have everything; those never shown count as 0.</summary>
    private static double Gini(List<int> shown, int all)
    {
        var sorted = Enumerable.Repeat(0, all - shown.Count).Concat(shown.Order()).ToList();
        var total = sorted.Sum(count => (double)count);
        return total == 0 ? 0 : sorted.Select((count, i) => count * (2.0 * (i + 1) - all - 1)).Sum() / (all * total);
    }

    private static void Print(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
}
