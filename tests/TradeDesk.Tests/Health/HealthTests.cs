using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Health;

public sealed class HealthTests
{
    [Test]
    public async Task A_desk_that_is_ready_says_so_to_anyone()
    {
        using var database = new TestDatabase();
        await using var desk = await Desk.StartAsync(database);
        Assert.That((string?)(await desk.Anonymous.GetJsonAsync("/healthz/live"))["status"], Is.EqualTo("live"));
        Assert.That((string?)(await desk.Anonymous.GetJsonAsync("/healthz/ready"))["status"], Is.EqualTo("ready"));
    }

    [Test]
    public async Task Without_its_database_it_is_alive_but_not_ready_and_answers_503()
    {
        using var database = new TestDatabase();
        await using var desk = await Desk.StartAsync(database);
        var dairy = await desk.Admin.SaveAsync(Samples.IndianDairy());
        await desk.Admin.GetJsonAsync(dairy.Path() + "/matches");
        TakeAway(Path.Combine(database.Folder, "desk.db"));
        using var ready = await desk.Anonymous.GetAsync("/healthz/ready");
        Assert.That(ready.Code(), Is.EqualTo(503));
        Assert.That((string?)(await ready.JsonAsync())["reason"], Is.EqualTo("The database does not answer."));
        using var live = await desk.Anonymous.GetAsync("/healthz/live");
        Assert.That(live.Code(), Is.EqualTo(200));
        foreach (var send in (Func<Task<HttpResponseMessage>>[])[() => desk.Admin.GetAsync(dairy.Path()), () => desk.Admin.UpsertAsync(Samples.GulfDistributor())])
        {
            using var away = await send();
            await away.ProblemAsync(503, "database-away");
            Assert.That(away.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(2)));
        }

        using var matches = await desk.Admin.GetAsync(dairy.Path() + "/matches");
        Assert.That(matches.Code(), Is.EqualTo(200), "what the index has shown before is answered without the database");
    }

    // The desk's connections to the file are still open. A folder in its place: it cannot be opened, by root neither.
    private static void TakeAway(string file)
    {
        foreach (var part in (string[])[file, file + "-wal", file + "-shm"])
            File.Delete(part);
        Directory.CreateDirectory(file);
    }
}
