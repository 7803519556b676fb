using System.Text;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Exchange;

/// <summary>Files as they come: damaged, mixed up, too large.</summary>
public sealed class PoorFileTests
{
    private TestDatabase database = null!;
    private Desk desk = null!;

    [SetUp]
    public async Task SetUp() => desk = await Desk.StartAsync(database = new TestDatabase(), "--Imports:MostMegabytes=2");

    [TearDown]
    public async Task TearDown()
    {
        await desk.DisposeAsync();
        database.Dispose();
    }

    private HttpClient Admin => desk.Admin;

    [Test]
    public async Task Csv_comes_with_its_map([Values] bool packed)
    {
        var csv = Encoding.UTF8.GetBytes("id,name,country\n1,Ghee House,India\n2,Nowhere,Atlantis\n");
        var import = await Admin.OverAsync(await Admin.ImportCsvAsync("", ImportCalls.FairMap, packed ? ImportCalls.Gzip(csv) : csv, packed ? "application/gzip" : "text/csv").TakenAsync());
        Assert.That(((string?)import["source"], import.Counts()), Is.EqualTo(("fair", (1L, 0L, 0L, 1L, 0L))));
        var refused = (await Admin.RefusedAsync(import)).Single();
        Assert.That(((int)refused["line"]!, (string?)refused["errors"]![0]!["pointer"], (string?)refused["row"]!["country"]), Is.EqualTo((3, "/country", "Atlantis")));
    }

    [Test]
    public async Task A_file_without_the_columns_of_its_map_fails_and_names_them()
    {
        var import = await Admin.OverAsync(await Admin.ImportCsvAsync("", ImportCalls.FairMap, "id,title,country\n1,Ghee House,India\n"u8.ToArray()).TakenAsync());
        Assert.That(import.Status(), Is.EqualTo("failed"));
        Assert.That((string?)import["failure"], Does.Contain("no column 'name'").And.Contain("'title'").And.Contain("without faults are loaded"));
        var trial = await Admin.OverAsync(await Admin.ImportCsvAsync("dryRun=true", ImportCalls.FairMap, "id,title,country\n1,Ghee House,India\n"u8.ToArray()).TakenAsync());
        Assert.That((string?)trial["failure"], Does.Contain("no column 'name'").And.Contain("nothing was written").And.Not.Contain("loaded"));
    }

    [Test]
    public async Task A_quote_that_is_never_closed_fails_behind_what_is_loaded()
    {
        var csv = "id,name,country\n1,Ghee House,India\n2,\"Never closed,India\n" + string.Concat(Enumerable.Range(3, 60_000).Select(i => $"{i},Some Firm,India\n"));
        var import = await Admin.OverAsync(await Admin.ImportCsvAsync("", ImportCalls.FairMap, Encoding.UTF8.GetBytes(csv)).TakenAsync());
        Assert.That((import.Status(), import.Counts().Created), Is.EqualTo(("failed", 1L)).Or.EqualTo(("succeeded", 1L)));
        Assert.That(await Admin.HeldAsync("fair"), Is.EqualTo(new[] { "1" }));
        Assert.That((string?)import["failure"] ?? (string?)(await Admin.RefusedAsync(import)).Single()["errors"]![0]!["code"], Does.Contain("quote").Or.EqualTo("wrong-columns"));
    }

    [Test]
    public async Task Bytes_that_are_not_utf8_make_their_row_wrong_and_no_other()
    {
        byte[] csv = [.. "id,name,country\n1,Ghee House,India\n2,M"u8, 0xFC, .. "ller,Germany\n3,Müller,Germany\n"u8];
        var import = await Admin.OverAsync(await Admin.ImportCsvAsync("", ImportCalls.FairMap, csv).TakenAsync());
        var refused = (await Admin.RefusedAsync(import)).Single();
        Assert.That((import.Counts().Created, (int)refused["line"]!, (string?)refused["errors"]![0]!["code"]), Is.EqualTo((2L, 3, "broken-encoding")));
    }

    [Test]
    public async Task A_file_that_unpacks_to_more_than_the_limit_is_refused_while_it_is_unpacked()
    {
        var bomb = ImportCalls.Gzip(new byte[64 * 1024 * 1024]);
        Assert.That(bomb, Has.Length.LessThan(1024 * 1024));
        using (var response = await Admin.ImportAsync("source=s", ImportCalls.Lines(bomb, "gzip")))
            await response.ProblemAsync(413, "too-large");
        using (var part = await Admin.ImportCsvAsync("", ImportCalls.FairMap, bomb, "application/gzip"))
            await part.ProblemAsync(413, "too-large");
        Assert.That((await Admin.GetJsonAsync("/v1/imports")).Items(), Is.Empty);
    }

    [Test]
    public async Task A_packed_document_is_no_larger_than_a_plain_one_may_be()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/enterprises") { Content = new ByteArrayContent(ImportCalls.Gzip(Encoding.UTF8.GetBytes($"{{\"legalName\": \"{new string('x', 16 * 1024 * 1024)}\"}}"))) };
        request.Content.Headers.ContentType = new("application/json");
        request.Content.Headers.ContentEncoding.Add("gzip");
        using var response = await Admin.SendAsync(request);
        await response.ProblemAsync(413, "too-large");
    }

    [Test]
    public async Task A_packing_that_is_not_known_is_named()
    {
        using var response = await Admin.ImportAsync("source=s", ImportCalls.Lines([1, 2, 3], "zstd"));
        Assert.That((string?)(await response.ProblemAsync(415, "media-type"))["detail"], Does.Contain("zstd"));
    }

    [Test]
    public async Task A_packed_file_that_breaks_off_is_refused()
    {
        var whole = ImportCalls.Gzip(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 2000).Select(i => $$"""{"externalId":"{{i}}","legalName":"Firm {{i}}","country":"IN"}""" + "\n"))));
        using (var response = await Admin.ImportAsync("source=s", ImportCalls.Lines(whole[..^(whole.Length / 10)], "gzip")))
            Assert.That((await response.ProblemAsync(400, "malformed")).ToJsonString(), Does.Contain("not-packed"));
        using (var part = await Admin.ImportCsvAsync("", ImportCalls.FairMap, whole[..^9], "application/gzip"))
            Assert.That((await part.ProblemAsync(400, "malformed")).ToJsonString(), Does.Contain("not-packed"));
        Assert.That((await Admin.GetJsonAsync("/v1/imports")).Items(), Is.Empty);
    }

    [Test]
    public async Task A_long_line_that_is_no_record_is_told_and_the_next_one_read()
    {
        var file = Encoding.UTF8.GetBytes("""{"externalId":"1","legalName":"Firm","country":"IN"}""" + "\r\n" + new string('x', 1_800_000) + new string(' ', 100_000) + "\r" + """{"externalId":"2","legalName":"Firm","country":"IN"}""");
        var import = await Admin.OverAsync(await Admin.ImportAsync("source=s", ImportCalls.Lines(file)).TakenAsync());
        Assert.That((import.Counts().Created, import.Counts().Refused), Is.EqualTo((2L, 1L)));
        Assert.That((int)(await Admin.RefusedAsync(import)).Single()["line"]!, Is.EqualTo(2));
    }

    [TestCase("gzip")]
    [TestCase("br")]
    public async Task A_damaged_packing_is_refused(string packing)
    {
        using (var file = await Admin.ImportAsync("source=s", ImportCalls.Lines("this is not packed at all"u8.ToArray(), packing)))
            Assert.That((string?)(await file.ProblemAsync(400, "malformed"))["errors"]![0]!["code"], Is.EqualTo("not-packed"));
        Assert.That((await Admin.GetJsonAsync("/v1/imports")).Items(), Is.Empty);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/enterprises") { Content = ImportCalls.Lines("nor is this"u8.ToArray(), packing) };
        request.Content.Headers.ContentType = new("application/json");
        using var document = await Admin.SendAsync(request);
        Assert.That((string?)(await document.ProblemAsync(400, "malformed"))["errors"]![0]!["code"], Is.EqualTo("not-packed"));
    }

    [Test]
    public async Task An_empty_file_is_refused()
    {
        using var response = await Admin.ImportAsync("source=s", "");
        Assert.That((string?)(await response.ProblemAsync(400, "malformed"))["errors"]![0]!["code"], Is.EqualTo("empty"));
    }

    [Test]
    public async Task Another_content_type_is_refused_with_those_that_are_taken()
    {
        using var response = await Admin.ImportAsync("source=s", new StringContent("id\n1", Encoding.UTF8, "text/csv"));
        Assert.That((string?)(await response.ProblemAsync(415, "media-type"))["detail"], Does.Contain("application/x-ndjson").And.Contain("map"));
    }

    [Test]
    public async Task The_parts_of_a_csv_import_are_checked_before_the_file_is_read()
    {
        using (var noMap = await Admin.ImportAsync("", new MultipartFormDataContent { { new StringContent("id"), "file" } }))
            Assert.That((string?)(await noMap.ProblemAsync(400, "malformed"))["errors"]![0]!["pointer"], Is.EqualTo("/map"));
        using (var wrongMap = await Admin.ImportCsvAsync("", """{"source": "fair"}""", []))
            Assert.That((string?)(await wrongMap.ProblemAsync(400, "malformed"))["errors"]![0]!["code"], Is.EqualTo("wrong-map"));
        using (var noFile = await Admin.ImportAsync("", new MultipartFormDataContent { { new StringContent(ImportCalls.FairMap), "map" } }))
            Assert.That((string?)(await noFile.ProblemAsync(400, "malformed"))["errors"]![0]!["pointer"], Is.EqualTo("/file"));
        using (var another = await Admin.ImportCsvAsync("source=other", ImportCalls.FairMap, []))
            Assert.That((string?)(await another.ProblemAsync(400, "parameter"))["errors"]![0]!["code"], Is.EqualTo("differs-from-map"));
        using (var none = await Admin.ImportAsync("", "{}"))
            Assert.That((string?)(await none.ProblemAsync(400, "parameter"))["errors"]![0]!["code"], Is.EqualTo("required"));
    }

    [Test]
    public async Task A_sender_that_breaks_off_leaves_nothing()
    {
        using var broken = new CancellationTokenSource();
        using var content = new EndlessLines(broken);
        Assert.That(async () => await Admin.PostAsync("/v1/imports?source=s", content, broken.Token), Throws.InstanceOf<OperationCanceledException>().Or.InstanceOf<HttpRequestException>());
        Assert.That((await Admin.GetJsonAsync("/v1/imports")).Items(), Is.Empty);
        Assert.That((await Admin.ImportedAsync("source=s", Samples.Small("s"))).Status(), Is.EqualTo("succeeded"), "and the source is free");
    }

    [Test]
    public async Task A_file_that_broke_off_is_sent_again_under_the_same_idempotency_key()
    {
        for (var round = 0; round < 3; round++)
        {
            using var broken = new CancellationTokenSource();
            using var first = new HttpRequestMessage(HttpMethod.Post, "/v1/imports?source=s") { Content = new EndlessLines(broken), Headers = { { "Idempotency-Key", $"k{round}" } } };
            Assert.That(async () => await Admin.SendAsync(first, broken.Token), Throws.InstanceOf<OperationCanceledException>().Or.InstanceOf<HttpRequestException>());
            using var answer = await UntilFreeAsync(() => new(HttpMethod.Post, "/v1/imports?source=s") { Content = ImportCalls.Lines(Encoding.UTF8.GetBytes(Samples.Small("s", $"{round}").ToJsonString())), Headers = { { "Idempotency-Key", $"k{round}" } } });
            var import = await Admin.OverAsync($"/v1/imports/{(await answer.JsonAsync()).Id()}");
            Assert.That((import.Status(), import.Counts().Created, (long)import["bytes"]! < 1000), Is.EqualTo(("succeeded", 1L, true)));
        }
    }

    // The desk notices in its own time that the sender is gone.
    private async Task<HttpResponseMessage> UntilFreeAsync(Func<HttpRequestMessage> request)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            using var again = request();
            var response = await Admin.SendAsync(again, limit.Token);
            if (response.Code() != 409)
                return response;
            response.Dispose();
            await Task.Delay(5, limit.Token);
        }
    }

    private sealed class EndlessLines : HttpContent
    {
        private readonly CancellationTokenSource broken;

        public EndlessLines(CancellationTokenSource broken)
        {
            this.broken = broken;
            Headers.ContentType = new("application/x-ndjson");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            await stream.WriteAsync(new byte[1200 * 1024]);
            await stream.FlushAsync();
            await broken.CancelAsync();
            throw new IOException("The sender is gone.");
        }

        protected override bool TryComputeLength(out long length) => (length = 0) > 0;
    }
}
