using System.Net;
using System.Text.Json.Nodes;
using TradeDesk.Client;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Client;

public sealed class PushTests : ClientTests
{
    [Test]
    public async Task Records_are_created_saved_deleted_and_refused_each_for_itself()
    {
        var (source, client) = (New("s"), Client());
        Push[] pushes =
        [
            Push.Upsert(Small(source, "1")), Push.Upsert(Small(source, "2")), Push.Upsert(Small(source, "wrong", "X")), Push.Upsert(Small(source, "1", "Renamed")),
            Push.Delete(source, "2"), Push.Delete(source, "never there"),
        ];
        var outcomes = await client.PushAsync(pushes, new() { Parallelism = 8 }).ToListAsync();
        Assert.That(pushes.Select(p => outcomes.Single(o => o.Push == p).Result), Is.EqualTo([
            PushResult.Created, PushResult.Created, PushResult.Refused, PushResult.Saved, PushResult.Deleted, PushResult.NotThere]), "pushes of one record keep their order");
        Assert.That(outcomes.Single(o => o.Result == PushResult.Refused).Problem!.Errors.Single().Pointer, Is.EqualTo("/legalName"));
        var renamed = outcomes.Single(o => o.Result == PushResult.Saved);
        Assert.That((renamed.Version, renamed.Document!.LegalName), Is.EqualTo((2, "Renamed")));
        var again = await client.PushAsync([Push.Upsert(Small(source, "1", "Renamed"))]).SingleAsync();
        Assert.That((again.Result, again.Version), Is.EqualTo((PushResult.Saved, 2)), "the same again changes nothing");
        Assert.That(await client.FindAsync(source, "2"), Is.Null);
        Assert.That((await client.FindAsync(source, "1"))!.LegalName, Is.EqualTo("Renamed"));
    }

    [Test]
    public async Task A_newer_version_is_not_overwritten()
    {
        var (source, client) = (New("s"), Client());
        await Admin.SaveAsync(Samples.Small(source));
        await Admin.SaveAsync(Samples.Small(source, name: "Newer"));
        var stale = await client.PushAsync([Push.Upsert(Small(source, "1", "Older"), ifVersion: 1)]).SingleAsync();
        Assert.That((stale.Result, stale.Problem!.Status), Is.EqualTo((PushResult.Stale, 412)));
        Assert.That((await client.PushAsync([Push.Delete(source, "1", ifVersion: 1)]).SingleAsync()).Result, Is.EqualTo(PushResult.Stale));
        Assert.That((await client.PushAsync([Push.Upsert(Small(source, "1", "Newest"), ifVersion: 2)]).SingleAsync()).Version, Is.EqualTo(3));
    }

    [Test]
    public async Task What_the_client_has_no_name_for_goes_back_as_it_came()
    {
        var source = New("s");
        var saved = await Admin.SaveAsync(Samples.IndianDairy("1", source));
        var document = (await Client().FindAsync(source, "1"))!;
        Assert.That(JsonNode.DeepEquals(document.Json, saved), Is.True);
        document.Summary = "Changed here.";
        var pushed = (await Client().PushAsync([Push.Upsert(document, document.Version)]).SingleAsync()).Document!.Json;
        string[] changed = ["summary", "version", "updatedAt"];
        foreach (var (member, value) in saved.AsObject().Where(m => !changed.Contains(m.Key)))
            Assert.That(JsonNode.DeepEquals(pushed[member], value), Is.True, member);
        Assert.That((string?)pushed["summary"], Is.EqualTo("Changed here."));
    }

    [Test]
    public async Task A_lost_answer_and_a_busy_desk_cost_another_attempt_only()
    {
        var source = New("s");
        var (client, way) = Client(new Flaky(
            (_, number) => number == 1 ? Flaky.Busy() : null,
            (_, number) => number == 2 ? throw new HttpRequestException("lost") : null));
        var outcome = await client.PushAsync([Push.Upsert(Small(source, "1"))]).SingleAsync();
        Assert.That((outcome.Result, outcome.Version, way.Requests), Is.EqualTo((PushResult.Saved, 1, 3)));
    }

    [Test]
    public async Task A_wrong_key_ends_the_push_and_another_partners_record_is_an_outcome()
    {
        var source = New("s");
        await Admin.SaveAsync(Samples.Small(source));
        Assert.That(async () => await Client("no such key").PushAsync([Push.Upsert(Small(source, "1"))]).ToListAsync(), Throws.TypeOf<TradeDeskProblemException>().With.Property("Status").EqualTo(401));
        var outcome = await Client(await KeyAsync(New("p"))).PushAsync([Push.Upsert(Small(source, "1", "Not mine"))]).SingleAsync();
        Assert.That((outcome.Result, outcome.Problem!.Status), Is.EqualTo((PushResult.Refused, 403)));
        Assert.That(() => Push.Upsert(new EnterpriseDocument([])), Throws.ArgumentException);
    }

    [Test]
    public async Task A_desk_that_cannot_be_reached_is_said_after_the_retries()
    {
        var (client, way) = Client(new Flaky((_, _) => throw new HttpRequestException("no way")), retries: 2);
        Assert.That(async () => await client.PushAsync([Push.Delete("s", "1")]).ToListAsync(), Throws.InstanceOf<HttpRequestException>());
        Assert.That(way.Requests, Is.EqualTo(3));
        var (hurt, failing) = Client(new Flaky((_, _) => new(HttpStatusCode.InternalServerError)), retries: 20);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(8));
        Assert.That(async () => await hurt.PushAsync(Enumerable.Range(0, 8).Select(i => Push.Delete("s", $"{i}")), new() { Parallelism = 8 }, limit.Token).ToListAsync(limit.Token), Throws.Exception);
        Assert.That(failing.Requests, Is.LessThan(60), "a desk that lies down is left alone");
    }

    [Test]
    public async Task A_whole_register_is_loaded_at_once_and_its_refusals_are_told()
    {
        var (source, client) = (New("s"), Client());
        var first = await client.ImportAsync(source, Documents(50), new() { Pause = TimeSpan.FromMilliseconds(20) });
        Assert.That((first.Status, first.Created, first.Refused), Is.EqualTo(("succeeded", 50, 1)), first.Failure);
        var refusal = await client.ImportRefusalsAsync(first.Id).SingleAsync();
        Assert.That((refusal.Line, refusal.Errors.Single().Pointer), Is.EqualTo((51, "/legalName")));
        var second = await client.ImportAsync(source, Documents(45), new() { ReplaceSource = true, RemoveAtMost = 0.5, Pause = TimeSpan.FromMilliseconds(20) });
        Assert.That((second.Succeeded, second.Unchanged, second.Removed), Is.EqualTo((true, 45, 5)), second.Failure);

        async IAsyncEnumerable<EnterpriseDocument> Documents(int count)
        {
            for (var i = 0; i < count; i++)
                yield return Small(source, $"{i}");
            yield return Small(source, "wrong", "X");
            await Task.CompletedTask;
        }
    }

    [Test]
    public async Task An_upload_whose_answer_is_lost_is_one_import()
    {
        var source = New("s");
        var (client, _) = Client(new Flaky((_, _) => null, (response, number) => number == 1 ? throw new HttpRequestException("lost") : null));
        var import = await client.ImportAsync(source, new[] { Small(source, "1") }.ToAsyncEnumerable(), new() { Pause = TimeSpan.FromMilliseconds(20) });
        Assert.That(import.Succeeded, Is.True, import.Failure);
        Assert.That((await Admin.GetJsonAsync("/v1/imports?limit=200")).Items().Count(i => (string?)i["source"] == source), Is.EqualTo(1));
    }
}
