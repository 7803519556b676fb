using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using TradeDesk.Access;
using TradeDesk.Data;
using TradeDesk.Matches;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Matches;

[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.Providers))]
public sealed class MatchRunTests(string provider) : DeskTests(provider)
{
    private readonly List<string> indians = [];
    private HttpClient officer = null!;

    [OneTimeSetUp]
    public async Task Save()
    {
        officer = await Desk.ClientAsync(DeskRole.Officer, New("p"));
        for (var i = 0; i < 3; i++)
            indians.Add((await Admin.SaveAsync(Samples.IndianDairy($"in-{i}", "runs").With("keywords", $"""["ghee", "word{i}"]"""))).Id());
        indians.Add((await Admin.SaveAsync(Samples.Small("runs", "nobody", "IN"))).Id());
        foreach (var country in (string[])["AE", "OM", "PL"])
            await Admin.SaveAsync(Samples.GulfDistributor(country, "runs").With("country", $"\"{country}\"").With("keywords", $"""["ghee", "{country}"]"""));
        await Admin.SaveAsync(Samples.GulfDistributor("controlled", "runs").With("country", "\"OM\"").With("sectors", """["dairy", "defence"]"""));
    }

    [OneTimeTearDown]
    public void Release() => officer.Dispose();

    [Test]
    public async Task A_run_answers_what_each_enterprise_would_be_answered()
    {
        var run = await Admin.StartRunAsync("""{"limit": 2, "explain": "reasons", "policy": "sourcing", "on": "2026-11-22"}""");
        var status = await Admin.DoneAsync(run);
        var lines = MatchRunCalls.Lines(await Admin.ResultsAsync(run));
        Assert.That(lines.Select(l => l.Id()), Is.EqualTo(indians.Order(StringComparer.Ordinal)));
        foreach (var line in lines)
        {
            var answer = await Admin.GetJsonAsync($"/v1/enterprises/{line.Id()}/matches?limit=2&policy=sourcing&on=2026-11-22");
            var expected = answer.Items().Select(m => new JsonObject { ["id"] = (string?)m["peer"]!["id"], ["score"] = (double)m["score"]!, ["reasons"] = m["reasons"]!.DeepClone() }.ToJsonString());
            Assert.That(line.Items().Select(i => JsonNode.Parse(i.ToJsonString())!.ToJsonString()), Is.EqualTo(expected));
            Assert.That((long)line["snapshot"]!, Is.EqualTo((long)status["sequence"]!));
        }

        Assert.That(lines.Select(l => l.Items().Count), Is.EquivalentTo([2, 2, 2, 0]), "one whom nobody matches has its line");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(((long?)status["done"], (long?)status["total"], (int?)status["limit"]), Is.EqualTo((4, 4, 2)));
            Assert.That((string?)status["policy"], Does.StartWith("sourcing@"));
            Assert.That(((string?)status["on"], (string?)status["explain"]), Is.EqualTo(("2026-11-22", "reasons")));
            Assert.That(new[] { "createdAt", "startedAt", "finishedAt", "expiresAt" }.Select(m => (DateTimeOffset)status[m]!), Is.Ordered);
        }

        await DeleteAsync(Admin, run);
    }

    [Test]
    public async Task The_same_data_give_the_same_bytes()
    {
        var first = await Admin.RunAsync();
        Assert.That(await Admin.RunAsync(), Is.Not.Empty.And.EqualTo(first));
    }

    [Test]
    public async Task A_run_sees_every_write_that_was_answered_before_it()
    {
        var late = await Admin.SaveAsync(Samples.IndianDairy(New("late"), "runs"));
        Assert.That(MatchRunCalls.Lines(await Admin.RunAsync()).Select(l => l.Id()), Has.Member(late.Id()));
        using var gone = await Admin.DeleteAsync(late.Path(), "*");
        Assert.That(MatchRunCalls.Lines(await Admin.RunAsync()).Select(l => l.Id()), Has.No.Member(late.Id()));
    }

    [Test]
    public async Task A_run_holds_what_its_key_sees()
    {
        using var poland = await Desk.ClientAsync(DeskRole.Officer, New("p"), ["PL"]);
        using var cleared = await Desk.ClientAsync(DeskRole.Officer, New("p"), cleared: true);
        var draft = await Admin.SaveAsync(Samples.IndianDairy("draft", "runs").With("status", "\"draft\""));
        foreach (var (client, peers, seesDraft) in ((HttpClient, int, bool)[])[(officer, 3, false), (poland, 1, false), (cleared, 4, false), (Admin, 4, true)])
        {
            var lines = MatchRunCalls.Lines(await client.RunAsync());
            foreach (var id in indians.SkipLast(1))
            {
                var answer = await client.GetJsonAsync($"/v1/enterprises/{id}/matches?limit=10");
                var own = lines.Single(l => l.Id() == id).Items();
                Assert.That(own, Has.Count.EqualTo(peers));
                Assert.That(own.Select(i => i.Id()), Is.EqualTo(answer.Items().Select(m => (string?)m["peer"]!["id"])));
            }

            Assert.That(lines.Any(l => l.Id() == draft.Id()), Is.EqualTo(seesDraft));
        }

        using var gone = await Admin.DeleteAsync(draft.Path(), "*");
    }

    [Test]
    public async Task Only_the_key_that_asked_knows_the_run()
    {
        var run = await officer.StartRunAsync();
        await officer.DoneAsync(run);
        foreach (var path in (string[])[run, run + "/results"])
        {
            using var response = await Admin.GetAsync(path);
            await response.ProblemAsync(404, "not-found");
        }

        using var deleted = await Admin.DeleteAsync(run);
        await deleted.ProblemAsync(404, "not-found");
        Assert.That((await Admin.GetJsonAsync(MatchRunCalls.Runs)).Ids(), Has.No.Member(run.Split('/')[^1]));
        Assert.That((await officer.GetJsonAsync(MatchRunCalls.Runs)).Ids(), Has.Member(run.Split('/')[^1]));
        await DeleteAsync(officer, run);
    }

    [TestCase(DeskRole.Reader)]
    [TestCase(DeskRole.Partner)]
    public async Task Other_roles_may_not_run(DeskRole role)
    {
        using var client = await Desk.ClientAsync(role, New("p"));
        using var response = await client.SendJsonAsync(HttpMethod.Post, MatchRunCalls.Runs, "{}");
        Assert.That((string?)(await response.ProblemAsync(403, "forbidden"))["detail"], Does.Contain("'run'").And.Contain("officer or admin"));
        using var anonymous = await Desk.Anonymous.SendJsonAsync(HttpMethod.Post, MatchRunCalls.Runs, "{}");
        await anonymous.ProblemAsync(401, "unauthenticated");
    }

    [TestCase("""{"limit": 0}""", 422, "invalid", "/limit")]
    [TestCase("""{"limit": 101}""", 422, "invalid", "/limit")]
    [TestCase("""{"policy": "none"}""", 422, "invalid", "/policy")]
    [TestCase("""{"explain": "full"}""", 422, "invalid", "/explain")]
    [TestCase("""{"explain": "why"}""", 400, "malformed", "/explain")]
    [TestCase("""{"on": "tomorrow"}""", 400, "malformed", "/on")]
    [TestCase("""{"country": "PL"}""", 400, "malformed", "/country")]
    public async Task A_wrong_request_is_told_where(string request, int status, string slug, string pointer)
    {
        using var response = await officer.SendJsonAsync(HttpMethod.Post, MatchRunCalls.Runs, request);
        Assert.That((await response.ProblemAsync(status, slug)).Pointers(), Is.EqualTo([pointer]));
    }

    [Test]
    public async Task A_key_keeps_five_runs()
    {
        using var client = await Desk.ClientAsync(DeskRole.Officer, New("p"));
        var runs = new List<string>();
        for (var i = 0; i < MatchRunStore.MostOfKey; i++)
            runs.Add(await client.StartRunAsync());
        using var refused = await client.SendJsonAsync(HttpMethod.Post, MatchRunCalls.Runs, "{}");
        Assert.That((string?)(await refused.ProblemAsync(429, "too-many"))["detail"], Does.Contain("Delete"));
        Assert.That(refused.Headers.RetryAfter, Is.Not.Null);
        Assert.That((await client.GetJsonAsync(MatchRunCalls.Runs)).Ids().Select(id => $"{MatchRunCalls.Runs}/{id}"), Is.EqualTo(Enumerable.Reverse(runs)));
        await DeleteAsync(client, runs[2]);
        runs[2] = await client.StartRunAsync();
        foreach (var run in runs)
            await DeleteAsync(client, run);
    }

    [Test]
    public async Task An_expired_run_is_gone_with_its_results()
    {
        var run = await officer.StartRunAsync();
        await officer.DoneAsync(run);
        var id = run.Split('/')[^1];
        await using var connection = await Desk.Services.GetRequiredService<Database>().OpenAsync(default);
        Assert.That(await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM match_run_part WHERE run_id = @id", new { id }), Is.Positive);
        await connection.ExecuteAsync("UPDATE match_run SET expires_at = 1 WHERE id = @id", new { id });
        using var response = await officer.GetAsync(run);
        await response.ProblemAsync(404, "not-found");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await connection.ExecuteScalarAsync<long>("SELECT (SELECT COUNT(*) FROM match_run WHERE id = @id) + (SELECT COUNT(*) FROM match_run_part WHERE run_id = @id)", new { id }) > 0)
            await Task.Delay(50, limit.Token);
    }

    private static async Task DeleteAsync(HttpClient client, string run)
    {
        using var deleted = await client.DeleteAsync(run);
        Assert.That(deleted.Code(), Is.EqualTo(204));
        using var gone = await client.GetAsync(run);
        await gone.ProblemAsync(404, "not-found");
        using var again = await client.DeleteAsync(run);
        await again.ProblemAsync(404, "not-found");
    }
}
