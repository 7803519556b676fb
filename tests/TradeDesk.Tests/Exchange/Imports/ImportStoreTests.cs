using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TradeDesk.Commands;
using TradeDesk.Data;
using TradeDesk.Exchange;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Exchange;

/// <summary>Who works on which import, in which order, as replicas with clocks of their own see it.</summary>
[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.Providers))]
public sealed class ImportStoreTests(string provider)
{
    private readonly AdjustableClock clock = new();
    private TestDatabase database = null!;
    private IHost host = null!;
    private ImportStore store = null!;
    private int number;

    [SetUp]
    public async Task SetUp()
    {
        host = CommandHost.Build((database = new TestDatabase(provider)).Settings);
        await host.Services.GetRequiredService<Migrations>().RunAsync(default);
        store = Replica(clock);
    }

    [TearDown]
    public void TearDown()
    {
        host.Dispose();
        database.Dispose();
    }

    [Test]
    public async Task Each_worker_that_fell_silent_counts_until_the_import_gets_on()
    {
        await ReceivedAsync(store);
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            Assert.That((await store.ClaimAsync($"worker {attempt}", default))?.Attempts, Is.EqualTo(attempt));
            Assert.That((await store.ClaimAsync($"worker {attempt}", default))?.Attempts, Is.EqualTo(attempt), "one that asks again is the same attempt");
            clock.Advance(ImportStore.Lease * 2);
        }

        var job = (await store.ClaimAsync("worker 4", default))!;
        Assert.That(job.Attempts, Is.EqualTo(4));
        await host.Services.GetRequiredService<Database>().WriteAsync(async w =>
        {
            await store.AdvanceAsync(w, job.Id, "worker 4", new ImportStep { Read = 1, Line = 1 }, 0, new Dictionary<string, long>());
            return 0;
        }, default);
        clock.Advance(ImportStore.Lease * 2);
        Assert.That((await store.ClaimAsync("worker 5", default))?.Attempts, Is.EqualTo(1));
        await store.ReleaseAsync(job.Id, "worker 5");
        Assert.That((await store.ClaimAsync("worker 6", default))?.Attempts, Is.EqualTo(1), "who gives it back did not fall silent");
    }

    [Test]
    public async Task Imports_of_a_source_run_in_the_order_they_came_though_the_clocks_of_replicas_differ()
    {
        var behind = new AdjustableClock();
        behind.Advance(TimeSpan.FromSeconds(-10));
        var (first, second) = (await ReceivedAsync(store), await ReceivedAsync(Replica(behind)));
        Assert.That(second.CreatedAt, Is.GreaterThan(first.CreatedAt));
        Assert.That((await store.ClaimAsync("worker", default))?.Id, Is.EqualTo(first.Id));
    }

    [Test]
    public async Task A_file_that_stood_still_on_its_way_is_not_taken_as_whole()
    {
        var job = (await store.AddAsync(Asked(), default))!;
        clock.Advance(TimeSpan.FromHours(1));
        Assert.That(() => store.AddPartAsync(job.Id, 1, [1], default), Throws.TypeOf<ImportLostException>());
        Assert.That(() => store.ReceivedAsync(job.Id, default), Throws.TypeOf<ImportLostException>());
    }

    private ImportStore Replica(TimeProvider replica) => new(host.Services.GetRequiredService<Database>(), new(long.MaxValue, TimeSpan.FromDays(1)), replica);

    private async Task<ImportJob> ReceivedAsync(ImportStore replica)
    {
        var job = (await replica.AddAsync(Asked(), default))!;
        await replica.AddPartAsync(job.Id, 1, [1], default);
        return await replica.ReceivedAsync(job.Id, default);
    }

    private ImportJob Asked() => ImportJob.Ask($"imp_{++number}", CommandHost.Administrator("desk"), new("s", ImportMode.Merge, DryRun: false, Suggest: null, MostRemoved: 0.1), map: null, clock.GetUtcNow());
}
