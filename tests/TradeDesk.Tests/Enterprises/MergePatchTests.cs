using System.Text.Json.Nodes;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Enterprises;

public sealed class MergePatchTests : DeskTests
{
    private JsonNode there = null!;

    [SetUp]
    public async Task Save() => there = await Admin.SaveAsync(Samples.IndianDairy(source: New("s")));

    [Test]
    public async Task Only_the_named_members_change()
    {
        var now = await Admin.ChangeAsync(there, """{"city": "Patiala"}""");
        Assert.That((string?)now["city"], Is.EqualTo("Patiala"));
        foreach (var (member, value) in there.AsObject().Where(m => m.Key is not ("city" or "version" or "updatedAt")))
            Assert.That(JsonNode.DeepEquals(now[member], value), member);
        Assert.That(JsonNode.DeepEquals(await Admin.GetJsonAsync(there.Path()), now));
    }

    [Test]
    public async Task Null_removes_a_member()
    {
        var now = await Admin.ChangeAsync(there, """{"city": null, "ownership": null, "keywords": null, "contact": null, "notThere": null}""");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(now["city"], Is.Null);
            Assert.That(now["ownership"], Is.Null);
            Assert.That(now["keywords"]!.AsArray(), Is.Empty);
            Assert.That(now["contact"], Is.Null);
        }
    }

    [Test]
    public async Task A_list_is_replaced_whole()
    {
        var now = await Admin.ChangeAsync(there, """{"exportsTo": ["PL"], "intents": [{"type": "supply", "role": "offers"}]}""");
        Assert.That(now["exportsTo"].Texts(), Is.EqualTo(["PL"]));
        Assert.That(now["intents"]!.AsArray().Select(i => (string?)i!["type"]), Is.EqualTo(["supply"]));
    }

    [Test]
    public async Task Nested_objects_are_merged()
    {
        var now = await Admin.ChangeAsync(there, """{"ownership": {"group": "sutlej"}, "contact": {"phone": "+91 2"}}""");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((bool?)now["ownership"]!["womenLed"], Is.True);
            Assert.That((string?)now["ownership"]!["group"], Is.EqualTo("sutlej"));
            Assert.That(JsonNode.DeepEquals(now["contact"], JsonNode.Parse("""{"name":"A Person","email":"person@example.org","phone":"+91 2"}""")));
        }

        var removed = await Admin.ChangeAsync(now, """{"contact": {"email": null}}""");
        Assert.That(JsonNode.DeepEquals(removed["contact"], JsonNode.Parse("""{"name":"A Person","phone":"+91 2"}""")));
    }

    [Test]
    public async Task A_withheld_contact_keeps_the_contact_that_is_there()
    {
        var now = await Admin.ChangeAsync(there, """{"city": "Patiala", "contact": {"withheld": "until-introduction"}}""");
        Assert.That(JsonNode.DeepEquals(now["contact"], there["contact"]));
    }

    [TestCase("{}")]
    [TestCase("""{"city": "Ludhiana"}""")]
    [TestCase("""{"version": 9, "createdAt": null}""")]
    public async Task A_patch_that_changes_nothing_makes_no_version(string patch)
    {
        var now = await Admin.ChangeAsync(there, patch);
        Assert.That(JsonNode.DeepEquals(now, there));
    }

    [Test]
    public async Task Sectors_that_were_derived_give_way_to_stated_ones_and_come_back()
    {
        var stated = await Admin.ChangeAsync(there, """{"sectors": ["dairy"]}""");
        Assert.That(stated["derivedSectors"], Is.Null);
        var derived = await Admin.ChangeAsync(stated, """{"sectors": null}""");
        Assert.That(JsonNode.DeepEquals(derived["derivedSectors"], there["derivedSectors"]));
    }

    [TestCase("""{"country": null}""", 400, "malformed")]
    [TestCase("""{"country": "XX"}""", 422, "invalid")]
    [TestCase("""{"colour": "red"}""", 400, "malformed")]
    [TestCase("""{"employees": "many"}""", 400, "malformed")]
    [TestCase("""{"city": "a", "city": "b"}""", 400, "malformed")]
    [TestCase("""{"ownership": {"group": "a", "group": "b"}}""", 400, "malformed")]
    [TestCase("""{"sectors": [null]}""", 400, "malformed")]
    [TestCase("[]", 400, "malformed")]
    [TestCase("null", 400, "malformed")]
    [TestCase("\"text\"", 400, "malformed")]
    [TestCase("{\"city\": ", 400, "malformed")]
    [TestCase("", 400, "malformed")]
    public async Task A_patch_that_makes_no_right_document_is_refused(string patch, int status, string slug)
    {
        using var response = await Admin.PatchAsync(there, patch, there.Tag());
        await response.ProblemAsync(status, slug);
        Assert.That(JsonNode.DeepEquals(await Admin.GetJsonAsync(there.Path()), there), "nothing changed");
    }

    [TestCase("application/json")]
    [TestCase("application/json-patch+json")]
    [TestCase("application/merge-patch+jsonx")]
    public async Task Another_media_type_is_refused(string mediaType)
    {
        using var response = await Admin.SendJsonAsync(HttpMethod.Patch, there.Path(), """{"city": "Patiala"}""", there.Tag(), mediaType);
        var problem = await response.ProblemAsync(415, "media-type");
        Assert.That((string?)problem["detail"], Does.Contain(EnterpriseCalls.MergePatch));
    }
}
