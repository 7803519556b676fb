using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Enterprises;

[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.Providers))]
public sealed class FilterTests(string provider) : DeskTests(provider)
{
    private readonly string source = New("s");

    [OneTimeSetUp]
    public async Task Save()
    {
        await Admin.SaveAsync(Samples.IndianDairy("dairy", source).With("cluster", "\"ludhiana-dairy\""));
        await Admin.SaveAsync(Samples.GulfDistributor("gulf", source).With("sizeClass", "\"medium\"").With("ownership", """{"womenLed": false}"""));
        await Admin.SaveAsync(Samples.Small(source, "small").With("intents", """[{"type": "joint-venture", "role": "mutual"}]"""));
    }

    [TestCase("country=IN", "dairy")]
    [TestCase("country=DE", "")]
    [TestCase("sector=dairy", "dairy,gulf")]
    [TestCase("sector=ghee-butter", "dairy")]
    [TestCase("sector=ice-cream", "")]
    [TestCase("intentType=distribution", "dairy,gulf")]
    [TestCase("intentType=distribution&role=offers", "gulf")]
    [TestCase("intentType=joint-venture", "small")]
    [TestCase("role=mutual", "small")]
    [TestCase("size=small", "dairy")]
    [TestCase("size=medium", "gulf")]
    [TestCase("certification=HALAL", "gulf")]
    [TestCase("womenLed=true", "dairy")]
    [TestCase("womenLed=false", "gulf")]
    [TestCase("cluster=ludhiana-dairy", "dairy")]
    [TestCase("q=ghee", "dairy,gulf")]
    [TestCase("country=AE&sector=dairy&role=offers&size=medium&womenLed=false&certification=HALAL&intentType=distribution&q=gulf", "gulf")]
    [TestCase("updatedSince=2001-01-01T00:00:00Z", "dairy,gulf,small")]
    [TestCase("updatedSince=2999-01-01T00:00:00Z", "")]
    public async Task A_filter_leaves_what_it_means(string query, string expected)
    {
        var found = await Admin.GetJsonAsync($"/v1/enterprises?source={source}&{query}");
        Assert.That(string.Join(',', found.Items().Select(e => (string?)e["externalId"]).Order(StringComparer.Ordinal)), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_source_holds_its_own_records_only()
    {
        await Admin.SaveAsync(Samples.Small(New("other")));
        var found = await Admin.GetJsonAsync($"/v1/enterprises?source={source}");
        Assert.That(found.Items().Select(e => (string?)e["source"]).Distinct(), Is.EqualTo([source]));
        Assert.That((await Admin.GetJsonAsync("/v1/enterprises?source=none-such")).Items(), Is.Empty);
    }

    [Test]
    public async Task Updated_since_is_the_moment_that_a_change_states()
    {
        var own = New("s");
        var saved = await Admin.SaveAsync(Samples.Small(own));
        var at = DateTimeOffset.Parse((string)saved["updatedAt"]!, null);
        Assert.That(await CountAsync(own, at), Is.EqualTo(1), "at that moment");
        Assert.That(await CountAsync(own, at.AddMilliseconds(1)), Is.Zero, "after it");
    }

    private async Task<int> CountAsync(string own, DateTimeOffset since) =>
        (await Admin.GetJsonAsync($"/v1/enterprises?source={own}&updatedSince={since.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fff}Z")).Items().Count;
}
