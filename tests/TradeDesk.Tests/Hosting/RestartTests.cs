using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TradeDesk.Access;
using TradeDesk.Data;

namespace TradeDesk.Tests.Hosting;

[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.Providers))]
public sealed class RestartTests(string provider)
{
    [Test]
    public async Task After_a_restart_everything_is_as_it_was_answered()
    {
        using var database = new TestDatabase(provider);
        var paths = new List<string> { "/v1/enterprises?limit=200", "/v1/intents?limit=200" };
        var (before, key, sequence) = ("", "", 0L);
        await using (var desk = await Desk.StartAsync(database))
        {
            var dairy = await desk.Admin.SaveAsync(Samples.IndianDairy());
            dairy = await desk.Admin.ChangeAsync(dairy, """{"city": "Patiala"}""");
            var gulf = await desk.Admin.SaveAsync(Samples.GulfDistributor());
            var gone = await desk.Admin.SaveAsync(Samples.GulfDistributor("AE-2"));
            using var deleted = await desk.Admin.DeleteAsync(gone.Path(), gone.Tag());
            paths.AddRange([dairy.Path(), gulf.Path(), dairy.Path() + "/matches?explain=full", gulf.Path() + "/matches?explain=full"]);
            key = (await desk.Services.GetRequiredService<KeyStore>().CreateAsync("test", "p", DeskRole.Reader, [], false, default)).Text;
            before = await ReadAsync(desk.Admin, paths);
            sequence = await desk.Services.GetRequiredService<ChangeLog>().LastSequenceAsync(default);
        }

        await using var again = await Desk.StartAsync(database);
        Assert.That(await ReadAsync(again.Admin, paths), Is.EqualTo(before));
        Assert.That(await again.Services.GetRequiredService<ChangeLog>().LastSequenceAsync(default), Is.EqualTo(sequence));
        using var reader = again.Client(key);
        Assert.That((await reader.GetJsonAsync(paths[0])).Items(), Has.Count.EqualTo(2), "a key is good after the restart too");
        var next = await again.Admin.SaveAsync(Samples.GulfDistributor("AE-3"));
        Assert.That((await again.Admin.GetJsonAsync(paths[4])).Items().Select(m => (string?)m["peer"]!["id"]), Has.Member(next.Id()), "and what is written now is matched");
    }

    // Status, ETag and body of each. The key has a line in the log, which moves the snapshot that a match answer names.
    private static async Task<string> ReadAsync(HttpClient client, IEnumerable<string> paths)
    {
        var read = new List<string>();
        foreach (var path in paths)
        {
            using var response = await client.GetAsync(path);
            var body = await response.JsonAsync();
            (body as JsonObject)?.Remove("snapshot");
            read.Add($"{path} {response.Code()} {response.Headers.ETag} {body.ToJsonString()}");
        }

        return string.Join('\n', read);
    }
}
