using TradeDesk.Access;
using TradeDesk.Enterprises;
using TradeDesk.Exchange;
using TradeDesk.Http;
using TradeDesk.Matches;
using TradeDesk.Matching;

namespace TradeDesk.Tests.Conventions;

/// <summary>Words that lie in databases and in partners' systems: a changed one would lose data silently.</summary>
public sealed class PersistedWordTests
{
    [Test]
    public void Partnership_types() => Assert.That(DeskJson.AllWords<PartnershipType>(), Is.EqualTo([
        "trade", "supply", "distribution", "franchise", "subcontracting", "contract-manufacturing", "licence", "technology-transfer", "ip-sale", "investment",
        "acquisition", "testing-certification", "finance-access", "training", "joint-venture", "rd-cooperation", "reciprocal-production"]));

    [Test]
    public void Intent_roles() => Assert.That(DeskJson.AllWords<IntentRole>(), Is.EqualTo(["offers", "seeks", "mutual"]));

    [Test]
    public void Size_classes() => Assert.That(DeskJson.AllWords<SizeClass>(), Is.EqualTo(["micro", "small", "medium", "large"]));

    [Test]
    public void Verification_levels() => Assert.That(DeskJson.AllWords<VerificationLevel>(), Is.EqualTo(["unverified", "self-declared", "partner-verified", "register-verified"]));

    [Test]
    public void Contributions() => Assert.That(DeskJson.AllWords<Contribution>(), Is.EqualTo(["market-access", "technology", "capital", "plant", "brand", "raw-material", "skills"]));

    [Test]
    public void Statuses()
    {
        Assert.That(DeskJson.AllWords<EnterpriseStatus>(), Is.EqualTo(["draft", "active", "inactive"]));
        Assert.That(DeskJson.AllWords<IntentStatus>(), Is.EqualTo(["open", "closed"]));
    }

    [Test]
    public void Match_run_states() => Assert.That(DeskJson.AllWords<MatchRunState>(), Is.EqualTo(["queued", "running", "succeeded", "failed"]));

    [Test]
    public void Webhook_statuses() => Assert.That(DeskJson.AllWords<WebhookStatus>(), Is.EqualTo(["active", "paused", "disabled"]));

    [Test]
    public void Explain_levels() => Assert.That(DeskJson.AllWords<ExplainLevel>(), Is.EqualTo(["none", "reasons", "full"]));

    [Test]
    public void Roles() => Assert.That(DeskJson.AllWords<DeskRole>(), Is.EqualTo(["reader", "partner", "officer", "admin"]));
}
