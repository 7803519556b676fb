using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Enterprises;

[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.Providers))]
public sealed class SearchTests(string provider) : DeskTests(provider)
{
    [TestCase("Müller Käserei", "muller kaserei")]
    [TestCase("Müller Käserei", "MÜLLER")]
    [TestCase("Łódź Młyn", "lodz")]
    [TestCase("Łódź Młyn", "Łódź")]
    [TestCase("ਸਤਲੁਜ", "ਸਤਲੁਜ")]
    [TestCase("Молоко", "moloko")]
    [TestCase("Moloko", "Молоко")]
    [TestCase("青岛食品", "青岛食品")]
    [TestCase("Paneer Makers", "paneers")]
    [TestCase("O'Brien Dairies", "obrien dairy")]
    public async Task Words_are_found_in_any_script_and_spelling(string name, string q)
    {
        var source = New("s");
        await Admin.SaveAsync(Samples.Small(source, name: name));
        Assert.That(await FindAsync(source, q), Is.EqualTo([name]));
    }

    [TestCase("tradeNames", """["Zebulon"]""")]
    [TestCase("keywords", """["Zebulon"]""")]
    [TestCase("summary", "\"We are Zebulon.\"")]
    [TestCase("city", "\"Zebulon\"")]
    [TestCase("products", """[{"scheme": "HS-2022", "code": "0405", "label": "Zebulon"}]""")]
    public async Task Words_are_found_wherever_they_stand(string member, string value)
    {
        var source = New("s");
        await Admin.SaveAsync(Samples.Small(source, name: "Found").With(member, value));
        Assert.That(await FindAsync(source, "zebulon"), Is.EqualTo(["Found"]));
    }

    [Test]
    public async Task Every_word_must_occur()
    {
        var source = New("s");
        await Admin.SaveAsync(Samples.Small(source, "1", name: "Ghee Works"));
        await Admin.SaveAsync(Samples.Small(source, "2", name: "Ghee House"));
        Assert.That(await FindAsync(source, "works ghee"), Is.EqualTo(["Ghee Works"]));
        Assert.That(await FindAsync(source, "ghee tractor"), Is.Empty);
    }

    [TestCase("z%q")]
    [TestCase("z_q")]
    [TestCase("z[q]")]
    [TestCase("[^a]z q")]
    public async Task Wildcards_of_the_database_only_part_words(string q)
    {
        // As a pattern none of these would find the name, for its z stands last; as the words z and q they do.
        var source = New("s");
        await Admin.SaveAsync(Samples.Small(source, name: "Qxyz a"));
        Assert.That(await FindAsync(source, q), Is.EqualTo(["Qxyz a"]));
    }

    [TestCase("nothing' OR '1'='1")]
    [TestCase("nothing%' OR 1=1 --")]
    [TestCase("nothing\"; DROP TABLE enterprise; --")]
    public async Task Sql_in_a_search_is_only_words(string q)
    {
        var source = New("s");
        await Admin.SaveAsync(Samples.Small(source));
        Assert.That(await FindAsync(source, q), Is.Empty);
        Assert.That(await FindAsync(source, "small"), Has.Count.EqualTo(1));
    }

    [TestCase("%25")]
    [TestCase("_")]
    [TestCase("%5B")]
    [TestCase("...")]
    public async Task A_search_without_any_word_is_refused_and_not_taken_for_everything(string q)
    {
        using var response = await Admin.GetAsync($"/v1/enterprises?q={q}");
        Assert.That((await response.ProblemAsync(400, "parameter")).Pointers(), Is.EqualTo(["?q"]));
    }

    [TestCase("certification")]
    [TestCase("cluster")]
    [TestCase("source")]
    public async Task Filters_on_codes_take_no_wildcards_either(string filter)
    {
        var source = New("s");
        await Admin.SaveAsync(Samples.Small(source).With("cluster", "\"abc\"").With("certifications", """["ABC"]"""));
        foreach (var wild in (string[])["%25", "a%25", "A__", "%5BaA%5Dbc"])
            Assert.That((await Admin.GetJsonAsync($"/v1/enterprises?{filter}={wild}")).Items(), Is.Empty, wild);
    }

    private async Task<List<string?>> FindAsync(string source, string q) =>
        [.. (await Admin.GetJsonAsync($"/v1/enterprises?source={source}&q={Uri.EscapeDataString(q)}")).Items().Select(e => (string?)e["legalName"])];
}
