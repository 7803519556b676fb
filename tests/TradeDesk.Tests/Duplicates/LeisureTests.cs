using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TradeDesk.Data;
using TradeDesk.Duplicates;
using TradeDesk.Enterprises;
using TradeDesk.Http;
using TradeDesk.Tests.Exchange;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Duplicates;

/// <summary>Proposals are looked for when somebody asks, and otherwise when nothing is being written.</summary>
[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.Providers))]
public sealed class LeisureTests(string provider) : DeskTests(provider)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2), Limit = TimeSpan.FromSeconds(30);

    [Test]
    public async Task They_wait_while_something_is_written_and_no_longer_than_an_hour()
    {
        var (clock, written) = (new FakeTimeProvider(), new ChangeSignal());
        var due = Reader(clock, written).DueAsync(default);
        for (var spent = TimeSpan.Zero; spent < TimeSpan.FromMinutes(50); spent += Quiet)
        {
            written.Raise((long)spent.TotalSeconds + 1);
            clock.Advance(Quiet);
            Assert.That(due.IsCompleted, Is.False);
        }

        clock.Advance(Quiet);
        await due.WaitAsync(Limit);

        due = Reader(clock, written).DueAsync(default);
        for (var spent = TimeSpan.Zero; spent <= TimeSpan.FromHours(1); spent += Quiet)
        {
            written.Raise(10_000 + (long)spent.TotalSeconds);
            clock.Advance(Quiet);
        }

        await due.WaitAsync(Limit);
    }

    [Test]
    public async Task Who_asks_has_them_looked_for_at_once()
    {
        var (clock, written) = (new FakeTimeProvider(), new ChangeSignal());
        var reader = Reader(clock, written);
        var due = reader.DueAsync(default);
        Assert.That(due.IsCompleted, Is.False);
        var asking = reader.CaughtUpAsync(default);
        await due.WaitAsync(Limit);
        Assert.That(asking.IsCompleted, Is.False);
        Assert.That(async () => await asking, Throws.InstanceOf<IndexCatchingUpException>(), "for nobody loads here");
    }

    [Test]
    public async Task After_an_import_of_many_who_asks_finds_all()
    {
        var source = New("s");
        var random = new Random(1);
        var records = Enumerable.Range(0, 2_100).Select(i => Samples.Small(source, $"{i}", "PL", Word(random) + " " + Word(random)).ToJsonString()).ToList();
        records[2_099] = Samples.Small(source, "2099", "PL", (string)JsonNode.Parse(records[0])!["legalName"]! + " Ltd").ToJsonString();
        await Admin.OverAsync(await Admin.ImportAsync($"source={source}", string.Join('\n', records)).TakenAsync());
        var pairs = await PairsAsync(source);
        Assert.That(pairs.Select(p => string.Join(' ', p["records"]!.AsArray().Select(e => (string?)e!["externalId"]).Order(StringComparer.Ordinal))), Does.Contain("0 2099"));
    }

    private async Task<IReadOnlyList<JsonNode>> PairsAsync(string source)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            using (var asked = await Admin.GetAsync($"/v1/duplicates?source={source}", limit.Token))
                if (asked.Code() != 503)
                    return await Admin.DuplicatesAsync(source);
        }
    }

    private DuplicateReader Reader(TimeProvider clock, ChangeSignal written) =>
        new(Desk.Services.GetRequiredService<EnterpriseStore>(), Desk.Services.GetRequiredService<EnterpriseComposition>(), Desk.Services.GetRequiredService<ChangeLog>(), written, clock, NullLogger<DuplicateReader>.Instance);

    private static string Word(Random random) => string.Concat(Enumerable.Range(0, 9).Select(_ => (char)('a' + random.Next(26))));
}
