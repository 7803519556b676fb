using System.Text.Json.Nodes;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Enterprises;

[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.Providers))]
public sealed class ListingTests(string provider) : DeskTests(provider)
{
    [Test]
    public async Task Pages_hold_every_record_once_in_order_of_id()
    {
        var source = New("s");
        var saved = await SaveSevenAsync(source);
        var (read, pages) = await ReadAllAsync($"/v1/enterprises?source={source}&limit=3", _ => Task.CompletedTask);
        Assert.That(read, Is.EqualTo(saved.Order(StringComparer.Ordinal)));
        Assert.That(pages, Is.EqualTo(3));
    }

    [Test]
    public async Task A_list_that_fills_its_last_page_exactly_has_no_next_page()
    {
        var source = New("s");
        await SaveSevenAsync(source);
        using var response = await Admin.GetAsync($"/v1/enterprises?source={source}&limit=7");
        var page = await response.JsonAsync();
        Assert.That(page.Items(), Has.Count.EqualTo(7));
        Assert.That(page["nextCursor"], Is.Null);
        Assert.That(response.Headers.Contains("Link"), Is.False);
    }

    [Test]
    public async Task Records_that_come_and_go_between_pages_shift_nothing()
    {
        var source = New("s");
        await Admin.SaveAsync(Samples.Small(source, "0"));
        var saved = await SaveSevenAsync(source);
        var gone = false;
        var (read, _) = await ReadAllAsync($"/v1/enterprises?source={source}&limit=2", async _ =>
        {
            await Admin.SaveAsync(Samples.Small(source, New("later")));
            if (gone)
                return;
            gone = true;
            using var deleted = await Admin.DeleteAsync(Samples.Small(source, "0").Address(), null);
            Assert.That(deleted.Code(), Is.EqualTo(204));
        });
        Assert.That(read, Is.SupersetOf(saved), "nothing that was there from the first to the last page is missed");
        Assert.That(read, Is.Unique.And.Ordered.Using((IComparer<string>)StringComparer.Ordinal));
    }

    [Test]
    public async Task The_next_page_is_linked_with_the_same_filters()
    {
        var source = New("s");
        await SaveSevenAsync(source);
        using var response = await Admin.GetAsync($"/v1/enterprises?source={source}&limit=3&q=small%20enterprise");
        var page = await response.JsonAsync();
        var link = response.Headers.GetValues("Link").Single();
        Assert.That(link, Does.Match("^<(/v1/enterprises\\?[^>]+)>; rel=\"next\"$"));
        var next = await Admin.GetJsonAsync(link.Split('<', '>')[1]);
        var byCursor = await Admin.GetJsonAsync($"/v1/enterprises?source={source}&limit=3&q=small%20enterprise&cursor={page["nextCursor"]}");
        Assert.That(next.Ids(), Is.EqualTo(byCursor.Ids()).And.Count.EqualTo(3));
        Assert.That(next.Ids().Intersect(page.Ids()), Is.Empty);
    }

    [Test]
    public async Task The_limit_is_fifty_unless_one_is_asked()
    {
        var source = New("s");
        for (var i = 0; i < 51; i++)
            await Admin.SaveAsync(Samples.Small(source, $"{i}"));
        Assert.That((await Admin.GetJsonAsync($"/v1/enterprises?source={source}")).Items(), Has.Count.EqualTo(50));
        Assert.That((await Admin.GetJsonAsync($"/v1/enterprises?source={source}&limit=200")).Items(), Has.Count.EqualTo(51));
    }

    [TestCase("limit=0", "?limit")]
    [TestCase("limit=201", "?limit")]
    [TestCase("limit=-1", "?limit")]
    [TestCase("limit=many", "?limit")]
    [TestCase("limit=99999999999", "?limit")]
    [TestCase("cursor=abc", "?cursor")]
    [TestCase("cursor=%00", "?cursor")]
    [TestCase("cursor=****", "?cursor")]
    [TestCase("country=XX", "?country")]
    [TestCase("country=pl", "?country")]
    [TestCase("sector=dairi", "?sector")]
    [TestCase("intentType=barter", "?intentType")]
    [TestCase("role=buyer", "?role")]
    [TestCase("size=huge", "?size")]
    [TestCase("womenLed=perhaps", "?womenLed")]
    [TestCase("updatedSince=yesterday", "?updatedSince")]
    [TestCase("q=%25", "?q")]
    [TestCase("q=a+b+c+d+e+f+g+h+i", "?q")]
    public async Task A_wrong_parameter_is_named(string query, string pointer)
    {
        foreach (var list in (string[])["enterprises", "intents"])
        {
            using var response = await Admin.GetAsync($"/v1/{list}?{query}");
            Assert.That((await response.ProblemAsync(400, "parameter")).Pointers(), Is.EqualTo([pointer]));
        }
    }

    [Test]
    public async Task Every_wrong_parameter_is_named_at_once()
    {
        using var response = await Admin.GetAsync("/v1/enterprises?limit=0&cursor=abc&country=XX&sector=none-such&intentType=x&role=x&size=x&q=" + new string('a', 201));
        var problem = await response.ProblemAsync(400, "parameter");
        Assert.That(problem.Pointers(), Is.EquivalentTo(["?limit", "?cursor", "?country", "?sector", "?intentType", "?role", "?size", "?q"]));
    }

    private async Task<List<string>> SaveSevenAsync(string source)
    {
        var ids = new List<string>();
        for (var i = 1; i <= 7; i++)
            ids.Add((await Admin.SaveAsync(Samples.Small(source, $"{i}"))).Id());
        return ids;
    }

    private async Task<(List<string> Ids, int Pages)> ReadAllAsync(string path, Func<JsonNode, Task> betweenPages)
    {
        var ids = new List<string>();
        string? cursor = null;
        for (var pages = 1; ; pages++)
        {
            var page = await Admin.GetJsonAsync(cursor is null ? path : $"{path}&cursor={cursor}");
            ids.AddRange(page.Ids());
            cursor = (string?)page["nextCursor"];
            if (cursor is null || pages > 20)
                return (ids, pages);
            await betweenPages(page);
        }
    }
}
