using System.Text.RegularExpressions;
using TradeDesk.Client;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Client;

public sealed class TwoWaySyncTests : ClientTests
{
    [Test]
    public async Task The_README_shows_the_lines_that_are_tested()
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "tests", "TradeDesk.Tests", "Client", "TwoWaySync.cs"));
        var tested = lines.SkipWhile(l => !l.Contains("README begins", StringComparison.Ordinal)).Skip(1).TakeWhile(l => !l.Contains("README ends", StringComparison.Ordinal)).Select(l => l.Length > 8 ? l[8..] : "").ToList();
        var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"));
        var shown = Regex.Match(readme, "```csharp\n(.+?)```", RegexOptions.Singleline).Groups[1].Value.TrimEnd('\n').Split('\n');
        Assert.That(shown, Is.EqualTo(tested));
        Assert.That(shown, Has.Length.LessThanOrEqualTo(30));
    }

    [Test]
    public async Task Two_registers_stay_in_step_without_an_echo()
    {
        var (there, cursorFile) = (New("there"), Path.GetTempFileName());
        File.Delete(cursorFile);
        var peers = new Dictionary<string, (EnterpriseDocument Document, string? Snapshot)>();
        try
        {
            await Admin.SaveAsync(Samples.Small(there, "1"));
            await Admin.SaveAsync(Samples.Small(there, "2"));
            await SyncAsync(Push.Upsert(Small("in-demo", "a")), Push.Upsert(Small("in-demo", "b")), Push.Upsert(Small("in-demo", "wrong", "X")));
            Assert.That(peers.Values.Select(p => (p.Document.Source, p.Document.ExternalId)), Is.EquivalentTo(new[] { (there, "1"), (there, "2") }), "what is there, and none of our own");
            Assert.That((await Client().FindAsync("in-demo", "b"))!.Version, Is.EqualTo(1));

            await Admin.SaveAsync(Samples.Small(there, "1", name: "Renamed"));
            using var deleted = await Admin.DeleteAsync($"/v1/sources/{there}/enterprises/2", null);
            await SyncAsync(Push.Upsert(Small("in-demo", "a")), Push.Delete("in-demo", "b"));
            Assert.That(peers.Values.Single().Document.LegalName, Is.EqualTo("Renamed"));
            Assert.That((await Client().FindAsync("in-demo", "a"))!.Version, Is.EqualTo(1), "the same again changes nothing");
            Assert.That(await Client().FindAsync("in-demo", "b"), Is.Null);

            // A cursor that the desk does not know begins again, and what is gone there goes here.
            peers["ent_long_gone"] = (Small(there, "gone"), null);
            await File.WriteAllTextAsync(cursorFile, "999999999");
            await SyncAsync();
            Assert.That(peers.Values.Single().Document.ExternalId, Is.EqualTo("1"));
        }
        finally
        {
            File.Delete(cursorFile);
        }

        Task SyncAsync(params Push[] changed) => TwoWaySync.SyncAsync(Client(), changed, peers, cursorFile);
    }
}
