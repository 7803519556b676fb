using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TradeDesk.Data;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Data;

[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.Providers))]
public sealed class ChangeLogTests(string provider)
{
    private TestDatabase database = null!;
    private IHost first = null!, second = null!;

    [SetUp]
    public async Task SetUp()
    {
        database = new TestDatabase(provider);
        (first, second) = (Commands.CommandHost.Build(database.Settings), Commands.CommandHost.Build(database.Settings));
        await first.Services.GetRequiredService<Migrations>().RunAsync(default);
    }

    [TearDown]
    public void TearDown()
    {
        first.Dispose();
        second.Dispose();
        database.Dispose();
    }

    [Test]
    public async Task A_reader_never_passes_a_line_that_commits_later()
    {
        const int writers = 8, lines = 25;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var reading = Task.Run(() => ReadUntilAsync(writers * lines, limit.Token));
        var written = await Task.WhenAll(Enumerable.Range(0, writers).Select(w => Task.Run(() => WriteAsync(w % 2 == 0 ? first : second, w, lines))));
        var read = await reading;
        Assert.That(read, Is.EqualTo(written.SelectMany(s => s).Order()), "each committed line was read once, in order");
    }

    [Test]
    public async Task A_write_that_fails_leaves_no_line()
    {
        var log = first.Services.GetRequiredService<ChangeLog>();
        var failing = first.Services.GetRequiredService<Database>().WriteAsync<int>(async w =>
        {
            await log.AppendAsync(w, new("test", "enterprise", "upsert", "e1", 1));
            throw new InvalidOperationException("after the line");
        }, default);
        Assert.That(async () => await failing, Throws.InvalidOperationException);
        Assert.That(await log.LastSequenceAsync(default), Is.Zero);
    }

    private static async Task<List<long>> WriteAsync(IHost host, int writer, int lines)
    {
        var log = host.Services.GetRequiredService<ChangeLog>();
        var sequences = new List<long>();
        for (var i = 0; i < lines; i++)
            sequences.Add(await host.Services.GetRequiredService<Database>().WriteAsync(async w =>
            {
                var sequence = await log.AppendAsync(w, new("test", "enterprise", "upsert", $"e{writer}-{i}", 1));
                await w.ExecuteAsync("INSERT INTO source (name, partner) VALUES (@name, 'p')", new { name = $"s{writer}-{i}" });
                return sequence;
            }, default, patient: true));
        return sequences;
    }

    private async Task<List<long>> ReadUntilAsync(int count, CancellationToken cancellation)
    {
        var log = second.Services.GetRequiredService<ChangeLog>();
        var read = new List<long>();
        while (read.Count < count)
            read.AddRange(await LookAsync(log, read.Count == 0 ? 0 : read[^1], cancellation));
        return read;
    }

    private static async Task<IEnumerable<long>> LookAsync(ChangeLog log, long after, CancellationToken cancellation)
    {
        try
        {
            return (await log.AfterAsync(after, 7, cancellation)).Select(c => c.Sequence);
        }
        catch (DatabaseAwayException)
        {
            // A crowded server may miss the deadline of a read; a reader looks again from where it was.
            return [];
        }
    }
}
