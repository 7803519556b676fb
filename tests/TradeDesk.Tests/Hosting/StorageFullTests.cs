using System.Security.Cryptography;
using System.Text.Json.Nodes;
using TradeDesk.Tests.Exchange;

namespace TradeDesk.Tests.Hosting;

/// <summary>A disk with no room left: what was answered is there, reading goes on, and writing goes on when there is room.</summary>
public sealed class StorageFullTests
{
    private const int Many = 6_000;
    private readonly SmallDisk disk = new();
    private TestDatabase database = null!;
    private Desk desk = null!;

    [SetUp]
    public async Task SetUp() => desk = await Desk.StartAsync(database = new TestDatabase(), disk.Replace);

    [TearDown]
    public async Task TearDown()
    {
        await desk.DisposeAsync();
        database.Dispose();
        disk.MakeRoom();
    }

    [OneTimeTearDown]
    public void Remove() => disk.Dispose();

    [Test]
    public async Task A_write_without_room_is_told_so_and_reading_goes_on()
    {
        var kept = await desk.Admin.SaveAsync(Samples.IndianDairy());
        await disk.LeaveAsync(database, pages: 0);
        var answered = await WriteUntilFullAsync();
        // More than the circuit around a database that is away lets pass.
        for (var i = 0; i < 30; i++)
        {
            using var refused = await desk.Admin.UpsertAsync(Large("refused"));
            var problem = await refused.ProblemAsync(507, "storage-full");
            Assert.That((string?)problem["detail"], Does.Contain("make room"));
            Assert.That(refused.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(30)));
        }

        using (var import = await desk.Admin.ImportAsync("source=s", Convert.ToHexString(RandomNumberGenerator.GetBytes(200_000))))
            await import.ProblemAsync(507, "storage-full");
        using (var ready = await desk.Anonymous.GetAsync("/healthz/ready"))
            Assert.That(ready.Code(), Is.EqualTo(200), "who reads is served");
        await desk.Admin.GetJsonAsync(kept.Path() + "/matches");
        Assert.That(await desk.Admin.HeldAsync("full"), Is.EqualTo(answered));

        disk.MakeRoom();
        await desk.Admin.SaveAsync(Large("refused"));
        Assert.That(await desk.Admin.HeldAsync("full"), Is.EqualTo(answered.Append("refused").Order(StringComparer.Ordinal)));
    }

    [Test]
    public async Task With_an_idempotency_key_a_request_that_found_no_room_is_done_once_when_there_is_some()
    {
        HttpRequestMessage Request() => new(HttpMethod.Post, "/v1/enterprises")
        {
            Content = new StringContent(Large("once").ToJsonString(), System.Text.Encoding.UTF8, "application/json"),
            Headers = { { "Idempotency-Key", "once" } },
        };
        await disk.LeaveAsync(database, pages: 0);
        await WriteUntilFullAsync();
        using (var refused = await desk.Admin.SendAsync(Request()))
            await refused.ProblemAsync(507, "storage-full");
        disk.MakeRoom();
        for (var i = 0; i < 2; i++)
            using (var made = await desk.Admin.SendAsync(Request()))
                Assert.That(made.Code(), Is.EqualTo(201), await made.Content.ReadAsStringAsync());
    }

    [Test]
    public async Task An_import_that_finds_no_room_waits_and_goes_on_when_there_is_some()
    {
        await disk.LeaveAsync(database, pages: 600);
        var import = await desk.Admin.ImportAsync("source=s", ImportCalls.Ndjson(Enumerable.Range(0, Many).Select(i => Samples.Small("s", $"R{i}")))).TakenAsync();
        await desk.Admin.UntilAsync(import, s => (long)s["read"]! > 0);
        await WriteUntilFullAsync();
        var stopped = await desk.Admin.GetJsonAsync(import);
        Assert.That((stopped.Status(), (long)stopped["read"]!), Is.EqualTo(("running", (long)stopped["created"]!)));
        Assert.That((long)stopped["created"]!, Is.GreaterThan(0).And.LessThan(Many));
        Assert.That(await desk.Admin.HeldAsync("s"), Has.Count.EqualTo((int)(long)stopped["created"]!));

        disk.MakeRoom();
        var done = await desk.Admin.OverAsync(import);
        Assert.That((done.Status(), done.Counts(), (await desk.Admin.HeldAsync("s")).Count), Is.EqualTo(("succeeded", ((long)Many, 0L, 0L, 0L, 0L), Many)));
    }

    /// <returns>The external ids that were answered 2xx, in order.</returns>
    private async Task<IReadOnlyList<string>> WriteUntilFullAsync()
    {
        var answered = new List<string>();
        while (answered.Count < Many)
        {
            var next = $"{answered.Count:0000}";
            using var response = await desk.Admin.UpsertAsync(Large(next));
            if (!response.IsSuccessStatusCode)
                return answered;
            answered.Add(next);
        }

        throw new AssertionException("The disk was never full.");
    }

    private static JsonObject Large(string externalId) => Samples.Small("full", externalId).With("summary", $"\"{new string('x', 1500)}\"");
}
