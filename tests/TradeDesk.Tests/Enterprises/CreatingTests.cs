using System.Text.Json.Nodes;
using TradeDesk.Access;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Enterprises;

public sealed class CreatingTests : DeskTests
{
    [Test]
    public async Task A_new_record_is_answered_with_its_address_and_ETag()
    {
        using var response = await Admin.CreateAsync(Samples.IndianDairy(source: New("s")));
        var created = await response.JsonAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.Code(), Is.EqualTo(201));
            Assert.That(created.Id(), Does.Match("^ent_[0-9A-HJKMNP-TV-Z]{26}$"));
            Assert.That((long?)created["version"], Is.EqualTo(1));
            Assert.That(response.Headers.ETag?.Tag, Is.EqualTo("\"1\""));
            Assert.That(response.Headers.Location?.ToString(), Is.EqualTo(created.Path()));
        }

        Assert.That(JsonNode.DeepEquals(await Admin.GetJsonAsync(response.Headers.Location!.ToString()), created), "the address leads to what was answered");
    }

    [Test]
    public async Task Everything_that_was_sent_is_there_when_it_is_read()
    {
        var sent = Samples.IndianDairy(source: New("s"));
        using var response = await Admin.CreateAsync(sent);
        var read = await Admin.GetJsonAsync((await response.JsonAsync()).Path());
        foreach (var (member, value) in sent.Where(m => m.Key != "intents"))
            Assert.That(JsonNode.DeepEquals(read[member], value), $"{member}: {read[member]?.ToJsonString()}");
        var (sentIntent, readIntent) = (sent["intents"]![0]!.AsObject(), read["intents"]![0]!);
        foreach (var member in (string[])["type", "role", "summary", "validUntil", "value"])
            Assert.That(JsonNode.DeepEquals(readIntent[member], sentIntent[member]), $"{member}: {readIntent.ToJsonString()}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((string?)readIntent["id"], Does.StartWith("int_"));
            Assert.That((string?)readIntent["status"], Is.EqualTo("open"));
            Assert.That(readIntent["countries"]!["accept"].Texts(), Is.EqualTo(["AE", "OM", "PL"]));
            Assert.That((string?)read["createdAt"], Does.Match(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$").And.EqualTo((string?)read["updatedAt"]));
            Assert.That((string?)read["status"], Is.EqualTo("active"));
        }
    }

    [Test]
    public async Task Without_source_and_external_id_it_gets_the_partners_own_and_its_id()
    {
        var partner = New("chamber");
        using var client = await Desk.ClientAsync(DeskRole.Partner, partner);
        using var response = await client.CreateAsync(Samples.Small("x").With("source", null).With("externalId", null));
        var created = await response.JsonAsync();
        Assert.That(response.Code(), Is.EqualTo(201));
        Assert.That((string?)created["source"], Is.EqualTo(partner));
        Assert.That((string?)created["externalId"], Is.EqualTo(created.Id()));
    }

    [Test]
    public async Task Members_that_the_desk_gives_are_ignored()
    {
        var sent = Samples.Small(New("s")).With("id", "\"ent_mine\"").With("version", "41").With("createdAt", "\"2001-01-01T00:00:00Z\"").With("updatedAt", "\"2001-01-01T00:00:00Z\"");
        using var response = await Admin.CreateAsync(sent);
        var created = await response.JsonAsync();
        Assert.That(created.Id(), Is.Not.EqualTo("ent_mine"));
        Assert.That((long?)created["version"], Is.EqualTo(1));
        Assert.That((string?)created["createdAt"], Does.Not.StartWith("2001"));
    }

    [Test]
    public async Task A_second_record_of_the_same_source_and_external_id_is_a_conflict_that_names_the_first()
    {
        var sent = Samples.Small(New("s"));
        var first = await Admin.SaveAsync(sent);
        using var response = await Admin.CreateAsync(sent);
        var problem = await response.ProblemAsync(409, "conflict");
        Assert.That((string?)problem["detail"], Does.Contain(first.Id()));
    }

    [Test]
    public async Task The_same_external_id_in_the_partners_own_source_is_a_conflict_too()
    {
        using var client = await Desk.ClientAsync(DeskRole.Partner, New("chamber"));
        using var first = await client.CreateAsync(Samples.Small("x").With("source", null));
        using var second = await client.CreateAsync(Samples.Small("x").With("source", null));
        Assert.That(first.Code(), Is.EqualTo(201));
        await second.ProblemAsync(409, "conflict");
    }

    [Test]
    public async Task The_same_external_id_in_two_sources_is_two_records()
    {
        var (one, other) = (await Admin.SaveAsync(Samples.Small(New("s"))), await Admin.SaveAsync(Samples.Small(New("s"))));
        Assert.That(one.Id(), Is.Not.EqualTo(other.Id()));
    }
}
