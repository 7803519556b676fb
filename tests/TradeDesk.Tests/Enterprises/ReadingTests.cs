using System.Text.Json.Nodes;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Enterprises;

public sealed class ReadingTests : DeskTests
{
    private JsonNode there = null!;
    private JsonObject sent = null!;

    [SetUp]
    public async Task Save() => there = await Admin.SaveAsync(sent = Samples.IndianDairy(source: New("s")));

    [Test]
    public async Task Both_addresses_lead_to_the_same_record()
    {
        var byId = await Admin.GetJsonAsync(there.Path());
        Assert.That(JsonNode.DeepEquals(byId, await Admin.GetJsonAsync(sent.Address())));
        Assert.That(JsonNode.DeepEquals(byId, there));
    }

    [TestCase("\"1\"")]
    [TestCase("W/\"1\"")]
    [TestCase("\"0\", \"1\"")]
    [TestCase("*")]
    public async Task A_version_the_caller_has_is_not_sent_again(string known)
    {
        foreach (var path in (string[])[there.Path(), sent.Address()])
        {
            using var response = await GetAsync(path, known);
            Assert.That(response.Code(), Is.EqualTo(304));
            Assert.That(response.Headers.ETag?.Tag, Is.EqualTo("\"1\""));
            Assert.That(await response.Content.ReadAsByteArrayAsync(), Is.Empty);
        }
    }

    [TestCase("\"0\"")]
    [TestCase("\"11\"")]
    [TestCase("1")]
    [TestCase("nonsense")]
    public async Task A_version_the_caller_does_not_have_is_sent(string known)
    {
        using var response = await GetAsync(there.Path(), known);
        Assert.That(response.Code(), Is.EqualTo(200));
        Assert.That((await response.JsonAsync()).Id(), Is.EqualTo(there.Id()));
    }

    [Test]
    public async Task After_a_change_the_old_version_is_known_no_more()
    {
        await Admin.ChangeAsync(there, """{"city": "Patiala"}""");
        using var response = await GetAsync(there.Path(), "\"1\"");
        Assert.That(response.Code(), Is.EqualTo(200));
        Assert.That(response.Headers.ETag?.Tag, Is.EqualTo("\"2\""));
    }

    [Test]
    public async Task An_answer_may_not_be_kept_by_a_shared_cache()
    {
        using var response = await Admin.GetAsync(there.Path());
        Assert.That(response.Headers.CacheControl?.Private, Is.True);
        Assert.That(response.Headers.CacheControl?.NoCache, Is.True);
    }

    [TestCase("/v1/enterprises/ent_01JD8Q4Z7K5V3M2N1P0R9S8T7W")]
    [TestCase("/v1/enterprises/x")]
    [TestCase("/v1/enterprises/%27%20OR%201=1")]
    [TestCase("/v1/sources/none/enterprises/1")]
    public async Task What_is_not_there_is_not_found(string path)
    {
        using var response = await Admin.GetAsync(path);
        await response.ProblemAsync(404, "not-found");
    }

    [TestCase("A/B 12")]
    [TestCase("100%2F")]
    [TestCase("a+b&c=d;e#f?g")]
    [TestCase("मेरा-१")]
    [TestCase(".hidden")]
    public async Task An_external_id_of_any_letters_can_be_addressed(string externalId)
    {
        var document = Samples.Small(New("s"), externalId);
        var saved = await Admin.SaveAsync(document);
        Assert.That((string?)saved["externalId"], Is.EqualTo(externalId));
        Assert.That((await Admin.GetJsonAsync(document.Address())).Id(), Is.EqualTo(saved.Id()));
        using var deleted = await Admin.DeleteAsync(document.Address(), null);
        Assert.That(deleted.Code(), Is.EqualTo(204));
    }

    private Task<HttpResponseMessage> GetAsync(string path, string ifNoneMatch)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        return Admin.SendAsync(request);
    }
}
