using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TradeDesk.Access;
using TradeDesk.Matches;
using TradeDesk.Matching;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Matches;

public sealed class CorridorTests : DeskTests
{
    private const string Gulf = "/v1/corridors/AE/matches";
    private readonly List<JsonNode> dairies = [], distributors = [];
    private HttpClient reader = null!;

    [OneTimeSetUp]
    public async Task Save()
    {
        for (var i = 0; i < 5; i++)
            dairies.Add(await Admin.SaveAsync(Samples.IndianDairy($"IN-{i}").With("certifications", i < 2 ? """["FSSAI", "HACCP"]""" : "[]")));
        for (var i = 0; i < 2; i++)
            distributors.Add(await Admin.SaveAsync(Samples.GulfDistributor($"AE-{i}").With("certifications", i == 0 ? """["HALAL"]""" : "[]")));
        await Admin.SaveAsync(Samples.GulfDistributor("PL-1").With("country", "\"PL\""));
        reader = await Desk.ClientAsync(DeskRole.Officer, New("p"));
    }

    [OneTimeTearDown]
    public void Release() => reader.Dispose();

    [Test]
    public async Task The_best_pairs_come_first_with_both_cards_and_reasons()
    {
        var answer = await reader.GetJsonAsync(Gulf + "?perEnterprise=100");
        Assert.That(((string?)answer["policy"], (string?)answer["home"], (string?)answer["country"], (int?)answer["perEnterprise"]), Is.EqualTo((MatchPolicies.Label(ScoringPolicy.Default), "IN", "AE", 100)));
        Assert.That((long?)answer["snapshot"], Is.GreaterThanOrEqualTo(8));
        Assert.That((string?)answer["on"], Is.EqualTo(DateTime.UtcNow.ToString("yyyy-MM-dd", null)));
        var items = answer.Items();
        Assert.That(items, Has.Count.EqualTo(10), "every dairy with every distributor of the Emirates, none of Poland");
        Assert.That(items.Select(i => (int?)i["rank"]), Is.EqualTo(Enumerable.Range(1, 10)));
        Assert.That(items.Select(i => (double)i["score"]!), Is.Ordered.Descending);
        foreach (var item in items)
        {
            var (home, foreign) = (dairies.Single(d => d.Id() == (string?)item["home"]!["id"]), distributors.Single(d => d.Id() == (string?)item["foreign"]!["id"]));
            var listed = (await reader.GetJsonAsync(home.Path() + "/matches?country=AE")).Items().Single(m => (string?)m["peer"]!["id"] == foreign.Id());
            Assert.That(JsonNode.DeepEquals(item["foreign"], listed["peer"]));
            foreach (var member in (string[])["score", "forward", "backward", "reasons"])
                Assert.That(JsonNode.DeepEquals(item[member], listed[member]), member);
            Assert.That(((string?)item["intents"]!["home"], (string?)item["intents"]!["foreign"]), Is.EqualTo(((string?)listed["intents"]!["query"], (string?)listed["intents"]!["peer"])));
        }
    }

    [TestCase("", 6)]
    [TestCase("?perEnterprise=1", 2)]
    [TestCase("?perEnterprise=2", 4)]
    [TestCase("?perEnterprise=4", 8)]
    [TestCase("?perEnterprise=2&limit=3", 3)]
    public async Task No_enterprise_stands_in_more_pairs_than_it_may(string query, int pairs)
    {
        var answer = await reader.GetJsonAsync(Gulf + query);
        var most = (int)answer["perEnterprise"]!;
        Assert.That(answer.Items(), Has.Count.EqualTo(pairs));
        foreach (var side in (string[])["home", "foreign"])
            Assert.That(answer.Items().CountBy(i => (string)i[side]!["id"]!).Max(c => c.Value), Is.LessThanOrEqualTo(most), side);
    }

    [TestCase("sector=dairy", true)]
    [TestCase("sector=solar", false)]
    [TestCase("intentType=distribution", true)]
    [TestCase("intentType=trade", false)]
    [TestCase("minScore=0", true)]
    [TestCase("minScore=1", false)]
    [TestCase("on=2031-01-01&policy=sourcing", true)]
    [TestCase("on=2100-01-01", false)]
    public async Task A_filter_leaves_what_it_means(string query, bool any) =>
        Assert.That((await reader.GetJsonAsync($"{Gulf}?{query}")).Items().Any(), Is.EqualTo(any));

    [Test]
    public async Task Explanations_are_as_full_as_asked()
    {
        var full = (await reader.GetJsonAsync(Gulf + "?limit=1&explain=full")).Items().Single();
        Assert.That(full["explanation"]!["forward"]!.AsArray().Sum(f => (double)f!["contribution"]!), Is.EqualTo((double)full["forward"]!).Within(1e-6));
        Assert.That(full["improve"], Is.Not.Null);
        var none = (await reader.GetJsonAsync(Gulf + "?limit=1&explain=none")).Items().Single();
        Assert.That(none["reasons"], Is.Null);
    }

    [Test]
    public async Task A_country_without_enterprises_has_no_pairs() => Assert.That((await reader.GetJsonAsync("/v1/corridors/CL/matches")).Items(), Is.Empty);

    [Test]
    public async Task A_key_sees_the_corridors_of_its_countries_only()
    {
        using var polish = await Desk.ClientAsync(DeskRole.Officer, New("p"), ["PL"]);
        Assert.That((await polish.GetJsonAsync(Gulf)).Items(), Is.Empty);
        Assert.That((await polish.GetJsonAsync("/v1/corridors/PL/matches")).Items(), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task The_compartment_is_shown_to_cleared_keys_only()
    {
        var maker = await Admin.SaveAsync(Samples.Small(New("s"), country: "IN").With("sectors", """["ammunition"]""").With("intents", """[{"type": "supply", "role": "offers"}]"""));
        await Admin.SaveAsync(Samples.Small(New("s"), country: "OM").With("sectors", """["ammunition"]""").With("intents", """[{"type": "supply", "role": "seeks"}]"""));
        using var cleared = await Desk.ClientAsync(DeskRole.Officer, New("p"), cleared: true);
        Assert.That((await cleared.GetJsonAsync("/v1/corridors/OM/matches")).Items().Select(i => (string?)i["home"]!["id"]), Has.Member(maker.Id()));
        Assert.That((await reader.GetJsonAsync("/v1/corridors/OM/matches")).Items().Select(i => (string?)i["home"]!["id"]), Has.No.Member(maker.Id()));
    }

    [TestCase("limit=0", "?limit")]
    [TestCase("limit=101", "?limit")]
    [TestCase("perEnterprise=0", "?perEnterprise")]
    [TestCase("perEnterprise=101", "?perEnterprise")]
    [TestCase("perEnterprise=x", "?perEnterprise")]
    [TestCase("sector=dairi&intentType=barter&minScore=2&policy=none&explain=all", "?sector,?intentType,?minScore,?policy,?explain")]
    public async Task A_wrong_parameter_is_named(string query, string pointers)
    {
        using var response = await reader.GetAsync($"{Gulf}?{query}");
        Assert.That((await response.ProblemAsync(400, "parameter")).Pointers(), Is.EquivalentTo(pointers.Split(',')));
    }

    [TestCase("XX")]
    [TestCase("ae")]
    [TestCase("IN")]
    public async Task There_is_no_corridor_to_what_is_no_foreign_country(string country)
    {
        using var response = await reader.GetAsync($"/v1/corridors/{country}/matches");
        Assert.That((string?)(await response.ProblemAsync(404, "not-found"))["detail"], Does.Contain($"'{country}'").And.Contain("home is IN"));
    }

    [Test]
    public async Task Without_a_key_there_is_no_answer()
    {
        using var response = await Desk.Anonymous.GetAsync(Gulf);
        await response.ProblemAsync(401, "unauthenticated");
    }

    [Test]
    public async Task What_takes_too_long_is_said_so_and_the_next_one_is_answered()
    {
        var hasty = new CorridorAnswers(Service<MatchAnswers>(), Service<PeerCards>(), new(TimeSpan.FromSeconds(30), TimeSpan.Zero), Service<DeskSettings>(), TimeProvider.System);
        var snapshot = await Service<MatchIndexReader>().CurrentAsync(default);
        var officer = new Caller("k", "p", DeskRole.Officer, [], false);
        for (var i = 0; i < 2 * Environment.ProcessorCount; i++)
            Assert.That(await hasty.TopAsync(snapshot, "AE", new(), 3, officer, default), Is.Null, "and its turn is given back");
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        Assert.That(async () => await hasty.TopAsync(snapshot, "AE", new(), 3, officer, gone.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task A_corridor_that_takes_too_long_is_answered_with_what_to_narrow()
    {
        using var database = new TestDatabase();
        await using var desk = await Desk.StartAsync(database, services => services.AddSingleton(new MatchPatience(TimeSpan.Zero, TimeSpan.Zero)));
        using var response = await desk.Admin.GetAsync(Gulf);
        Assert.That((string?)(await response.ProblemAsync(503, "too-long"))["detail"], Does.Contain("sector"));
        Assert.That(response.Headers.RetryAfter?.Delta, Is.GreaterThan(TimeSpan.Zero));
    }

    private T Service<T>()
        where T : notnull => Desk.Services.GetRequiredService<T>();
}
