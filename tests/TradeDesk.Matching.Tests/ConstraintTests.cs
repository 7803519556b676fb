namespace TradeDesk.Matching.Tests;

/// <summary>Each hard constraint, broken alone, is named and says what would be right.</summary>
public sealed class ConstraintTests
{
    private static readonly MatchIntent Sell = new() { Id = "sell", Type = PartnershipType.Trade, Role = IntentRole.Offers };

    private static readonly MatchIntent Buy = new() { Id = "buy", Type = PartnershipType.Trade, Role = IntentRole.Seeks };

    private static readonly MatchEnterprise Dairy = new() { Id = "dairy", Country = "IN", Sectors = ["dairy"], Intents = [Sell] };

    private static readonly MatchEnterprise Buyer = new() { Id = "buyer", Country = "CH", Sectors = ["cheese"], Intents = [Buy] };

    private static IEnumerable<TestCaseData> Broken()
    {
        yield return Case(ConstraintNames.Sides, Buyer with { Country = "IN" });
        yield return Case(ConstraintNames.Active, Buyer with { Active = false });
        yield return Case(ConstraintNames.Consent, Buyer with { Consents = false });
        yield return Case(ConstraintNames.ExportControl, Buyer with { Controlled = true, Active = false });
        yield return Case(ConstraintNames.Blocked, Buyer with { Id = "blocked" });
        yield return Case(ConstraintNames.SameOwner, Buyer with { Owner = "owner" });
        yield return Case(ConstraintNames.IntentOpen, Wanting(Buy with { Open = false }));
        yield return Case(ConstraintNames.IntentOpen, Wanting(Buy with { ValidUntil = Gens.Today.AddDays(-1) }));
        yield return Case(ConstraintNames.IntentOpen, Wanting(Buy with { ValidFrom = Gens.Today.AddDays(1) }));
        yield return Case(ConstraintNames.Complement, Wanting(Buy with { Role = IntentRole.Offers }));
        yield return Case(ConstraintNames.Sector, Buyer with { Sectors = ["metals"] });
        yield return Case(ConstraintNames.Market, Wanting(Buy with { Accept = ["EU"] }));
        yield return Case(ConstraintNames.Market, Wanting(Buy with { Exclude = ["asia"] }));
        yield return Case(ConstraintNames.Certification, Wanting(Buy with { Certifications = [new("HALAL", true), new("CE", false)] }));

        static MatchEnterprise Wanting(MatchIntent intent) => Buyer with { Intents = [intent] };

        static TestCaseData Case(string name, MatchEnterprise peer) => new(name, peer);
    }

    [TestCaseSource(nameof(Broken))]
    public void A_broken_constraint_is_named_alone(string name, MatchEnterprise peer)
    {
        var failed = Judge(peer).Failed.Single();
        Assert.That(failed.Name, Is.EqualTo(name));
        Assert.That(failed.Detail, Does.EndWith(".").And.Length.GreaterThan(20));
        Assert.That(Stored.Of(peer).Top(Query), Is.Empty);
    }

    [Test]
    public void A_missing_certificate_is_named_in_the_detail() => Assert.That(
        Judge(Buyer with { Intents = [Buy with { Certifications = [new("HALAL", true)] }] }).Failed.Single().Detail,
        Is.EqualTo("The asking enterprise must hold HALAL."));

    [Test]
    public void The_intent_pair_that_got_furthest_is_reported()
    {
        var peer = Buyer with { Intents = [Buy with { Id = "closed", Open = false }, Buy with { Accept = ["PL"] }, Buy with { Id = "offer", Role = IntentRole.Offers }] };
        var failed = Judge(peer).Failed.Single();
        Assert.That((failed.Name, failed.QueryIntentId, failed.PeerIntentId), Is.EqualTo((ConstraintNames.Market, "sell", "buy")));
    }

    [Test]
    public void Several_failures_come_in_the_order_of_the_names()
    {
        var peer = Buyer with { Country = "IN", Active = false, Owner = "owner" };
        Assert.That(Judge(peer).Failed.Select(failed => failed.Name), Is.EqualTo((string[])["sides", "active", "same-owner"]));
    }

    private static readonly MatchQuery Query = new()
    {
        Enterprise = Dairy with { Owner = "owner" },
        On = Gens.Today,
        BlockedPeers = new HashSet<string> { "blocked" },
    };

    private static PairOutcome Judge(MatchEnterprise peer) => Stored.Of(peer).Index.Current.Pair(Query, peer.Id)!;
}
