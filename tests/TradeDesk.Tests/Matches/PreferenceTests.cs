using Microsoft.Extensions.DependencyInjection;
using TradeDesk.Taxonomy;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Matches;

/// <summary>An agreement counts only for goods that it covers on their way: India gives nothing on the Emirates' dairy, the Emirates do on India's.</summary>
public sealed class PreferenceTests : DeskTests
{
    private const string Dairy = "040590", Machines = "843420";

    [TestCase(Dairy, "trade", "offers", "IN-AE-CEPA")]
    [TestCase(Dairy, "trade", "seeks", null)]
    [TestCase(Dairy, "distribution", "seeks", "IN-AE-CEPA")]
    [TestCase(Dairy, "distribution", "offers", null)]
    [TestCase(Dairy, "joint-venture", "mutual", null)]
    [TestCase(Machines, "trade", "seeks", "IN-AE-CEPA")]
    [TestCase(Machines, "joint-venture", "mutual", "IN-AE-CEPA")]
    public async Task It_counts_for_goods_that_it_covers_on_their_way(string product, string type, string homeRole, string? agreement)
    {
        var peerRole = homeRole switch { "offers" => "seeks", "seeks" => "offers", _ => homeRole };
        var products = $$"""[{"scheme": "HS-2022", "code": "{{product}}"}]""";
        var home = await Admin.SaveAsync(Samples.IndianDairy(New("x")).With("products", products).With("intents", $$"""[{"type": "{{type}}", "role": "{{homeRole}}"}]"""));
        var peer = await Admin.SaveAsync(Samples.GulfDistributor(New("x")).With("products", products).With("intents", $$"""[{"type": "{{type}}", "role": "{{peerRole}}"}]"""));
        var match = (await Admin.GetJsonAsync($"{home.Path()}/matches/{peer.Id()}"))["match"]!;
        foreach (var direction in (string[])["forward", "backward"])
        {
            var preference = match["explanation"]![direction]!.AsArray().Single(f => (string?)f!["factor"] == "preference")!;
            Assert.That((string?)preference["evidence"]!["agreementCode"], Is.EqualTo(agreement), direction);
        }
    }

    [Test]
    public void Every_excluded_code_is_one_of_the_harmonized_system()
    {
        var codes = Desk.Services.GetRequiredService<CodeSystems>();
        var excluded = Desk.Services.GetRequiredService<TradeAgreements>().All.SelectMany(a => a.ImportsExcluded.Concat(a.ExportsExcluded).Select(code => (a.Code, code))).ToList();
        Assert.That(excluded, Has.Count.GreaterThan(100));
        Assert.That(excluded.Where(e => !codes.Lists("HS-2022", e.code)), Is.Empty);
    }
}
