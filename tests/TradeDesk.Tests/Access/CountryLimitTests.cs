using System.Text.Json.Nodes;
using TradeDesk.Access;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Access;

[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.Providers))]
public sealed class CountryLimitTests(string provider) : DeskTests(provider)
{
    private readonly string source = New("s");
    private HttpClient limited = null!;
    private JsonNode indian = null!, gulf = null!, polish = null!;

    [OneTimeSetUp]
    public async Task Save()
    {
        limited = await Desk.ClientAsync(DeskRole.Officer, New("p"), ["PL"]);
        indian = await Admin.SaveAsync(Samples.IndianDairy(source: source));
        gulf = await Admin.SaveAsync(Samples.GulfDistributor(source: source));
        polish = await Admin.SaveAsync(Samples.GulfDistributor("PL-1", source).With("country", "\"PL\""));
    }

    [OneTimeTearDown]
    public void Release() => limited.Dispose();

    [Test]
    public async Task A_key_reads_records_of_its_countries_and_of_home()
    {
        Assert.That((await limited.GetJsonAsync(polish.Path())).Id(), Is.EqualTo(polish.Id()));
        Assert.That((await limited.GetJsonAsync(indian.Path())).Id(), Is.EqualTo(indian.Id()));
        foreach (var path in (string[])[gulf.Path(), Samples.GulfDistributor(source: source).Address(), gulf.Path() + "/matches", $"{indian.Path()}/matches/{gulf.Id()}"])
        {
            using var response = await limited.GetAsync(path);
            await response.ProblemAsync(404, "not-found");
        }
    }

    [Test]
    public async Task Lists_hold_its_countries_and_home()
    {
        Assert.That((await limited.GetJsonAsync($"/v1/enterprises?source={source}")).Ids(), Is.EquivalentTo([indian.Id(), polish.Id()]));
        var board = (await limited.GetJsonAsync($"/v1/intents?source={source}")).Items().Select(i => (string?)i["enterprise"]!["id"]);
        Assert.That(board, Is.EquivalentTo([indian.Id(), polish.Id()]));
    }

    [Test]
    public async Task Matches_hold_its_countries_and_fill_the_limit_with_them()
    {
        Assert.That(await PeersAsync(Admin, indian, 100), Is.EquivalentTo([gulf.Id(), polish.Id()]));
        Assert.That(await PeersAsync(limited, indian, 100), Is.EqualTo([polish.Id()]));
        Assert.That(await PeersAsync(limited, indian, 1), Is.EqualTo([polish.Id()]), "a hidden peer takes no place");
        Assert.That(await PeersAsync(limited, polish, 100), Is.EqualTo([indian.Id()]), "home is always there");
        using var response = await limited.SendJsonAsync(HttpMethod.Post, "/v1/matches/query", $$"""{"needs": [{{Samples.IndianDairy().ToJsonString()}}]}""");
        Assert.That((await response.JsonAsync()).Items()[0].Items().Select(m => (string?)m["peer"]!["id"]), Is.EqualTo([polish.Id()]));
    }

    [Test]
    public async Task A_key_writes_records_of_its_countries_only()
    {
        using var client = await Desk.ClientAsync(DeskRole.Partner, New("p"), ["PL", "DE"]);
        await client.SaveAsync(Samples.Small(New("s")));
        foreach (var country in (string[])["AE", "IN"])
        {
            using var response = await client.UpsertAsync(Samples.Small(New("s"), country: country));
            var problem = await response.ProblemAsync(422, "invalid");
            Assert.That((string?)problem["errors"]![0]!["code"], Is.EqualTo("outside-your-countries"));
            Assert.That(problem.Pointers(), Is.EqualTo(["/country"]));
        }
    }

    [Test]
    public async Task A_key_leaves_its_partners_records_of_other_countries_alone()
    {
        var partner = New("p");
        using var everywhere = await Desk.ClientAsync(DeskRole.Partner, partner);
        using var inPoland = await Desk.ClientAsync(DeskRole.Partner, partner, ["PL"]);
        var sent = Samples.Small(New("s"), country: "DE");
        var there = await everywhere.SaveAsync(sent);
        var moved = sent.With("country", "\"PL\"");
        foreach (var send in (Func<Task<HttpResponseMessage>>[])[
            () => inPoland.UpsertAsync(moved), () => inPoland.ReplaceAsync(there, moved, "*"), () => inPoland.PatchAsync(there, """{"country": "PL"}""", "*"),
            () => inPoland.DeleteAsync(there.Path(), "*"), () => inPoland.DeleteAsync(sent.Address(), null)])
        {
            using var response = await send();
            Assert.That((string?)(await response.ProblemAsync(403, "forbidden"))["detail"], Does.Contain("PL"));
        }

        Assert.That(JsonNode.DeepEquals(await everywhere.GetJsonAsync(there.Path()), there));
    }

    private static async Task<IEnumerable<string?>> PeersAsync(HttpClient client, JsonNode enterprise, int limit) =>
        (await client.GetJsonAsync($"{enterprise.Path()}/matches?limit={limit}")).Items().Select(m => (string?)m["peer"]!["id"]);
}
