using System.Text.Json.Nodes;
using TradeDesk.Access;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Exchange;

[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.Providers))]
public sealed class ExportTests(string provider) : DeskTests(provider)
{
    private int written;

    [Test]
    public async Task An_export_and_the_changes_since_are_the_present_state_while_others_write()
    {
        using var ending = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 4).Select(number => Task.Run(() => WriteAsync(number, () => ending.IsCancellationRequested))).ToArray();
        var (register, cursor) = (new Dictionary<string, JsonNode>(), "0");
        while (Volatile.Read(ref written) < 200)
        {
            (register, var sequence) = await Admin.ExportAsync();
            (var changes, cursor) = await Admin.FollowAsync($"{sequence}");
            register.Take(changes);
        }

        await ending.CancelAsync();
        await Task.WhenAll(writers);
        register.Take((await Admin.FollowAsync(cursor)).Changes);
        var (present, _) = await Admin.ExportAsync();
        Assert.That(register.Keys, Is.EquivalentTo(present.Keys));
        foreach (var (id, document) in present)
            Assert.That(JsonNode.DeepEquals(register[id], document), id);
    }

    [Test]
    public async Task It_is_in_the_order_of_ids_and_goes_on_behind_one()
    {
        var source = New("s");
        for (var i = 0; i < 5; i++)
            await Admin.SaveAsync(Samples.Small(source, $"{i}", i == 4 ? "AE" : "PL"));
        var (all, _) = await Admin.ExportAsync($"?source={source}");
        Assert.That(all.Keys, Has.Count.EqualTo(5).And.Ordered.Using((IComparer<string>)StringComparer.Ordinal));
        Assert.That((await Admin.ExportAsync($"?source={source}&after={all.Keys.ElementAt(2)}")).Documents.Keys, Is.EqualTo(all.Keys.Skip(3)));
        Assert.That((await Admin.ExportAsync($"?source={source}&country=AE")).Documents, Has.Count.EqualTo(1));
        Assert.That(all.Values.Select(d => (string?)d["source"]), Is.All.EqualTo(source));
    }

    [TestCase("country=XX", "unknown-country")]
    [TestCase("limit=1", "unknown-parameter")]
    public async Task Wrong_parameters_are_named(string query, string code)
    {
        using var response = await Admin.GetAsync("/v1/export?" + query);
        var fault = (await response.ProblemAsync(400, "parameter"))["errors"]!.AsArray().Single()!;
        Assert.That(((string?)fault["pointer"], (string?)fault["code"]), Is.EqualTo(("?" + query.Split('=')[0], code)));
    }

    [Test]
    public async Task It_holds_what_the_caller_may_see_without_contacts()
    {
        var partner = New("p");
        using var owner = await Desk.ClientAsync(DeskRole.Partner, partner);
        using var stranger = await Desk.ClientAsync(DeskRole.Partner, New("q"));
        await owner.SaveAsync(Samples.IndianDairy("shown", partner));
        await owner.SaveAsync(Samples.Small(partner, "draft").With("status", "\"draft\""));
        Assert.That((await owner.ExportAsync($"?source={partner}")).Documents, Has.Count.EqualTo(2));
        var seen = (await stranger.ExportAsync($"?source={partner}")).Documents.Values.Single();
        Assert.That((string?)seen["contact"]!["withheld"], Is.EqualTo("until-introduction"));
        Assert.That(seen.ToJsonString(), Does.Not.Contain("person@example.org"));
    }

    private async Task WriteAsync(int number, Func<bool> ended)
    {
        var (random, source) = (new Random(number), New("w"));
        while (!ended())
        {
            var name = $"Name {Interlocked.Increment(ref written)}";
            using var saved = await EnterpriseCalls.UntilTakenAsync(() => Admin.UpsertAsync(Samples.Small(source, $"{random.Next(8)}", name: name)));
            if (random.Next(4) > 0)
                continue;
            using var deleted = await Admin.DeleteAsync($"/v1/sources/{source}/enterprises/{random.Next(8)}");
        }
    }
}
