using System.Text.Json.Nodes;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Taxonomy;

public sealed class SuggestTests : DeskTests
{
    [TestCase("Desi ghee in tins", "dairy", "ghee-butter")]
    [TestCase("Basmati rice exporter", "agriculture", "rice")]
    [TestCase("Milking machines and bulk milk coolers", "machinery", "dairy-machinery")]
    [TestCase("Machinery for ice cream makers", "machinery", "dairy-machinery")]
    [TestCase("Textile machinery", "machinery", "textile-machinery")]
    [TestCase("wheat flour mill", "food-processing", "flour-starch")]
    [TestCase("atta, maida, besan", "food-processing", "flour-starch")]
    [TestCase("toor dal aur chana", "agriculture", "pulses")]
    [TestCase("khadi kurta", "apparel", null)]
    [TestCase("haldi, jeera, mirch", "spices-condiments", "spices")]
    [TestCase("Pumps, centrifugal", "machinery", "pumps-valves")]
    [TestCase("Oil, mustard", "food-processing", "edible-oils")]
    [TestCase("Repair of farm tractors", "research-engineering", "plant-installation-repair")]
    [TestCase("Merchant wholesaler of toys", "finance-business-services", "trading-house")]
    [TestCase("Toys", "toys-sports", "toys")]
    [TestCase("Leather shoes (except plastic)", "leather-footwear", "footwear")]
    [TestCase("Solar panels", "solar", "solar-panels")]
    [TestCase("दूध और घी", "dairy", "ghee-butter")]
    [TestCase("पनीर", "dairy", "cheese-paneer-curd")]
    [TestCase("आटा चक्की", "food-processing", "flour-starch")]
    [TestCase("GHEE", "dairy", "ghee-butter")]
    [TestCase("ghee घी 牛奶 молоко", "dairy", "ghee-butter")]
    public async Task A_text_gets_its_sector(string text, string top, string? leaf)
    {
        var sectors = (await SuggestAsync(text))["sectors"]!.AsArray();
        Assert.That((string?)sectors.First(s => s!["parent"] is null)!["slug"], Is.EqualTo(top), () => sectors.ToJsonString());
        if (leaf is not null)
            Assert.That((string?)sectors.First(s => (string?)s!["parent"] == top)!["slug"], Is.EqualTo(leaf), () => sectors.ToJsonString());
    }

    [Test]
    public async Task A_suggestion_says_how_sure_it_is_and_which_words_led_there()
    {
        var found = await SuggestAsync("Desi ghee for Poland and the UAE");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(found["sectors"]![0]!["because"].Texts(), Is.EqualTo(["desi ghee"]));
            Assert.That((double)found["sectors"]![0]!["confidence"]!, Is.InRange(0.5, 1));
            Assert.That((string?)found["products"]![0]!["scheme"], Is.EqualTo("HS-2022"));
            Assert.That((string?)found["products"]![0]!["code"], Is.EqualTo("0405"));
            Assert.That(found["countries"]!.AsArray().Select(c => (string?)c!["code"]), Is.EquivalentTo(["PL", "AE"]));
            Assert.That(found["countries"]![0]!["because"].Texts(), Is.Not.Empty);
        }
    }

    [TestCase("basmati rice", "1006")]
    [TestCase("solar water pump", "8413")]
    [TestCase("packaging machine for namkeen", "8422")]
    [TestCase("agarbatti", "3307")]
    [TestCase("pressure cooker", "7323")]
    [TestCase("घी", "0405")]
    public async Task A_product_gets_its_heading(string text, string heading) =>
        Assert.That((string?)(await SuggestAsync(text))["products"]![0]!["code"], Is.EqualTo(heading));

    [Test]
    public async Task Every_confidence_is_from_0_to_1_and_falls()
    {
        var found = await SuggestAsync("We make biscuits, namkeen and papad, trade spices and repair bakery ovens in Ludhiana");
        foreach (var list in (string[])["sectors", "products", "countries"])
        {
            var sure = found[list]!.AsArray().Select(s => (double)s!["confidence"]!).ToList();
            Assert.That(sure, Has.All.InRange(0.0, 1.0), list);
            Assert.That(sure, Is.Ordered.Descending, list);
        }
    }

    [TestCase("Exports to Turkey and Poland", "TR PL")]
    [TestCase("turkey meat", "")]
    [TestCase("Turkey meat processing", "")]
    [TestCase("Frozen Turkey Breast", "")]
    [TestCase("Turkey", "TR")]
    [TestCase("china clay and bone china", "")]
    [TestCase("Partners in China, Viet Nam and the United States of America", "CN VN US")]
    [TestCase("Brazil nuts", "")]
    [TestCase("Panama hats from Ecuador", "EC")]
    [TestCase("a mali and his garden", "")]
    [TestCase("Republic of Korea", "KR")]
    [TestCase("made in us", "")]
    [TestCase("sold in the USA and UK", "US GB")]
    [TestCase("New Mexico", "")]
    [TestCase("jersey fabric", "")]
    [TestCase("Royaume-Uni, Deutschland, Polska", "GB DE PL")]
    [TestCase("भारत", "IN")]
    [TestCase("молоко и сыр", "")]
    [TestCase("Angora goat, suede and chili powder", "")]
    [TestCase("Turkey and turkey products", "")]
    [TestCase("products (not for Iran)", "")]
    [TestCase("Company of South Africa", "ZA")]
    public async Task Countries_are_found_by_name_and_things_are_no_countries(string text, string codes) =>
        Assert.That((await SuggestAsync(text))["countries"]!.AsArray().Select(c => (string?)c!["code"]), Is.EquivalentTo(codes.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [TestCase("!!! ??? 123 456")]
    [TestCase("qwrtp zxcvb")]
    [TestCase("👩‍🌾🧈")]
    [TestCase("the and of for")]
    public async Task A_text_that_says_nothing_gets_nothing(string text)
    {
        var found = await SuggestAsync(text);
        foreach (var list in (string[])["sectors", "products", "countries"])
            Assert.That(found[list]!.AsArray(), Is.Empty, list);
    }

    [Test]
    public async Task A_hundred_texts_are_answered_in_their_order()
    {
        var texts = Enumerable.Range(0, 100).Select(i => i % 2 == 0 ? "ghee" : "bicycles").ToArray();
        var answer = await (await PostAsync(Body(texts))).JsonAsync();
        Assert.That(answer["items"]!.AsArray().Select(i => (string?)i!["sectors"]![0]!["slug"]), Is.EqualTo(texts.Select(t => t == "ghee" ? "dairy" : "automotive")));
        Assert.That((string?)answer["version"], Is.Not.Empty);
    }

    [Test]
    public async Task The_longest_text_is_read_and_one_longer_is_refused()
    {
        var text = string.Concat(Enumerable.Repeat("ghee and paneer, ", 600))[..10_000];
        Assert.That((string?)(await SuggestAsync(text))["sectors"]![0]!["slug"], Is.EqualTo("dairy"));
        await RefusedAsync(Body(text + "x"), 422, "/items/0/text", "wrong-length");
    }

    [TestCase("""{"items": [{"text": ""}]}""", 422, "/items/0/text", "wrong-length")]
    [TestCase("""{"items": [{"text": "   "}]}""", 422, "/items/0/text", "wrong-length")]
    [TestCase("""{"items": [{"text": "ghee"}, {"text": "a\u0000b"}]}""", 422, "/items/1/text", "control-character")]
    [TestCase("""{"items": [{"text": "a\u001bb"}]}""", 422, "/items/0/text", "control-character")]
    [TestCase("""{"items": [{"text": "gh\ufffde"}]}""", 422, "/items/0/text", "broken-encoding")]
    [TestCase("""{"items": []}""", 422, "/items", "wrong-count")]
    [TestCase("""{"items": [{"text": "\ud800 ghee"}]}""", 400, "/items/0/text", "wrong-type")]
    [TestCase("""{"items": [{"text": 7}]}""", 400, "/items/0/text", "wrong-type")]
    [TestCase("""{"items": [{"text": null}]}""", 400, "/items/0/text", "null")]
    [TestCase("""{"items": [{}]}""", 400, "/items/0", "required")]
    [TestCase("""{"items": [null]}""", 400, "/items", "wrong-value")]
    [TestCase("""{"items": "ghee"}""", 400, "/items", "wrong-type")]
    [TestCase("""{"items": ["ghee"]}""", 400, "/items/0", "wrong-type")]
    [TestCase("""{"items": [{"text": "ghee", "language": "en"}]}""", 400, "/items/0/language", "unknown-member")]
    [TestCase("""{}""", 400, "", "required")]
    [TestCase("""{"items": [""", 400, "/items/0", "not-json")]
    [TestCase("""ghee""", 400, "", "not-json")]
    public async Task Wrong_input_is_told(string body, int status, string pointer, string code) => await RefusedAsync(body, status, pointer, code);

    [Test]
    public async Task More_than_a_hundred_texts_are_refused() =>
        await RefusedAsync(Body([.. Enumerable.Repeat("ghee", 101)]), 422, "/items", "wrong-count");

    [Test]
    public async Task Ten_megabytes_are_too_large()
    {
        // Asks first, as curl does: whoever sends it all at once may find the line cut before the answer.
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/tags/suggest") { Content = new StringContent(Body(new string('g', 10 * 1024 * 1024)), System.Text.Encoding.UTF8, "application/json") };
        request.Headers.ExpectContinue = true;
        using var response = await Desk.Anonymous.SendAsync(request);
        Assert.That(response.Code(), Is.EqualTo(413));
        Assert.That((string?)(await response.JsonAsync())["type"], Is.EqualTo("/problems/too-large"));
    }

    private static string Body(params string[] texts) => new JsonObject { ["items"] = new JsonArray([.. texts.Select(t => new JsonObject { ["text"] = t })]) }.ToJsonString();

    private Task<HttpResponseMessage> PostAsync(string body) => Desk.Anonymous.SendJsonAsync(HttpMethod.Post, "/v1/tags/suggest", body);

    private async Task<JsonNode> SuggestAsync(string text)
    {
        using var response = await PostAsync(Body(text));
        Assert.That(response.Code(), Is.EqualTo(200), () => response.Content.ReadAsStringAsync().Result);
        return (await response.JsonAsync())["items"]![0]!;
    }

    private async Task RefusedAsync(string body, int status, string pointer, string code)
    {
        using var response = await PostAsync(body);
        Assert.That(response.Code(), Is.EqualTo(status), () => response.Content.ReadAsStringAsync().Result);
        var fault = (await response.JsonAsync())["errors"]![0]!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((string?)fault["pointer"], Is.EqualTo(pointer));
            Assert.That((string?)fault["code"], Is.EqualTo(code));
            Assert.That((string?)fault["message"], Is.Not.Empty);
        }
    }
}
