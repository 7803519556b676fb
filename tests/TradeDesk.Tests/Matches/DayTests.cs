using System.Text.Json.Nodes;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Matches;

/// <summary>What counts is the day that was asked about: open intents and agreements in force.</summary>
public sealed class DayTests : DeskTests
{
    [TestCase("2030-06-29", true)]
    [TestCase("2030-06-30", true)]
    [TestCase("2030-07-01", false)]
    public async Task An_intent_is_open_to_the_end_of_its_last_day(string on, bool matched)
    {
        var dairy = await Admin.SaveAsync(Samples.IndianDairy(New("x")));
        var gulf = await Admin.SaveAsync(Samples.GulfDistributor(New("x")).With("intents", """[{"type": "distribution", "role": "offers", "validUntil": "2030-06-30"}]"""));
        Assert.That((bool?)(await Admin.GetJsonAsync($"{dairy.Path()}/matches/{gulf.Id()}?on={on}"))["matched"], Is.EqualTo(matched));
        foreach (var (asking, peer) in ((JsonNode, JsonNode)[])[(dairy, gulf), (gulf, dairy)])
        {
            var answer = await Admin.GetJsonAsync($"{asking.Path()}/matches?limit=100&on={on}");
            Assert.That((string?)answer["on"], Is.EqualTo(on));
            Assert.That(answer.ToJsonString().Contains(peer.Id(), StringComparison.Ordinal), Is.EqualTo(matched));
        }
    }

    // The agreement of India and the Emirates is in force from 2022-05-01, that with Oman from 2026-06-01.
    [TestCase("AE", "2022-04-30", null)]
    [TestCase("AE", "2022-05-01", "IN-AE-CEPA")]
    [TestCase("OM", "2026-05-31", null)]
    [TestCase("OM", "2026-06-01", "IN-OM-CEPA")]
    [TestCase("NZ", "2026-06-01", null)]
    public async Task An_agreement_counts_from_the_day_it_is_in_force(string country, string on, string? agreement)
    {
        var dairy = await Admin.SaveAsync(Samples.IndianDairy(New("x")).With("intents", """[{"type": "distribution", "role": "seeks"}]"""));
        var peer = await Admin.SaveAsync(Samples.GulfDistributor(New("x")).With("country", $"\"{country}\""));
        var match = (await Admin.GetJsonAsync($"{dairy.Path()}/matches/{peer.Id()}?on={on}"))["match"]!;
        var preference = match["explanation"]!["forward"]!.AsArray().Single(f => (string?)f!["factor"] == "preference")!;
        Assert.That((string?)preference["evidence"]!["agreementCode"], Is.EqualTo(agreement));
        Assert.That((double)preference["value"]! > 0, Is.EqualTo(agreement is not null));
        Assert.That(match["reasons"].Texts().Any(r => r.Contains("trade agreement", StringComparison.Ordinal)), Is.EqualTo(agreement is not null));
    }
}
