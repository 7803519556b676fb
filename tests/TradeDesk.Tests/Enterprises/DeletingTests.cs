using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TradeDesk.Data;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Enterprises;

[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.Providers))]
public sealed class DeletingTests(string provider) : DeskTests(provider)
{
    private JsonNode there = null!;
    private JsonObject sent = null!;

    [SetUp]
    public async Task Save() => there = await Admin.SaveAsync(sent = Samples.IndianDairy(source: New("s")));

    [Test]
    public async Task A_deleted_record_is_gone_everywhere()
    {
        using var response = await Admin.DeleteAsync(there.Path(), there.Tag());
        Assert.That(response.Code(), Is.EqualTo(204));
        foreach (var path in (string[])[there.Path(), sent.Address(), there.Path() + "/matches"])
        {
            using var read = await Admin.GetAsync(path);
            await read.ProblemAsync(404, "not-found");
        }

        Assert.That((await Admin.GetJsonAsync($"/v1/enterprises?source={sent["source"]}")).Items(), Is.Empty);
        Assert.That((await Admin.GetJsonAsync($"/v1/intents?source={sent["source"]}")).Items(), Is.Empty);
    }

    [Test]
    public async Task Its_line_in_the_change_log_is_the_tombstone()
    {
        var log = Desk.Services.GetRequiredService<ChangeLog>();
        var before = await log.LastSequenceAsync(default);
        using var response = await Admin.DeleteAsync(there.Path(), there.Tag());
        var line = (await log.AfterAsync(before, 10, default)).Single();
        Assert.That((line.Kind, line.Op, line.Id, line.Version, line.Source, line.ExternalId), Is.EqualTo(("enterprise", "delete", there.Id(), 2L, (string?)sent["source"], "PB-0042")));
    }

    [Test]
    public async Task By_the_partners_own_id_If_Match_is_optional()
    {
        using var stale = await Admin.DeleteAsync(sent.Address(), "\"9\"");
        await stale.ProblemAsync(412, "stale");
        using var deleted = await Admin.DeleteAsync(sent.Address(), null);
        Assert.That(deleted.Code(), Is.EqualTo(204));
        using var again = await Admin.DeleteAsync(sent.Address(), null);
        await again.ProblemAsync(404, "not-found");
    }

    [Test]
    public async Task What_is_sent_again_after_a_deletion_is_a_new_record()
    {
        using var deleted = await Admin.DeleteAsync(sent.Address(), there.Tag());
        using var response = await Admin.UpsertAsync(sent);
        var now = await response.JsonAsync();
        Assert.That(response.Code(), Is.EqualTo(201));
        Assert.That(now.Id(), Is.Not.EqualTo(there.Id()));
        Assert.That((string?)now["intents"]![0]!["id"], Is.Not.EqualTo((string?)there["intents"]![0]!["id"]));
    }
}
