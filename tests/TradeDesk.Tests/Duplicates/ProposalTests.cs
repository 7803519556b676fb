using System.Text.Json.Nodes;
using TradeDesk.Access;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Duplicates;

[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.Providers))]
public sealed class ProposalTests(string provider) : DeskTests(provider)
{
    [TestCase("Quelaris Botanicals Private Limited", "QUELARIS BOTANICALS PVT. LTD.", "IN", TestName = "Legal forms")]
    [TestCase("Brindavan & Sons Ltd", "Brindavan and Sons", "IN", TestName = "An ampersand")]
    [TestCase("Vermoult Präzision GmbH & Co. KG", "VERMOULT PRAZISION", "DE", TestName = "Marks and capitals")]
    [TestCase("Zintech Polymorf S.A. de C.V.", "Zintech Polymorf SA de CV", "MX", TestName = "Dots")]
    [TestCase("SpearWave Systems", "Spear Wave Systems Ltd", "IL", TestName = "A blank")]
    [TestCase("ООО Металлстрой Уралпром", "Metallstroy Uralprom LLC", "RU", TestName = "Cyrillic")]
    [TestCase("Ελληνικά Καλώδια Δράμας ΑΕ", "Ellinika Kalodia Dramas", "GR", TestName = "Greek")]
    [TestCase("深圳科美特有限公司", "Shen Zhen Ke Mei Te", "CN", TestName = "Chinese")]
    [TestCase("सतलुज घी प्राइवेट लिमिटेड", "Sutlej Ghee Pvt Ltd", "IN", TestName = "Devanagari")]
    [TestCase("Kolhapurex Castings", "Kolhapurex Castigns", "IN", TestName = "A slip")]
    [TestCase("Wexcombe &amp;amp;amp;amp; Presswork Ltd", "Presswork Wexcombe", "GB", TestName = "An ampersand that was escaped over and over")]
    [TestCase("Uavzen Tarask", "Uav Zen Polmo", "IL", TestName = "A blank where other words differ")]
    [TestCase("Southernlanch.space Pty Ltd", "Southern Lanch", "AU", TestName = "A blank in the other name")]
    [TestCase("Advanced Lumetric Sensor Networks (Valtrex)", "Valtrex", "FI", TestName = "Another name in brackets")]
    [TestCase("Korvath Lumen Quality Alliance - KLQA", "KLQA", "KR", TestName = "Initials that the name itself gives")]
    [TestCase("Berlinde Ordvik", "Ordvik Oy", "FI", TestName = "A rare word that is the whole other name")]
    [TestCase("Vestok", "Vestoc", "NO", TestName = "The same sound with another letter")]
    public async Task The_same_name_written_otherwise_is_proposed(string one, string other, string country)
    {
        var source = New("s");
        await SaveAsync(source, "1", one, country);
        await SaveAsync(New("t"), "1", other, country);
        var pair = (await Admin.DuplicatesAsync(source)).Single();
        Assert.That((double)pair["score"]!, Is.GreaterThanOrEqualTo(0.55));
        Assert.That((string?)Evidence(pair, "name")["agrees"], Is.Not.Empty);
    }

    [TestCase("Global Trading Company", "Global Tools Company", TestName = "Trade words only")]
    [TestCase("Shanghai Wexford Chemical", "Shanghai Lumetta Chemical", TestName = "A place and a trade")]
    [TestCase("H. Arends Beheer", "H. Roosendaal Beheer", TestName = "An initial and a form")]
    [TestCase("Van Drunen Investments B.V.", "Van Herpen Investments B.V.", TestName = "A particle and a trade")]
    [TestCase("Turkish Patent Office", "Turkish Radar Office", TestName = "A people and a trade")]
    [TestCase("Phoenix Shoes", "Phoenix Belts", TestName = "A favourite name")]
    [TestCase("Kuala Lumpur Trading", "Kuala Lumpur Rubber", TestName = "A city of two words")]
    [TestCase("UAB Strelvamet", "UAB Baltorex", TestName = "A form that leads")]
    [TestCase("Consolidated Precision Products (CPP)", "Chemical Plant Purifiers (CPP)", TestName = "The same initials")]
    public async Task Names_that_share_common_words_only_are_not(string one, string other)
    {
        var source = New("s");
        await SaveAsync(source, "1", one, "NL");
        await SaveAsync(source, "2", other, "NL");
        Assert.That(await Admin.DuplicatesAsync(source), Is.Empty);
    }

    [Test]
    public async Task A_shared_number_decides_whatever_the_names_and_another_one_keeps_apart()
    {
        var (source, lei) = (New("s"), """[{"scheme": "XI-LEI", "value": "5493001KJTIIGC8Y1R12"}]""");
        var named = await SaveAsync(source, "1", "Abermoor Wool", "GB", d => d.With("identifiers", lei));
        var renamed = await SaveAsync(source, "2", "Glenfinnan Textiles", "GB", d => d.With("identifiers", lei));
        var pair = (await Admin.DuplicatesAsync(source)).Single();
        Assert.That((double)pair["score"]!, Is.EqualTo(0.99));
        Assert.That((bool)Evidence(pair, "identifier")["decisive"]!, Is.True);

        var other = New("s");
        await SaveAsync(other, "1", "Tarlochan Forgings", "IN", d => d.With("identifiers", """[{"scheme": "IN-PAN", "value": "AAACV7757J"}]"""));
        await SaveAsync(other, "2", "Tarlochan Forgings", "IN", d => d.With("identifiers", """[{"scheme": "IN-PAN", "value": "AAACV7758J"}]"""));
        Assert.That(await Admin.DuplicatesAsync(other), Is.Empty, "the same name, but two firms");
        Assert.That((double)(await Admin.PairAsync(named, renamed))["score"]!, Is.EqualTo(0.99), "also when it is asked for by itself");
    }

    [Test]
    public async Task Domain_and_country_weigh()
    {
        var source = New("s");
        string name = New("Ostrava"), site = $"\"https://www.{New("d")}.cz/en\"";
        var one = await SaveAsync(source, "1", name + " Zbrojovka", "CZ", d => d.With("website", site));
        var two = await SaveAsync(source, "2", name + " Werke Holding", "CZ", d => d.With("website", site));
        var abroad = await SaveAsync(source, "3", name + " Zbrojovka", "PL");
        var (near, far) = (await Admin.PairAsync(one, two), await Admin.PairAsync(one, abroad));
        Assert.That((double)Evidence(near, "domain")["effect"]!, Is.Positive);
        Assert.That((double)Evidence(far, "country")["effect"]!, Is.Negative);
        Assert.That((string?)Evidence(far, "country")["differs"], Is.EqualTo("CZ and PL"));
    }

    [Test]
    public async Task Another_domain_speaks_against_one_firm_but_another_ending_of_it_does_not()
    {
        var (source, name, domain) = (New("s"), New("Velmora"), New("d"));
        var one = await SaveAsync(source, "1", name, "TR", d => d.With("website", $"\"https://www.{domain}.com.tr\""));
        var ending = await SaveAsync(source, "2", name, "TR", d => d.With("website", $"\"https://shop.{domain}.com\""));
        var other = await SaveAsync(source, "3", name, "TR", d => d.With("website", $"\"https://{domain}x.com.tr\""));
        Assert.That((double)Evidence(await Admin.PairAsync(one, ending), "domain")["effect"]!, Is.Zero);
        Assert.That((double)Evidence(await Admin.PairAsync(one, other), "domain")["effect"]!, Is.Negative);
    }

    [Test]
    public async Task A_firm_of_many_branches_is_not_taken_for_a_common_word()
    {
        var (source, brand) = (New("s"), New("Zenolith"));
        foreach (var (i, place) in new[] { "India", "Chile", "Peru", "Japan", "Brasil", "Mexico", "Canada", "Pakistan", "Vietnam", "Thailand", "Quorvane", "Belmarix" }.Index())
            await SaveAsync(source, $"{i}", $"{brand} {place}", "PL");
        Assert.That(await Admin.DuplicatesAsync(source), Has.Count.EqualTo(12 * 11 / 2));
    }

    [Test]
    public async Task Every_pair_is_proposed_once_whichever_of_the_two_came_first()
    {
        var (source, name) = (New("s"), New("Ordvik"));
        await SaveAsync(source, "1", $"{name}a {name} Werft", "PL");
        await SaveAsync(source, "2", $"{name} Polmo Werft", "PL");
        var pairs = (await Admin.DuplicatesAsync(source, "&minScore=0.1")).Select(d => d.Id()).ToList();
        Assert.That(pairs, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Proposals_follow_changes_and_deletions()
    {
        var (source, name) = (New("s"), New("Firm"));
        var one = await SaveAsync(source, "1", name, "PL");
        var two = await SaveAsync(source, "2", "Something Else " + New("x"), "PL");
        Assert.That(await Admin.DuplicatesAsync(source), Is.Empty);
        two = await Admin.ChangeAsync(two, $$"""{"legalName": "{{name}} Sp. z o.o."}""");
        Assert.That(await Admin.DuplicatesAsync(source), Has.Count.EqualTo(1), "renamed");
        using var deleted = await Admin.DeleteAsync(two.Path(), two.Tag());
        Assert.That(await Admin.DuplicatesAsync(source), Is.Empty, "deleted");
        using var gone = await Admin.GetAsync(DuplicateCalls.PairPath(one, two));
        await gone.ProblemAsync(404, "not-found");
    }

    [Test]
    public async Task Pages_hold_every_pair_once_and_filters_narrow()
    {
        var (source, name) = (New("s"), New("Firm"));
        for (var i = 0; i < 5; i++)
            await SaveAsync(source, $"{i}", name, i == 0 ? "DE" : "PL");
        var all = await Admin.DuplicatesAsync(source, "&limit=3&minScore=0.1");
        Assert.That(all.Select(d => d.Id()).Distinct().Count(), Is.EqualTo(all.Count).And.EqualTo(10));
        Assert.That(all.Select(d => (double)d["score"]!), Is.Ordered.Descending);
        Assert.That(await Admin.DuplicatesAsync(source, "&country=DE"), Has.Count.EqualTo(4));
        Assert.That(await Admin.DuplicatesAsync(source, "&minScore=0.9"), Has.Count.EqualTo(6), "four of one country");
        Assert.That(await Admin.DuplicatesAsync(New("none")), Is.Empty);
    }

    [TestCase("status=maybe", "?status")]
    [TestCase("country=XX", "?country")]
    [TestCase("minScore=2", "?minScore")]
    [TestCase("minScore=NaN", "?minScore")]
    [TestCase("limit=0", "?limit")]
    [TestCase("cursor=eA", "?cursor")]
    [TestCase("colour=red", "?colour")]
    public async Task A_wrong_parameter_is_refused(string query, string pointer)
    {
        using var response = await Admin.GetAsync("/v1/duplicates?" + query);
        Assert.That((await response.ProblemAsync(400, "parameter")).Pointers(), Does.Contain(pointer));
    }

    [TestCase("dup_1")]
    [TestCase("dup_")]
    [TestCase("ent_00000000000000000000000001000000000000000000000000002")]
    [TestCase("dup_0000000000000000000000000200000000000000000000000001")]
    [TestCase("dup_0000000000000000000000000100000000000000000000000002")]
    public async Task An_unknown_pair_is_not_there(string id)
    {
        using var response = await Admin.GetAsync("/v1/duplicates/" + id);
        await response.ProblemAsync(404, "not-found");
    }

    [Test]
    public async Task A_pair_is_seen_only_by_who_sees_both_records()
    {
        var (source, name) = (New("s"), New("Firm"));
        using var owner = await Desk.ClientAsync(DeskRole.Partner, New("p"));
        using var stranger = await Desk.ClientAsync(DeskRole.Partner, New("p"));
        using var german = await Desk.ClientAsync(DeskRole.Reader, New("p"), ["DE"]);
        var shown = await owner.SaveAsync(Samples.Small(source, "1", "PL", name));
        var draft = await owner.SaveAsync(Samples.Small(source, "2", "PL", name).With("status", "\"draft\""));
        Assert.That(await owner.DuplicatesAsync(source), Has.Count.EqualTo(1));
        foreach (var client in (HttpClient[])[stranger, german])
        {
            Assert.That(await client.DuplicatesAsync(source), Is.Empty);
            using var one = await client.GetAsync(DuplicateCalls.PairPath(shown, draft));
            await one.ProblemAsync(404, "not-found");
        }

        await owner.ChangeAsync(draft, """{"status": "active"}""");
        Assert.That(await stranger.DuplicatesAsync(source), Has.Count.EqualTo(1), "no draft any more");
        Assert.That(await german.DuplicatesAsync(source), Is.Empty, "of another country");
        using var anonymous = await Desk.Anonymous.GetAsync("/v1/duplicates");
        await anonymous.ProblemAsync(401, "unauthenticated");
    }

    private Task<JsonNode> SaveAsync(string source, string externalId, string name, string country, Func<JsonObject, JsonObject>? with = null)
    {
        var document = Samples.Small(source, externalId, country, name);
        return Admin.SaveAsync(with is null ? document : with(document));
    }

    private static JsonNode Evidence(JsonNode pair, string kind) => pair["evidence"]!.AsArray().First(e => (string?)e!["kind"] == kind)!;
}
