using System.Text.Json.Nodes;
using TradeDesk.Access;
using TradeDesk.Matches;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Matches;

[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.Providers))]
public sealed class GainedTests(string provider) : DeskTests(provider)
{
    private const string Gained = "/v1/matches/gained";

    // Each test trades with countries of its own, so that nobody gains what another test wrote.

    [Test]
    public async Task Who_has_a_new_peer_among_its_best_is_told_with_rank_and_reasons()
    {
        var (first, second) = (await DairyAsync("DE"), await DairyAsync("DE"));
        var since = await SequenceAsync();
        var peer = await Admin.SaveAsync(Peer("DE"));
        var answer = await Admin.GetJsonAsync($"{Gained}?since={since}&k=20&limit=200");
        Assert.That(answer["nextCursor"], Is.Null);
        Assert.That((long)answer["sequence"]!, Is.GreaterThan(since));
        foreach (var dairy in (JsonNode[])[first, second])
        {
            var item = answer.Items().Single(i => i["enterprise"]!.Id() == dairy.Id());
            var match = (await Admin.GetJsonAsync(dairy.Path() + "/matches?limit=20")).Items().Single(m => m["peer"]!.Id() == peer.Id());
            Assert.That(JsonNode.DeepEquals(item["gained"]!.AsArray().Single(), match), item.ToJsonString());
            Assert.That(match["reasons"].Texts(), Is.Not.Empty);
        }
    }

    [Test]
    public async Task A_home_enterprise_that_changed_is_gained_by_foreign_ones()
    {
        var peer = await Admin.SaveAsync(Peer("FR").With("keywords", $"""["{New("w")}"]"""));
        var dairy = await DairyAsync("FR");
        var since = await SequenceAsync();
        await Admin.ChangeAsync(dairy, $$"""{"keywords": {{peer["keywords"]!.ToJsonString()}}}""");
        Assert.That(await PairsAsync(Admin, since), Has.Member($"{peer.Id()} {dairy.Id()}"));
        Assert.That((await PairsAsync(Admin, since)).Where(p => p.StartsWith(dairy.Id(), StringComparison.Ordinal)), Is.Empty, "what it has itself did not change");
    }

    [Test]
    public async Task Only_the_best_k_count()
    {
        var word = New("word");
        var dairy = await Admin.SaveAsync(Dairy("IT").With("keywords", $"""["{word}"]"""));
        var since = await SequenceAsync();
        var better = await Admin.SaveAsync(Peer("IT").With("keywords", $"""["{word}"]"""));
        var worse = await Admin.SaveAsync(Peer("IT").With("products", "[]").With("keywords", "[]"));
        var (best, all) = (await PairsAsync(Admin, since, "&k=1"), await PairsAsync(Admin, since, "&k=20"));
        Assert.That(best.Where(p => p.StartsWith(dairy.Id(), StringComparison.Ordinal)), Is.EqualTo([$"{dairy.Id()} {better.Id()}"]));
        Assert.That(all, Has.Member($"{dairy.Id()} {worse.Id()}"));
    }

    [Test]
    public async Task What_changed_often_comes_once_and_what_is_gone_not_at_all()
    {
        var dairy = await DairyAsync("ES");
        var since = await SequenceAsync();
        var (often, deleted, draft) = (await Admin.SaveAsync(Peer("ES")), await Admin.SaveAsync(Peer("ES")), await Admin.SaveAsync(Peer("ES")));
        for (var i = 0; i < 3; i++)
            often = await Admin.ChangeAsync(often, $$"""{"city": "City {{i}}"}""");
        await Admin.ChangeAsync(draft, """{"status": "draft"}""");
        using var gone = await Admin.DeleteAsync(deleted.Path(), "*");
        Assert.That((await PairsAsync(Admin, since)).Where(p => p.StartsWith(dairy.Id(), StringComparison.Ordinal)), Is.EqualTo([$"{dairy.Id()} {often.Id()}"]));
    }

    [Test]
    public async Task The_sequence_of_an_answer_is_where_the_next_one_begins()
    {
        var dairy = await DairyAsync("NL");
        var since = await SequenceAsync();
        for (var i = 0; i < GainedPeers.MostChanged + 5; i++)
            await Admin.SaveAsync(Peer("NL"));
        var first = await Admin.GetJsonAsync($"{Gained}?since={since}&limit=1&k=20");
        var between = await Admin.SaveAsync(Peer("NL").With("keywords", """["ghee", "paneer"]"""));
        var second = await Admin.GetJsonAsync($"{Gained}?since={since}&limit=1&k=20&cursor={first["nextCursor"]}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((long)second["sequence"]!, Is.EqualTo((long)first["sequence"]!), "every page ends where the first one did");
            Assert.That((long)second["snapshot"]!, Is.GreaterThan((long)first["snapshot"]!), "but is true now");
            Assert.That(second.Items().SelectMany(Pairs), Has.None.Contains(between.Id()));
        }

        Assert.That(await PairsAsync(Admin, (long)first["sequence"]!, "&k=20"), Has.Member($"{dairy.Id()} {between.Id()}"));
        Assert.That(await PairsAsync(Admin, await SequenceAsync()), Is.Empty);
    }

    [Test]
    public async Task A_key_is_told_what_it_sees()
    {
        using var poland = await Desk.ClientAsync(DeskRole.Reader, New("p"), ["PL"]);
        using var cleared = await Desk.ClientAsync(DeskRole.Reader, New("p"), cleared: true);
        var dairy = await DairyAsync("AE", "PL");
        var since = await SequenceAsync();
        var polish = await Admin.SaveAsync(Peer("PL"));
        var gulf = await Admin.SaveAsync(Peer("AE"));
        var controlled = await Admin.SaveAsync(Peer("PL").With("sectors", """["dairy", "defence"]"""));
        foreach (var (client, seen) in ((HttpClient, JsonNode[])[])[(poland, [polish]), (cleared, [polish, gulf, controlled]), (Admin, [polish, gulf, controlled])])
            Assert.That((await PairsAsync(client, since)).Where(p => p.StartsWith(dairy.Id(), StringComparison.Ordinal)), Is.EquivalentTo(seen.Select(s => $"{dairy.Id()} {s.Id()}")));

        since = await SequenceAsync();
        await Admin.ChangeAsync(dairy, """{"city": "Patiala"}""");
        Assert.That(await PairsAsync(poland, since), Has.Member($"{polish.Id()} {dairy.Id()}").And.None.StartsWith(gulf.Id()).And.None.StartsWith(controlled.Id()));
    }

    [TestCase("", "?since", "required")]
    [TestCase("?since=-1", "?since", "out-of-range")]
    [TestCase("?since=soon", "?since", "unreadable")]
    [TestCase("?since=900000000", "?since", "in-the-future")]
    [TestCase("?since=0&k=0", "?k", "out-of-range")]
    [TestCase("?since=0&k=21", "?k", "out-of-range")]
    [TestCase("?since=0&limit=201", "?limit", "out-of-range")]
    [TestCase("?since=0&policy=none", "?policy", "unknown-policy")]
    [TestCase("?since=0&explain=why", "?explain", "unknown-word")]
    [TestCase("?since=0&cursor=none", "?cursor", "unknown-cursor")]
    [TestCase("?since=0&cursor=azp4", "?cursor", "unknown-cursor")]
    [TestCase("?since=9&cursor=azo5OjM6", "?cursor", "unknown-cursor")]
    public async Task A_wrong_question_is_told_where(string query, string pointer, string code)
    {
        await DairyAsync("BE");
        using var response = await Admin.GetAsync(Gained + query);
        var problem = await response.ProblemAsync(400, "parameter");
        Assert.That(problem["errors"]!.AsArray().Select(e => ((string?)e!["pointer"], (string?)e["code"])), Is.EqualTo([(pointer, code)]));
    }

    [Test]
    public async Task Without_a_key_nothing_is_told()
    {
        using var response = await Desk.Anonymous.GetAsync(Gained + "?since=0");
        await response.ProblemAsync(401, "unauthenticated");
    }

    private Task<JsonNode> DairyAsync(params string[] countries) => Admin.SaveAsync(Dairy(countries));

    private static JsonObject Dairy(params string[] countries)
    {
        var dairy = Samples.IndianDairy(New("x"));
        dairy["intents"]![0]!["countries"] = new JsonObject { ["accept"] = new JsonArray([.. countries.Select(c => (JsonNode)c)]) };
        return dairy;
    }

    private static JsonObject Peer(string country) => Samples.GulfDistributor(New("x")).With("country", $"\"{country}\"");

    private async Task<long> SequenceAsync() => (long)(await Admin.GetJsonAsync(Gained + "?since=0&limit=1"))["sequence"]!;

    /// <summary>All pages, as pairs of ids: who gained whom.</summary>
    internal static async Task<List<string>> PairsAsync(HttpClient client, long since, string more = "")
    {
        var pairs = new List<string>();
        string? cursor = null;
        var cursors = new HashSet<string?>();
        do
        {
            Assert.That(cursors.Add(cursor), "every page comes further than the one before");
            var page = await client.GetJsonAsync($"{Gained}?since={since}{more}{(cursor is null ? "" : "&cursor=" + cursor)}");
            pairs.AddRange(page.Items().SelectMany(Pairs));
            cursor = (string?)page["nextCursor"];
        }
        while (cursor is not null);
        return pairs;
    }

    private static IEnumerable<string> Pairs(JsonNode item) => item["gained"]!.AsArray().Select(g => $"{item["enterprise"]!.Id()} {g!["peer"]!.Id()}");
}
