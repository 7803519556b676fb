using System.Text.Json.Nodes;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Exchange;

public sealed class ExportCommandTests
{
    [Test]
    public async Task An_export_holds_every_record_in_order_without_contacts_and_loads_again_without_a_change()
    {
        using var database = new TestDatabase();
        await using (var desk = await Desk.StartAsync(database))
        {
            await desk.Admin.SaveAsync(Samples.IndianDairy());
            await desk.Admin.SaveAsync(Samples.GulfDistributor().With("status", "\"draft\""));
        }

        var file = Path.Combine(database.Folder, "all.ndjson");
        var (code, _, told) = await TradeDeskProcess.RunAsync(database.Folder, ["export", file, .. database.Settings]);
        Assert.That(code, Is.Zero, told);
        Assert.That(told, Does.Contain("2 enterprises written; true from sequence 2 on."));
        var lines = (await File.ReadAllLinesAsync(file)).Select(l => JsonNode.Parse(l)!).ToList();
        Assert.That(lines.Select(l => l.Id()).ToList(), Is.Ordered.Using<string>(StringComparer.Ordinal).And.Count.EqualTo(2));
        Assert.That(lines[0]["contact"]!.ToJsonString(), Is.EqualTo("""{"withheld":"until-introduction"}"""));

        var (again, output, errors) = await TradeDeskProcess.RunAsync(database.Folder, ["import", file, .. database.Settings]);
        Assert.That(again, Is.Zero, errors);
        Assert.That(output, Does.Contain("2 read, 0 created, 0 updated, 2 unchanged, 0 refused"));
    }

    [Test]
    public async Task An_export_that_cannot_be_written_says_so()
    {
        using var database = new TestDatabase();
        var (code, _, errors) = await TradeDeskProcess.RunAsync(database.Folder, ["export", Path.Combine(database.Folder, "nowhere", "all.ndjson"), .. database.Settings]);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("nowhere"));
    }
}
