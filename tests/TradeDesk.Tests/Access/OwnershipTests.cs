using System.Text.Json.Nodes;
using TradeDesk.Access;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Access;

public sealed class OwnershipTests : DeskTests
{
    private HttpClient owner = null!, stranger = null!;
    private JsonObject sent = null!;
    private JsonNode there = null!;

    [SetUp]
    public async Task Save()
    {
        (owner, stranger) = (await Desk.ClientAsync(DeskRole.Partner, New("p")), await Desk.ClientAsync(DeskRole.Partner, New("p")));
        there = await owner.SaveAsync(sent = Samples.IndianDairy(source: New("s")));
    }

    [TearDown]
    public void Release()
    {
        owner.Dispose();
        stranger.Dispose();
    }

    [TestCase(DeskRole.Reader)]
    [TestCase(DeskRole.Officer)]
    public async Task Who_only_reads_writes_nothing_and_is_told_which_scope_is_missing(DeskRole role)
    {
        using var client = await Desk.ClientAsync(role, New("p"));
        foreach (var send in Writes(client))
        {
            using var response = await send();
            var problem = await response.ProblemAsync(403, "forbidden");
            Assert.That((string?)problem["detail"], Does.Contain("'write'"));
        }

        Assert.That((await client.GetJsonAsync(there.Path())).Id(), Is.EqualTo(there.Id()), "but reads");
        await UnchangedAsync();
    }

    [Test]
    public async Task A_partner_writes_no_record_of_another()
    {
        foreach (var send in Writes(stranger).Skip(1))
        {
            using var response = await send();
            await response.ProblemAsync(403, "forbidden");
        }

        await UnchangedAsync();
    }

    [Test]
    public async Task The_name_of_a_partner_is_a_source_of_its_own()
    {
        var name = New("p");
        using var partner = await Desk.ClientAsync(DeskRole.Partner, name);
        using var taken = await stranger.UpsertAsync(Samples.Small(name, "first"));
        await taken.ProblemAsync(403, "forbidden");
        var unnamed = Samples.Small(name, "own");
        unnamed.Remove("source");
        using var own = await partner.CreateAsync(unnamed);
        Assert.That((string?)(await own.JsonAsync())["source"], Is.EqualTo(name));
    }

    [Test]
    public async Task A_partner_writes_nothing_into_the_source_of_another()
    {
        using var put = await stranger.UpsertAsync(Samples.Small((string)sent["source"]!, "new"));
        await put.ProblemAsync(403, "forbidden");
        using var post = await stranger.CreateAsync(Samples.Small((string)sent["source"]!, "new"));
        await post.ProblemAsync(403, "forbidden");
        var own = await stranger.SaveAsync(Samples.Small(New("s")));
        using var moved = await stranger.PatchAsync(own, $$"""{"source": "{{sent["source"]}}"}""", own.Tag());
        await moved.ProblemAsync(403, "forbidden");
    }

    [Test]
    public async Task A_record_that_is_anothers_is_refused_with_the_same_words_as_one_that_is_not_there()
    {
        var draft = await owner.SaveAsync(Samples.Small((string)sent["source"]!, "draft").With("status", "\"draft\""));
        using var taken = await stranger.CreateAsync(Samples.Small((string)sent["source"]!, "draft"));
        using var free = await stranger.CreateAsync(Samples.Small((string)sent["source"]!, "free"));
        var (ofTaken, ofFree) = (await taken.ProblemAsync(403, "forbidden"), await free.ProblemAsync(403, "forbidden"));
        Assert.That((string?)ofTaken["detail"], Is.EqualTo((string?)ofFree["detail"]).And.Not.Contain(draft.Id()));
    }

    [Test]
    public async Task Two_keys_of_one_partner_write_the_same_records()
    {
        var partner = New("p");
        using var first = await Desk.ClientAsync(DeskRole.Partner, partner);
        using var second = await Desk.ClientAsync(DeskRole.Partner, partner);
        var document = Samples.Small(New("s"));
        var saved = await first.SaveAsync(document);
        var changed = await second.SaveAsync(document.With("city", "\"Gdynia\""));
        Assert.That((changed.Id(), (long?)changed["version"]), Is.EqualTo((saved.Id(), 2L)));
    }

    [Test]
    public async Task What_an_administrator_changes_stays_its_partners()
    {
        await Admin.ChangeAsync(there, """{"city": "Patiala"}""");
        var now = await owner.SaveAsync(sent.With("city", "\"Jalandhar\""));
        Assert.That((long?)now["version"], Is.EqualTo(3));
        using var refused = await stranger.UpsertAsync(sent);
        await refused.ProblemAsync(403, "forbidden");
    }

    [Test]
    public async Task Only_an_administrator_says_that_a_register_vouches()
    {
        var vouched = sent.With("verification", """{"level": "register-verified", "at": "2026-10-01"}""");
        using var refused = await owner.UpsertAsync(vouched);
        Assert.That((await refused.ProblemAsync(422, "invalid")).Pointers(), Is.EqualTo(["/verification/level"]));
        Assert.That((string?)(await Admin.SaveAsync(vouched))["verification"]!["level"], Is.EqualTo("register-verified"));
    }

    private IEnumerable<Func<Task<HttpResponseMessage>>> Writes(HttpClient client) =>
    [
        () => client.CreateAsync(Samples.Small(New("s"))),
        () => client.UpsertAsync(sent),
        () => client.ReplaceAsync(there, sent, there.Tag()),
        () => client.PatchAsync(there, """{"city": "Patiala"}""", there.Tag()),
        () => client.DeleteAsync(there.Path(), there.Tag()),
        () => client.DeleteAsync(sent.Address(), null),
    ];

    private async Task UnchangedAsync() => Assert.That(JsonNode.DeepEquals(await owner.GetJsonAsync(there.Path()), there), "nothing changed");
}
