using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TradeDesk.Access;
using TradeDesk.Commands;
using TradeDesk.Data;
using TradeDesk.Enterprises;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Enterprises;

[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.Providers))]
public sealed class ConcurrentWritesTests(string provider) : DeskTests(provider)
{
    private const int Writers = 16;

    [Test]
    public async Task Many_upserts_of_one_record_at_once_create_it_once()
    {
        var source = New("s");
        var before = await Log.LastSequenceAsync(default);
        var responses = await AllAsync(i => Admin.UpsertAsync(Samples.Small(source, "one", name: $"Name {i}").With("intents", """[{"type": "trade", "role": "offers"}]""")));
        Assert.That(responses.Select(r => r.Code()).Order(), Is.EqualTo([.. Enumerable.Repeat(200, Writers - 1), 201]));
        var there = (await Admin.GetJsonAsync($"/v1/enterprises?source={source}")).Items().Single();
        Assert.That((long?)there["version"], Is.EqualTo(Writers), "each write was one version");
        var lines = (await Log.AfterAsync(before, 100, default)).Where(l => l.Id == there.Id()).Select(l => l.Version);
        Assert.That(lines, Is.EqualTo(Enumerable.Range(1, Writers)), "each version has its line, in order");
    }

    [Test]
    public async Task Many_upserts_of_the_same_document_make_one_version()
    {
        var document = Samples.IndianDairy(source: New("s"));
        var responses = await AllAsync(_ => Admin.UpsertAsync(document));
        Assert.That(responses.Select(r => r.Code()), Has.Exactly(1).EqualTo(201).And.All.LessThanOrEqualTo(201));
        Assert.That((long?)(await Admin.GetJsonAsync(document.Address()))["version"], Is.EqualTo(1));
    }

    [Test]
    public async Task Of_many_posts_of_one_record_one_creates_it_and_the_rest_conflict()
    {
        var document = Samples.Small(New("s"));
        var responses = await AllAsync(_ => Admin.CreateAsync(document));
        Assert.That(responses.Select(r => r.Code()).Order(), Is.EqualTo([201, .. Enumerable.Repeat(409, Writers - 1)]));
    }

    [Test]
    public async Task Of_many_patches_with_one_ETag_one_wins()
    {
        var there = await Admin.SaveAsync(Samples.Small(New("s")));
        var responses = await AllAsync(i => Admin.PatchAsync(there, $$"""{"city": "City {{i}}"}""", there.Tag()));
        Assert.That(responses.Select(r => r.Code()).Order(), Is.EqualTo([200, .. Enumerable.Repeat(412, Writers - 1)]));
        var winner = await responses.Single(r => r.Code() == 200).JsonAsync();
        Assert.That(JsonNode.DeepEquals(await Admin.GetJsonAsync(there.Path()), winner), "what the winner was told is what is there");
    }

    [Test]
    public async Task Of_many_deletions_one_wins()
    {
        var there = await Admin.SaveAsync(Samples.IndianDairy(source: New("s")));
        var responses = await AllAsync(_ => Admin.DeleteAsync(there.Path(), there.Tag()));
        Assert.That(responses.Count(r => r.Code() == 204), Is.EqualTo(1));
        Assert.That(responses.Where(r => r.Code() != 204).Select(r => r.Code()), Is.All.AnyOf(404, 412));
    }

    [Test]
    public async Task A_deletion_without_If_Match_holds_whatever_others_write_meanwhile()
    {
        var document = Samples.Small(New("s"));
        await Admin.SaveAsync(document);
        var responses = await AllAsync(i => i % 2 == 0 ? Admin.DeleteAsync(document.Address(), null) : Admin.UpsertAsync(document.With("city", $"\"City {i}\"")));
        Assert.That(responses.Select(r => r.Code()), Is.All.AnyOf(200, 201, 204, 404));
        Assert.That(responses.Select(r => r.Code()), Does.Contain(204));
    }

    [Test]
    public async Task A_source_that_many_partners_want_at_once_goes_to_one()
    {
        var source = New("s");
        var partners = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Desk.ClientAsync(DeskRole.Partner, New("p"))));
        var responses = await Task.WhenAll(partners.SelectMany((p, i) => Enumerable.Range(0, 3).Select(n => EnterpriseCalls.UntilTakenAsync(() => p.UpsertAsync(Samples.Small(source, $"{i}-{n}"))))));
        Assert.That(responses.Select(r => r.Code()).Order(), Is.EqualTo([201, 201, 201, .. Enumerable.Repeat(403, 9)]));
        Assert.That((await Admin.GetJsonAsync($"/v1/enterprises?source={source}")).Items().Select(e => ((string)e["externalId"]!)[0]).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task What_others_write_between_composing_and_saving_a_batch_counts()
    {
        var source = New("s");
        foreach (var externalId in new[] { "alike", "changed", "deleted" })
            await Admin.SaveAsync(Samples.Small(source, externalId));
        string[] externalIds = ["alike", "changed", "deleted", "made", "new"];
        var batch = externalIds.Select(id => new Enterprise { Source = source, ExternalId = id, LegalName = id == "alike" ? "Small Enterprise" : "Of the batch", Country = "PL" }).ToList();
        var (batches, caller) = (Desk.Services.GetRequiredService<EnterpriseBatches>(), CommandHost.Administrator("test"));
        var composed = await batches.ComposeAsync(batch, caller, null, default);
        await Admin.SaveAsync(Samples.Small(source, "changed", name: "Of another"));
        using (await Admin.DeleteAsync(Samples.Small(source, "deleted").Address()))
            await Admin.SaveAsync(Samples.Small(source, "made", name: "Of another"));
        var savings = await batches.SaveAsync(composed, caller, null, default);
        (SavingOutcome, long)[] expected = [(SavingOutcome.Unchanged, 1), (SavingOutcome.Updated, 3), (SavingOutcome.Created, 1), (SavingOutcome.Updated, 2), (SavingOutcome.Created, 1)];
        Assert.That(savings.Select(s => (s.Outcome, s.Version)), Is.EqualTo(expected));
        var there = (await Admin.GetJsonAsync($"/v1/enterprises?source={source}")).Items();
        Assert.That(there.Select(e => $"{e["externalId"]} {e["legalName"]} {e["version"]} {e["id"]}").Order(), Is.EqualTo(savings.Select((s, i) => $"{batch[i].ExternalId} {batch[i].LegalName} {s.Version} {s.Id}").Order()));
    }

    private ChangeLog Log => Desk.Services.GetRequiredService<ChangeLog>();

    private static Task<HttpResponseMessage[]> AllAsync(Func<int, Task<HttpResponseMessage>> send) =>
        Task.WhenAll(Enumerable.Range(0, Writers).Select(i => EnterpriseCalls.UntilTakenAsync(() => send(i))));
}
