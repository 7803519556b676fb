using System.Text.Json.Nodes;
using TradeDesk.Access;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Access;

[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.Providers))]
public sealed class VisibilityTests(string provider) : DeskTests(provider)
{
    private const string Withheld = """{"withheld":"until-introduction"}""";
    private readonly Dictionary<DeskRole, HttpClient> others = [];
    private HttpClient owner = null!;

    [OneTimeSetUp]
    public async Task MakeKeys()
    {
        owner = await Desk.ClientAsync(DeskRole.Partner, New("owner"));
        foreach (var role in (DeskRole[])[DeskRole.Reader, DeskRole.Partner, DeskRole.Officer])
            others[role] = await Desk.ClientAsync(role, New("other"), cleared: true);
    }

    [OneTimeTearDown]
    public void Release()
    {
        owner.Dispose();
        foreach (var client in others.Values)
            client.Dispose();
    }

    [TestCase(DeskRole.Reader)]
    [TestCase(DeskRole.Partner)]
    [TestCase(DeskRole.Officer)]
    public async Task A_contact_is_withheld_from_everyone_else(DeskRole role)
    {
        var (client, sent, there, gulf) = await SaveAsync();
        string[] paths =
        [
            there.Path(), sent.Address(), $"/v1/enterprises?source={sent["source"]}", $"/v1/intents?source={sent["source"]}",
            there.Path() + "/matches?explain=full", gulf.Path() + "/matches?explain=full&limit=100", $"{gulf.Path()}/matches/{there.Id()}",
        ];
        foreach (var path in paths)
            Assert.That((await client(role).GetJsonAsync(path)).ToJsonString(), Does.Not.Contain("A Person").And.Not.Contain("person@example.org").And.Not.Contain("91 1"), path);
        Assert.That((await client(role).GetJsonAsync(there.Path()))["contact"]!.ToJsonString(), Is.EqualTo(Withheld), "and it says so");
    }

    [Test]
    public async Task Its_own_partner_and_administrators_see_the_contact()
    {
        var (_, sent, there, _) = await SaveAsync();
        foreach (var client in (HttpClient[])[owner, Admin])
            foreach (var path in (string[])[there.Path(), sent.Address()])
                Assert.That(JsonNode.DeepEquals((await client.GetJsonAsync(path))["contact"], sent["contact"]), path);
        Assert.That(JsonNode.DeepEquals(there["contact"], sent["contact"]), "also in the answer to the write");
    }

    [Test]
    public async Task Even_its_own_partner_reads_no_contacts_in_lists()
    {
        var (_, sent, _, _) = await SaveAsync();
        var listed = (await owner.GetJsonAsync($"/v1/enterprises?source={sent["source"]}&country=IN")).Items().Single();
        Assert.That(listed["contact"]!.ToJsonString(), Is.EqualTo(Withheld));
    }

    [Test]
    public async Task Where_there_is_no_contact_none_is_withheld()
    {
        var there = await owner.SaveAsync(Samples.Small(New("s")));
        Assert.That((await others[DeskRole.Reader].GetJsonAsync(there.Path()))["contact"], Is.Null);
    }

    [Test]
    public async Task A_draft_is_there_for_its_own_partner_and_administrators_only()
    {
        var (_, sent, there, gulf) = await SaveAsync("draft");
        foreach (var client in others.Values)
        {
            foreach (var path in (string[])[there.Path(), sent.Address(), there.Path() + "/matches", $"{gulf.Path()}/matches/{there.Id()}", $"{there.Path()}/matches/{gulf.Id()}"])
            {
                using var response = await client.GetAsync(path);
                await response.ProblemAsync(404, "not-found");
            }

            using var patch = await client.PatchAsync(there, "{}", "*");
            Assert.That(patch.Code(), Is.EqualTo(client == others[DeskRole.Partner] ? 404 : 403));
            foreach (var path in (string[])[$"/v1/enterprises?source={sent["source"]}&limit=200", $"/v1/intents?source={sent["source"]}", gulf.Path() + "/matches?limit=100"])
                Assert.That((await client.GetJsonAsync(path)).ToJsonString(), Does.Not.Contain(there.Id()), path);
        }

        foreach (var client in (HttpClient[])[owner, Admin])
        {
            Assert.That((await client.GetJsonAsync(there.Path())).Id(), Is.EqualTo(there.Id()));
            Assert.That((await client.GetJsonAsync($"/v1/enterprises?source={sent["source"]}")).Ids(), Has.Member(there.Id()));
            Assert.That((await client.GetJsonAsync(gulf.Path() + "/matches?limit=100")).ToJsonString(), Does.Not.Contain(there.Id()), "a draft matches nobody");
        }
    }

    [Test]
    public async Task A_draft_that_is_published_appears_and_one_that_is_withdrawn_disappears()
    {
        var (client, _, there, gulf) = await SaveAsync("draft");
        there = await owner.ChangeAsync(there, """{"status": "active"}""");
        Assert.That((await client(DeskRole.Reader).GetJsonAsync(gulf.Path() + "/matches?limit=100")).ToJsonString(), Does.Contain(there.Id()));
        await owner.ChangeAsync(there, """{"status": "draft"}""");
        Assert.That((await client(DeskRole.Reader).GetJsonAsync(gulf.Path() + "/matches?limit=100")).ToJsonString(), Does.Not.Contain(there.Id()));
        using var gone = await client(DeskRole.Reader).GetAsync(there.Path());
        await gone.ProblemAsync(404, "not-found");
    }

    private async Task<(Func<DeskRole, HttpClient> Client, JsonObject Sent, JsonNode There, JsonNode Gulf)> SaveAsync(string status = "active")
    {
        var sent = Samples.IndianDairy(source: New("s")).With("status", $"\"{status}\"");
        return (role => others[role], sent, await owner.SaveAsync(sent), await owner.SaveAsync(Samples.GulfDistributor(source: (string)sent["source"]!)));
    }
}
