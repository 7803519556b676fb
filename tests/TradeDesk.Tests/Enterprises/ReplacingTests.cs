using System.Text.Json.Nodes;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Enterprises;

[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.Providers))]
public sealed class ReplacingTests(string provider) : DeskTests(provider)
{
    private JsonNode there = null!;
    private JsonObject sent = null!;

    [SetUp]
    public async Task Save() => there = await Admin.SaveAsync(sent = Samples.IndianDairy(source: New("s")));

    [Test]
    public async Task The_whole_document_is_replaced()
    {
        using var response = await Admin.ReplaceAsync(there, Samples.Small((string)sent["source"]!, "PB-0042", "IN", "Another Name"), there.Tag());
        var now = await response.JsonAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.Code(), Is.EqualTo(200));
            Assert.That(response.Headers.ETag?.Tag, Is.EqualTo("\"2\""));
            Assert.That((string?)now["legalName"], Is.EqualTo("Another Name"));
            Assert.That(now["city"], Is.Null, "what was not sent is gone");
            Assert.That(now["contact"], Is.Null);
            Assert.That(now["intents"]!.AsArray(), Is.Empty);
            Assert.That(now.Id(), Is.EqualTo(there.Id()));
        }

        Assert.That(JsonNode.DeepEquals(await Admin.GetJsonAsync(there.Path()), now));
    }

    [Test]
    public async Task Source_and_external_id_stay_when_they_are_left_out()
    {
        using var response = await Admin.ReplaceAsync(there, Samples.Small("x").With("source", null).With("externalId", null), "*");
        var now = await response.JsonAsync();
        Assert.That((string?)now["source"], Is.EqualTo((string?)sent["source"]));
        Assert.That((string?)now["externalId"], Is.EqualTo("PB-0042"));
    }

    [Test]
    public async Task Without_If_Match_it_is_refused()
    {
        using var put = await Admin.ReplaceAsync(there, sent, null);
        await put.ProblemAsync(428, "if-match-required");
        using var patch = await Admin.PatchAsync(there, "{}", null);
        await patch.ProblemAsync(428, "if-match-required");
        using var delete = await Admin.DeleteAsync(there.Path(), null);
        await delete.ProblemAsync(428, "if-match-required");
        Assert.That(JsonNode.DeepEquals(await Admin.GetJsonAsync(there.Path()), there));
    }

    [TestCase("\"2\"")]
    [TestCase("W/\"1\"")]
    [TestCase("1")]
    public async Task With_another_version_than_the_one_that_is_there_it_is_refused(string ifMatch)
    {
        using var put = await Admin.ReplaceAsync(there, sent.With("city", "\"Patiala\""), ifMatch);
        var problem = await put.ProblemAsync(412, "stale");
        Assert.That((string?)problem["detail"], Does.Contain("\"1\""), "it says which version is there");
        using var patch = await Admin.PatchAsync(there, """{"city": "Patiala"}""", ifMatch);
        await patch.ProblemAsync(412, "stale");
        using var delete = await Admin.DeleteAsync(there.Path(), ifMatch);
        await delete.ProblemAsync(412, "stale");
        Assert.That(JsonNode.DeepEquals(await Admin.GetJsonAsync(there.Path()), there));
    }

    [Test]
    public async Task The_id_of_another_record_is_refused()
    {
        using var response = await Admin.ReplaceAsync(there, sent.With("id", "\"ent_01JD8Q4Z7K5V3M2N1P0R9S8T7W\""), there.Tag());
        Assert.That((await response.ProblemAsync(422, "invalid")).Pointers(), Is.EqualTo(["/id"]));
    }

    [Test]
    public async Task A_record_cannot_take_the_name_of_another()
    {
        var other = await Admin.SaveAsync(Samples.Small((string)sent["source"]!, "other"));
        using var put = await Admin.ReplaceAsync(there, sent.With("externalId", "\"other\""), there.Tag());
        var problem = await put.ProblemAsync(409, "conflict");
        Assert.That((string?)problem["detail"], Does.Contain(other.Id()));
        using var patch = await Admin.PatchAsync(there, """{"externalId": "other"}""", there.Tag());
        await patch.ProblemAsync(409, "conflict");
        using var half = await Admin.ReplaceAsync(there, sent.With("source", null), there.Tag());
        await half.ProblemAsync(409, "conflict");
    }

    [Test]
    public async Task A_record_can_take_a_free_name()
    {
        var now = await Admin.ChangeAsync(there, """{"externalId": "free"}""");
        Assert.That((await Admin.GetJsonAsync(Samples.Small((string)sent["source"]!, "free").Address())).Id(), Is.EqualTo(now.Id()));
        using var old = await Admin.GetAsync(Samples.IndianDairy(source: (string)sent["source"]!).Address());
        await old.ProblemAsync(404, "not-found");
    }

    [Test]
    public async Task What_is_not_there_cannot_be_replaced()
    {
        var none = JsonNode.Parse("""{"id": "ent_01JD8Q4Z7K5V3M2N1P0R9S8T7W"}""")!;
        using var put = await Admin.ReplaceAsync(none, Samples.Small(New("s")), "*");
        await put.ProblemAsync(404, "not-found");
        using var patch = await Admin.PatchAsync(none, "{}", "*");
        await patch.ProblemAsync(404, "not-found");
        using var delete = await Admin.DeleteAsync(none.Path(), "*");
        await delete.ProblemAsync(404, "not-found");
    }
}
