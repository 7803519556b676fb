using System.Text.Json.Nodes;
using TradeDesk.Access;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Access;

[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.Providers))]
public sealed class ExportControlTests(string provider) : DeskTests(provider)
{
    private HttpClient owner = null!, cleared = null!, uncleared = null!, officer = null!;

    [OneTimeSetUp]
    public async Task MakeKeys()
    {
        owner = await Desk.ClientAsync(DeskRole.Partner, New("owner"));
        cleared = await Desk.ClientAsync(DeskRole.Reader, New("p"), cleared: true);
        uncleared = await Desk.ClientAsync(DeskRole.Reader, New("p"));
        officer = await Desk.ClientAsync(DeskRole.Officer, New("p"));
    }

    [OneTimeTearDown]
    public void Release()
    {
        foreach (var client in (HttpClient[])[owner, cleared, uncleared, officer])
            client.Dispose();
    }

    [TestCase("sectors", """["defence"]""")]
    [TestCase("sectors", """["ammunition"]""")]
    [TestCase("sectors", """["dairy", "small-arms"]""")]
    [TestCase("products", """[{"scheme": "HS-2022", "code": "930690"}]""")]
    [TestCase("activities", """[{"scheme": "ISIC-4", "code": "2520"}]""")]
    [TestCase("intents", """[{"type": "supply", "role": "seeks", "sectors": ["military-drones"]}]""")]
    [TestCase("intents", """[{"type": "supply", "role": "seeks", "products": [{"scheme": "HS-2022", "code": "9301"}]}]""")]
    public async Task Whatever_touches_a_controlled_sector_is_shown_to_cleared_keys_only(string member, string value)
    {
        var sent = Samples.Small(New("s")).With("intents", """[{"type": "supply", "role": "seeks"}]""").With(member, value);
        var there = await owner.SaveAsync(sent);
        var (list, board) = ($"/v1/enterprises?source={sent["source"]}", $"/v1/intents?source={sent["source"]}");
        foreach (var client in (HttpClient[])[uncleared, officer])
        {
            foreach (var path in (string[])[there.Path(), sent.Address(), there.Path() + "/matches"])
            {
                using var response = await client.GetAsync(path);
                await response.ProblemAsync(404, "not-found");
            }

            Assert.That((await client.GetJsonAsync(list)).Items(), Is.Empty);
            Assert.That((await client.GetJsonAsync(board)).Items(), Is.Empty);
        }

        foreach (var client in (HttpClient[])[cleared, owner, Admin])
        {
            Assert.That((await client.GetJsonAsync(there.Path())).Id(), Is.EqualTo(there.Id()));
            Assert.That((await client.GetJsonAsync(list)).Items(), Has.Count.EqualTo(1));
            Assert.That((await client.GetJsonAsync(board)).Items(), Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task In_matches_the_compartment_is_shown_to_cleared_keys_only()
    {
        var (maker, buyer) = await SavePairAsync();
        Assert.That(await PeersAsync(cleared, maker), Has.Member(buyer.Id()));
        Assert.That((bool?)(await cleared.GetJsonAsync($"{maker.Path()}/matches/{buyer.Id()}"))["matched"], Is.True);
        foreach (var path in (string[])[$"{maker.Path()}/matches", $"{maker.Path()}/matches/{buyer.Id()}"])
        {
            using var response = await uncleared.GetAsync(path);
            await response.ProblemAsync(404, "not-found");
        }
    }

    [Test]
    public async Task An_open_enterprise_has_controlled_peers_for_cleared_keys_only()
    {
        var products = """[{"scheme": "HS-2022", "code": "040590"}]""";
        var open = await owner.SaveAsync(Samples.IndianDairy(source: New("s")));
        var mixed = await owner.SaveAsync(Samples.GulfDistributor(source: New("s")).With("sectors", """["dairy", "defence"]""").With("products", products));
        Assert.That(await PeersAsync(cleared, open), Has.Member(mixed.Id()));
        foreach (var client in (HttpClient[])[uncleared, officer])
        {
            Assert.That(await PeersAsync(client, open), Has.No.Member(mixed.Id()));
            using var pair = await client.GetAsync($"{open.Path()}/matches/{mixed.Id()}");
            await pair.ProblemAsync(404, "not-found");
        }
    }

    [Test]
    public async Task A_need_that_is_not_stored_opens_no_door()
    {
        var (maker, _) = await SavePairAsync();
        var need = """{"needs": [{"legalName": "Curious Buyer", "country": "PL", "sectors": ["ammunition"], "intents": [{"type": "supply", "role": "seeks"}]}], "limit": 100}""";
        async Task<string> AskAsync(HttpClient client)
        {
            using var response = await client.SendJsonAsync(HttpMethod.Post, "/v1/matches/query", need);
            return await response.Content.ReadAsStringAsync();
        }

        Assert.That(await AskAsync(cleared), Does.Contain(maker.Id()));
        foreach (var client in (HttpClient[])[uncleared, officer, owner])
            Assert.That(await AskAsync(client), Does.Contain("\"items\"").And.Not.Contain("ent_"));
    }

    [Test]
    public async Task A_record_that_becomes_controlled_is_gone_at_once_and_comes_back()
    {
        var there = await owner.SaveAsync(Samples.IndianDairy(source: New("s")));
        var gulf = await owner.SaveAsync(Samples.GulfDistributor(source: New("s")));
        Assert.That(await PeersAsync(uncleared, gulf), Has.Member(there.Id()));
        there = await owner.ChangeAsync(there, """{"sectors": ["dairy", "defence"]}""");
        Assert.That(await PeersAsync(uncleared, gulf), Has.No.Member(there.Id()));
        await owner.ChangeAsync(there, """{"sectors": ["dairy"]}""");
        Assert.That(await PeersAsync(uncleared, gulf), Has.Member(there.Id()));
    }

    private async Task<(JsonNode Maker, JsonNode Buyer)> SavePairAsync() => (
        await owner.SaveAsync(Samples.Small(New("s"), country: "IN").With("sectors", """["ammunition"]""").With("intents", """[{"type": "supply", "role": "offers"}]""")),
        await owner.SaveAsync(Samples.Small(New("s")).With("sectors", """["ammunition"]""").With("intents", """[{"type": "supply", "role": "seeks"}]""")));

    private static async Task<IEnumerable<string?>> PeersAsync(HttpClient client, JsonNode enterprise) =>
        (await client.GetJsonAsync(enterprise.Path() + "/matches?limit=100")).Items().Select(m => (string?)m["peer"]!["id"]);
}
