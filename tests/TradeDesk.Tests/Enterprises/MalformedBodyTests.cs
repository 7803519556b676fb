using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Enterprises;

public sealed class MalformedBodyTests : DeskTests
{
    private const string Head = """{"legalName": "Small Enterprise", "country": "PL", """;

    [TestCase("\"colour\": 1}", "/colour", "unknown-member")]
    [TestCase("\"a.b\": 1}", "/a.b", "unknown-member")]
    [TestCase("\"a/b\": 1}", "/a~1b", "unknown-member")]
    [TestCase("\"contact\": {\"fax\": \"1\"}}", "/contact/fax", "unknown-member")]
    [TestCase("\"intents\": [{\"type\": \"trade\", \"role\": \"offers\", \"until\": 1}]}", "/intents/0/until", "unknown-member")]
    [TestCase("\"city\": 1}", "/city", "wrong-type")]
    [TestCase("\"employees\": \"84\"}", "/employees", "wrong-type")]
    [TestCase("\"employees\": 8.4}", "/employees", "wrong-type")]
    [TestCase("\"employees\": 99999999999}", "/employees", "wrong-type")]
    [TestCase("\"sectors\": \"dairy\"}", "/sectors", "wrong-type")]
    [TestCase("\"sectors\": {}}", "/sectors", "wrong-type")]
    [TestCase("\"ownership\": {\"womenLed\": \"yes\"}}", "/ownership/womenLed", "wrong-type")]
    [TestCase("\"intents\": [{\"type\": \"trade\", \"role\": \"offers\", \"validUntil\": \"2027-02-30\"}]}", "/intents/0/validUntil", "wrong-type")]
    [TestCase("\"city\": \"\\ud800\"}", "/city", "wrong-type")]
    [TestCase("\"sizeClass\": \"tiny\"}", "/sizeClass", "wrong-value")]
    [TestCase("\"sizeClass\": \"Small\"}", "/sizeClass", "wrong-value")]
    [TestCase("\"sizeClass\": 1}", "/sizeClass", "wrong-value")]
    [TestCase("\"intents\": [{\"type\": \"barter\", \"role\": \"offers\"}]}", "/intents/0/type", "wrong-value")]
    [TestCase("\"intents\": [{\"role\": \"offers\"}]}", "/intents/0", "required")]
    [TestCase("\"products\": [{\"code\": \"0405\"}]}", "/products/0", "required")]
    [TestCase("\"city\": \"a\", \"city\": \"b\"}", "/city", "duplicate-member")]
    [TestCase("\"sectors\": null}", "/sectors", "null")]
    [TestCase("\"sectors\": [null]}", "/sectors", "wrong-value")]
    [TestCase("\"tradeNames\": [\"a\", null]}", "/tradeNames", "wrong-value")]
    [TestCase("\"identifiers\": [null]}", "/identifiers", "wrong-value")]
    [TestCase("\"products\": [null]}", "/products", "wrong-value")]
    [TestCase("\"intents\": [null]}", "/intents", "wrong-value")]
    [TestCase("\"exportsTo\": [null]}", "/exportsTo", "wrong-value")]
    [TestCase("\"languages\": [null]}", "/languages", "wrong-value")]
    [TestCase("\"intents\": [{\"type\": \"trade\", \"role\": \"offers\", \"countries\": {\"accept\": [null]}}]}", "/intents/0/countries/accept", "wrong-value")]
    [TestCase("\"intents\": [{\"type\": \"trade\", \"role\": \"offers\", \"requires\": {\"certifications\": [null]}}]}", "/intents/0/requires/certifications", "wrong-value")]
    [TestCase("\"city\": \"a\"", "", "not-json")]
    [TestCase("\"city\": 'a'}", "/city", "not-json")]
    [TestCase("\"city\": \"a\"} trailing", "", "not-json")]
    [TestCase("// no comments\n\"city\": \"a\"}", "", "not-json")]
    public async Task A_fault_is_pointed_at(string tail, string pointer, string code)
    {
        using var response = await Admin.SendJsonAsync(HttpMethod.Post, "/v1/enterprises", Head + tail);
        var error = (await response.ProblemAsync(400, "malformed"))["errors"]!.AsArray().Single()!;
        Assert.That(((string?)error["pointer"], (string?)error["code"]), Is.EqualTo((pointer, code)), error.ToJsonString());
        Assert.That((string?)error["message"], Is.Not.Empty.And.Not.Contain("System").And.Not.Contain("TradeDesk").And.Not.Contain("$"));
    }

    [TestCase("")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("\"text\"")]
    [TestCase("42")]
    [TestCase("{}")]
    [TestCase("""{"legalName": null, "country": "PL"}""")]
    [TestCase("\u0000")]
    public async Task What_is_no_document_at_all_is_refused(string body)
    {
        foreach (var (method, path) in ((HttpMethod, string)[])[(HttpMethod.Post, "/v1/enterprises"), (HttpMethod.Put, $"/v1/sources/{New("s")}/enterprises/1"), (HttpMethod.Post, "/v1/matches/query")])
        {
            using var response = await Admin.SendJsonAsync(method, path, body);
            await response.ProblemAsync(400, "malformed");
        }
    }

    [Test]
    public async Task A_missing_member_is_named()
    {
        using var response = await Admin.SendJsonAsync(HttpMethod.Post, "/v1/enterprises", """{"city": "Kraków"}""");
        var error = (await response.ProblemAsync(400, "malformed"))["errors"]!.AsArray().Single()!;
        Assert.That((string?)error["code"], Is.EqualTo("required"));
        Assert.That((string?)error["message"], Does.Contain("legalName").And.Contain("country"));
    }

    [TestCase("text/plain")]
    [TestCase("application/xml")]
    [TestCase("application/x-www-form-urlencoded")]
    public async Task Another_media_type_is_refused(string mediaType)
    {
        foreach (var (method, path) in ((HttpMethod, string)[])[(HttpMethod.Post, "/v1/enterprises"), (HttpMethod.Put, $"/v1/sources/{New("s")}/enterprises/1"), (HttpMethod.Post, "/v1/matches/query")])
        {
            using var response = await Admin.SendJsonAsync(method, path, Samples.Small(New("s")).ToJsonString(), mediaType: mediaType);
            await response.ProblemAsync(415, "media-type");
        }
    }

    // The refusal must reach a client that is still sending: the larger body does not fit into the buffers between the two.
    [TestCase(1, false)]
    [TestCase(1, true)]
    [TestCase(24, false)]
    [TestCase(24, true)]
    public async Task A_body_of_more_than_a_mebibyte_is_refused(int mebibytes, bool chunked)
    {
        var there = await Admin.SaveAsync(Samples.Small(New("s")));
        var large = new string(' ', mebibytes * 1024 * 1024) + "{}";
        foreach (var (method, path, type) in ((HttpMethod, string, string)[])[
            (HttpMethod.Post, "/v1/enterprises", "application/json"), (HttpMethod.Put, $"/v1/sources/{New("s")}/enterprises/1", "application/json"),
            (HttpMethod.Patch, there.Path(), EnterpriseCalls.MergePatch), (HttpMethod.Post, "/v1/matches/query", "application/json")])
        {
            using var request = new HttpRequestMessage(method, path) { Content = new StringContent(large, null, type) };
            request.Headers.TransferEncodingChunked = chunked;
            request.Headers.TryAddWithoutValidation("If-Match", "*");
            using var response = await Admin.SendAsync(request);
            await response.ProblemAsync(413, "too-large");
        }
    }

    [TestCase(100)]
    [TestCase(100_000)]
    public async Task Deep_nesting_is_refused(int depth)
    {
        var there = await Admin.SaveAsync(Samples.Small(New("s")));
        var deep = "{\"city\": " + new string('[', depth) + new string(']', depth) + "}";
        using var post = await Admin.SendJsonAsync(HttpMethod.Post, "/v1/enterprises", deep);
        await post.ProblemAsync(400, "malformed");
        using var patch = await Admin.PatchAsync(there, deep, there.Tag());
        await patch.ProblemAsync(400, "malformed");
    }

    [TestCase("{\"\\ud800\": 1}")]
    [TestCase("{\"\\ud800\": null}")]
    [TestCase("{\"city\": \"\\udc00\"}")]
    [TestCase("{\"contact\": {\"\\ud800\": 1}}")]
    public async Task Half_a_character_is_refused(string body)
    {
        var there = await Admin.SaveAsync(Samples.Small(New("s")));
        using var post = await Admin.SendJsonAsync(HttpMethod.Post, "/v1/enterprises", body);
        await post.ProblemAsync(400, "malformed");
        using var patch = await Admin.PatchAsync(there, body, there.Tag());
        await patch.ProblemAsync(400, "malformed");
    }
}
