using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using TradeDesk.Client;
using TradeDesk.Data;
using TradeDesk.Tests.Exchange;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Client;

public sealed class PullTests : ClientTests
{
    [Test]
    public async Task Everything_comes_once_and_then_what_changed_since()
    {
        var source = New("s");
        for (var i = 0; i < 5; i++)
            await Admin.SaveAsync(Samples.Small(source, $"{i}"));
        var options = new PullOptions { Source = source, BatchSize = 2 };
        var first = await AllAsync(Client().PullChangesAsync(null, options));
        Assert.That(first.SelectMany(b => b.Changes).Select(c => c.ExternalId), Is.EqualTo(["0", "1", "2", "3", "4"]));
        Assert.That(first.Where(b => b.Snapshot is not null).Select(b => b.SnapshotComplete), Is.EqualTo([false, false, true]));
        var there = await Admin.SaveAsync(Samples.Small(source, "1", name: "Renamed"));
        using var deleted = await Admin.DeleteAsync($"/v1/sources/{source}/enterprises/2", null);
        var second = (await AllAsync(Client().PullChangesAsync(first[^1].Cursor, options))).SelectMany(b => b.Changes).ToList();
        Assert.That(second.Select(c => (c.ExternalId, c.IsTombstone, c.Document?.LegalName)), Is.EqualTo(new (string?, bool, string?)[] { ("1", false, "Renamed"), ("2", true, null) }));
        Assert.That((second[0].Id, second[0].Version), Is.EqualTo((there.Id(), 2)));
    }

    [Test]
    public async Task What_was_not_stored_comes_again_and_a_snapshot_goes_on_from_any_of_its_cursors()
    {
        var source = New("s");
        for (var i = 0; i < 6; i++)
            await Admin.SaveAsync(Samples.Small(source, $"{i}"));
        var options = new PullOptions { Source = source, BatchSize = 2 };
        var whole = await AllAsync(Client().PullChangesAsync(null, options));
        await Admin.SaveAsync(Samples.Small(source, "0", name: "Written meanwhile"));
        var rest = await AllAsync(Client().PullChangesAsync(whole[0].Cursor, options));
        Assert.That(rest.SelectMany(b => b.Changes).Select(c => c.ExternalId), Is.EqualTo(["2", "3", "4", "5", "0"]));
        Assert.That(rest.Where(b => b.Snapshot is not null).Select(b => b.Snapshot).Distinct(), Is.EqualTo([whole[0].Snapshot]), "the same snapshot");
    }

    [Test]
    public async Task An_export_that_breaks_off_within_a_line_is_gone_on_with()
    {
        var source = New("s");
        for (var i = 0; i < 5; i++)
            await Admin.SaveAsync(Samples.Small(source, $"{i}"));
        var (client, way) = Client(new Flaky((_, _) => null, (response, number) => number == 1 ? new ByteArrayContent(Cut(response)) : null));
        var changes = (await AllAsync(client.PullChangesAsync(null, new() { Source = source }))).SelectMany(b => b.Changes).ToList();
        Assert.That(changes.Select(c => c.ExternalId), Is.EqualTo(["0", "1", "2", "3", "4"]));
        Assert.That(way.Requests, Is.EqualTo(3), "two exports and the feed");

        static byte[] Cut(HttpResponseMessage response)
        {
            var whole = response.Content.ReadAsByteArrayAsync().Result;
            return whole[..(whole.Length / 2)];
        }
    }

    [Test]
    public async Task A_follower_is_woken_by_the_next_write_and_ends_when_told()
    {
        var source = New("s");
        using var ending = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await using var batches = Client().PullChangesAsync(null, new() { Source = source, Follow = true }, ending.Token).GetAsyncEnumerator();
        Assert.That(await batches.MoveNextAsync(), Is.True);
        Assert.That((batches.Current.Changes.Count, batches.Current.SnapshotComplete), Is.EqualTo((0, true)));
        var next = batches.MoveNextAsync();
        await Admin.SaveAsync(Samples.Small(source));
        while (await next && batches.Current.Changes.Count == 0)
            next = batches.MoveNextAsync();
        Assert.That(batches.Current.Changes.Single().Source, Is.EqualTo(source));
        var waiting = batches.MoveNextAsync();
        await ending.CancelAsync();
        Assert.That(async () => await waiting, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task A_request_that_waits_for_changes_is_not_cut_by_the_time_of_an_attempt()
    {
        var (clock, sent) = (new FakeTimeProvider(), new TaskCompletionSource());
        var way = new Flaky((_, _) =>
        {
            sent.TrySetResult();
            return null;
        });
        using var http = new HttpClient(way) { BaseAddress = Desk.Address, Timeout = Timeout.InfiniteTimeSpan };
        using var client = new TradeDeskClient(http, Desk.BootstrapKey, new() { Retries = 0, Timeout = TimeSpan.FromSeconds(5), Clock = clock });
        var source = New("s");
        await using var batches = client.PullChangesAsync(await Admin.NowAsync(), new() { Source = source, Follow = true, Wait = TimeSpan.FromSeconds(30) }).GetAsyncEnumerator();
        var next = batches.MoveNextAsync().AsTask();
        await sent.Task;
        clock.Advance(TimeSpan.FromSeconds(29));
        await Admin.SaveAsync(Samples.Small(source));
        Assert.That(await next, Is.True);
        Assert.That(way.Requests, Is.EqualTo(1));
    }

    [Test]
    public async Task A_cursor_that_is_gone_is_said_or_begun_again_with_what_is_to_be_removed()
    {
        using var database = new TestDatabase("Sqlite");
        await using var desk = await Desk.StartAsync(database);
        var early = await desk.Admin.NowAsync();
        for (var i = 0; i < 5; i++)
            await desk.Admin.SaveAsync(Samples.Small("s", $"{i}"));
        await desk.Services.GetRequiredService<ChangeLog>().ForgetAsync(DateTimeOffset.UtcNow.AddDays(1), 100, default);
        var client = Client(address: desk.Address);
        Assert.That(async () => await AllAsync(client.PullChangesAsync(early)), Throws.TypeOf<CursorGoneException>().With.Property("Status").EqualTo(410));
        var again = await AllAsync(client.PullChangesAsync(early, new() { StartAgain = true }));
        Assert.That((again[0].Changes.Count, again[0].Snapshot is not null, again[0].SnapshotComplete), Is.EqualTo((5, true, true)));
    }

    [Test]
    public async Task A_wrong_parameter_or_key_is_a_problem_with_its_faults()
    {
        var wrong = await Assert.ThrowsAsync<TradeDeskProblemException>(() => AllAsync(Client().PullChangesAsync("1", new() { Country = "XX" })));
        Assert.That((wrong!.Status, wrong.Type, wrong.Errors.Single().Pointer, wrong.Errors.Single().Code), Is.EqualTo((400, "/problems/parameter", "?country", "unknown-country")));
        Assert.That(() => AllAsync(Client("no such key").PullChangesAsync(null)), Throws.TypeOf<TradeDeskProblemException>().With.Property("Status").EqualTo(401));
        Assert.That(() => AllAsync(Client().PullChangesAsync("snapshot:altered")), Throws.TypeOf<FormatException>());
    }

    [Test]
    public async Task A_busy_desk_and_a_broken_line_are_tried_again()
    {
        await Admin.SaveAsync(Samples.Small(New("s")));
        var (client, way) = Client(new Flaky((_, number) => number switch
        {
            1 => Flaky.Busy(),
            2 => throw new HttpRequestException("broken"),
            3 => new(HttpStatusCode.TooManyRequests),
            _ => null,
        }));
        Assert.That((await AllAsync(client.PullChangesAsync("0"))).SelectMany(b => b.Changes), Is.Not.Empty);
        Assert.That(way.Requests, Is.GreaterThanOrEqualTo(4));
        var (unlucky, all) = Client(new Flaky((_, _) => Flaky.Busy()), retries: 2);
        Assert.That(() => AllAsync(unlucky.PullChangesAsync("0")), Throws.TypeOf<TradeDeskProblemException>().With.Property("Status").EqualTo(503));
        Assert.That(all.Requests, Is.EqualTo(3));
    }

    private static async Task<List<ChangeBatch>> AllAsync(IAsyncEnumerable<ChangeBatch> batches) => await batches.ToListAsync();
}
