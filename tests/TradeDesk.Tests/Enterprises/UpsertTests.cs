using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TradeDesk.Access;
using TradeDesk.Data;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Enterprises;

[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.Providers))]
public sealed class UpsertTests(string provider) : DeskTests(provider)
{
    [Test]
    public async Task The_first_time_it_creates_and_afterwards_it_replaces()
    {
        var document = Samples.IndianDairy(source: New("s"));
        using var first = await Admin.UpsertAsync(document);
        using var second = await Admin.UpsertAsync(document.With("city", "\"Patiala\""));
        var (created, replaced) = (await first.JsonAsync(), await second.JsonAsync());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Code(), Is.EqualTo(201));
            Assert.That(first.Headers.Location?.ToString(), Is.EqualTo(created.Path()));
            Assert.That(second.Code(), Is.EqualTo(200));
            Assert.That(second.Headers.Location, Is.Null);
            Assert.That(second.Headers.ETag?.Tag, Is.EqualTo("\"2\""));
            Assert.That(replaced.Id(), Is.EqualTo(created.Id()));
            Assert.That((string?)replaced["city"], Is.EqualTo("Patiala"));
            Assert.That((string?)replaced["createdAt"], Is.EqualTo((string?)created["createdAt"]));
        }
    }

    [Test]
    public async Task The_same_document_again_changes_nothing()
    {
        var document = Samples.IndianDairy(source: New("s"));
        var first = await Admin.SaveAsync(document);
        var sequence = await LastSequenceAsync();
        using var again = await Admin.UpsertAsync(document);
        Assert.That(again.Code(), Is.EqualTo(200));
        Assert.That(again.Headers.ETag?.Tag, Is.EqualTo(first.Tag()));
        Assert.That(JsonNode.DeepEquals(await again.JsonAsync(), first), "the document is as it was, its ids, version and times too");
        Assert.That(await LastSequenceAsync(), Is.EqualTo(sequence), "no line in the change log");
    }

    [Test]
    public async Task What_the_desk_answered_can_be_sent_back_and_changes_nothing()
    {
        var document = Samples.IndianDairy(source: New("s"));
        var first = await Admin.SaveAsync(document);
        var again = await Admin.SaveAsync(first.AsObject());
        Assert.That(JsonNode.DeepEquals(again, first));
    }

    [Test]
    public async Task Each_change_is_one_line_in_the_change_log()
    {
        var document = Samples.IndianDairy(source: New("s"));
        var before = await LastSequenceAsync();
        var saved = await Admin.SaveAsync(document);
        await Admin.SaveAsync(document.With("city", "\"Patiala\""));
        var lines = await Desk.Services.GetRequiredService<ChangeLog>().AfterAsync(before, 10, default);
        Assert.That(lines.Select(l => (l.Kind, l.Op, l.Id, l.Version)), Is.EqualTo([("enterprise", "upsert", saved.Id(), 1L), ("enterprise", "upsert", saved.Id(), 2L)]));
        Assert.That(lines.Select(l => (l.Actor, l.Source, l.ExternalId, l.Country)).Distinct(), Is.EqualTo([("bootstrap", (string?)document["source"], "PB-0042", "IN")]));
    }

    [Test]
    public async Task Intents_that_come_without_ids_keep_the_ids_they_had()
    {
        var document = Samples.IndianDairy(source: New("s"));
        document["intents"]!.AsArray().Add(JsonNode.Parse("""{"type": "supply", "role": "offers", "summary": "one"}"""));
        document["intents"]!.AsArray().Add(JsonNode.Parse("""{"type": "supply", "role": "offers", "summary": "two"}"""));
        var first = IntentIds(await Admin.SaveAsync(document));
        document["intents"]!.AsArray().RemoveAt(1);
        document["intents"]![0]!["summary"] = "Said in other words.";
        document["intents"]!.AsArray().Add(JsonNode.Parse("""{"type": "training", "role": "seeks"}"""));
        var second = IntentIds(await Admin.SaveAsync(document));
        Assert.That(second.Take(2), Is.EqualTo([first[0], first[2]]), "the changed one by its type and role, the unchanged one by its words");
        Assert.That(first, Does.Not.Contain(second[2]), "the new one is new");
    }

    [Test]
    public async Task An_intent_cannot_take_an_id_that_is_not_its_own()
    {
        var other = IntentIds(await Admin.SaveAsync(Samples.IndianDairy(source: New("s"))))[0];
        var document = Samples.IndianDairy(source: New("s"));
        document["intents"]![0]!["id"] = other;
        Assert.That(IntentIds(await Admin.SaveAsync(document)), Does.Not.Contain(other));
    }

    [TestCase("\"1\"", 200)]
    [TestCase("*", 200)]
    [TestCase("\"1\", \"7\"", 200)]
    [TestCase("\"2\"", 412)]
    [TestCase("W/\"1\"", 412)]
    [TestCase("nonsense", 412)]
    public async Task With_If_Match_only_that_version_is_replaced(string ifMatch, int status)
    {
        var document = Samples.Small(New("s"));
        var saved = await Admin.SaveAsync(document);
        using var response = await Admin.UpsertAsync(document.With("city", "\"Patiala\""), ifMatch);
        Assert.That(response.Code(), Is.EqualTo(status));
        var now = await Admin.GetJsonAsync(saved.Path());
        Assert.That((string?)now["city"], Is.EqualTo(status == 200 ? "Patiala" : null));
    }

    [TestCase("\"1\"")]
    [TestCase("\"0\"")]
    [TestCase("*")]
    public async Task With_If_Match_nothing_is_created(string ifMatch)
    {
        var document = Samples.Small(New("s"));
        using var response = await Admin.UpsertAsync(document, ifMatch);
        await response.ProblemAsync(412, "stale");
        using var read = await Admin.GetAsync(document.Address());
        Assert.That(read.Code(), Is.EqualTo(404));
    }

    [TestCase("\"1\"")]
    [TestCase("\"9\"")]
    [TestCase(null)]
    public async Task Of_another_partners_record_not_even_the_version_is_told(string? ifMatch)
    {
        var document = Samples.Small(New("s"));
        await Admin.SaveAsync(document);
        using var stranger = await Desk.ClientAsync(DeskRole.Partner, New("p"));
        using var response = await stranger.UpsertAsync(document.With("city", "\"Patiala\""), ifMatch);
        Assert.That((string?)(await response.ProblemAsync(403, "forbidden"))["detail"], Does.Contain("source of your own"));
        Assert.That((string?)(await Admin.GetJsonAsync(document.Address()))["city"], Is.Null);
    }

    [Test]
    public async Task A_document_that_names_another_record_than_its_address_is_refused()
    {
        var document = Samples.Small(New("s"));
        using var response = await Admin.SendJsonAsync(HttpMethod.Put, document.Address() + "x", document.ToJsonString());
        Assert.That((await response.ProblemAsync(422, "invalid")).Pointers(), Is.EqualTo(["/externalId"]));
        using var other = await Admin.SendJsonAsync(HttpMethod.Put, document.Address(), document.With("source", "\"other\"").ToJsonString());
        Assert.That((await other.ProblemAsync(422, "invalid")).Pointers(), Is.EqualTo(["/source"]));
    }

    [Test]
    public async Task The_address_names_the_record_when_the_document_does_not()
    {
        var document = Samples.Small(New("s"));
        var address = document.Address();
        using var response = await Admin.SendJsonAsync(HttpMethod.Put, address, document.With("source", null).With("externalId", null).ToJsonString());
        Assert.That(response.Code(), Is.EqualTo(201));
        Assert.That((string?)(await Admin.GetJsonAsync(address))["externalId"], Is.EqualTo("1"));
    }

    private Task<long> LastSequenceAsync() => Desk.Services.GetRequiredService<ChangeLog>().LastSequenceAsync(default);

    private static List<string> IntentIds(JsonNode enterprise) => [.. enterprise["intents"]!.AsArray().Select(i => (string)i!["id"]!)];
}
