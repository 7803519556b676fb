namespace TradeDesk.Matching.Tests;

/// <summary>Inputs at the edge of what makes sense.</summary>
public sealed class EdgeTests
{
    private static readonly MatchEnterprise Dairy = new()
    {
        Id = "dairy",
        Country = "IN",
        Sectors = ["dairy"],
        Products = ["040590"],
        Languages = ["en"],
        Intents = [new() { Id = "sell", Type = PartnershipType.Trade, Role = IntentRole.Offers }],
    };

    private static readonly MatchEnterprise Buyer = new()
    {
        Id = "buyer",
        Country = "CH",
        Sectors = ["cheese"],
        Languages = ["en", "de"],
        Intents = [new() { Id = "buy", Type = PartnershipType.Trade, Role = IntentRole.Seeks }],
    };

    private static MatchQuery Ask(MatchEnterprise enterprise) => new() { Enterprise = enterprise, On = Gens.Today };

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    [TestCase(double.NegativeInfinity)]
    [TestCase(double.MaxValue)]
    public void Odd_completeness_is_clamped(double completeness)
    {
        var stored = Stored.Of(Buyer with { Completeness = completeness });
        stored.MustAgreeWithOracle(Ask(Dairy with { Completeness = completeness }));
        Assert.That(stored.Top(Ask(Dairy)).Single().Score, Is.InRange(0, 1));
    }

    [Test]
    public void Empty_lists_and_an_empty_index_answer_nothing()
    {
        var stored = new Stored();
        Assert.That(stored.Top(Ask(Dairy)), Is.Empty);
        Assert.That(stored.Index.Current.Pair(Ask(Dairy), "nobody"), Is.Null);
        Assert.That(stored.Index.Current.Find("nobody"), Is.Null);
        stored.Apply([], []);
        stored.Apply([new() { Id = "bare", Country = "PL" }, Buyer with { Id = "no-sectors", Sectors = [] }], ["unknown"]);
        Assert.That(stored.Top(Ask(Dairy)), Is.Empty);
        Assert.That(stored.Index.Current.Pair(Ask(Dairy), "bare")!.Failed.Single().Name, Is.EqualTo(ConstraintNames.IntentOpen));
        stored.MustAgreeWithOracle(Ask(Dairy with { Intents = [] }));
    }

    [Test]
    public void A_floor_of_zero_admits_intents_without_sectors()
    {
        var stored = Stored.Of(Buyer with { Sectors = [] });
        var query = Ask(Dairy with { Sectors = [], Products = [] }) with { Policy = ScoringPolicy.Default with { SectorFloor = 0 } };
        stored.MustAgreeWithOracle(query);
        Assert.That(stored.Top(query), Has.Count.EqualTo(1));
    }

    [Test]
    public void A_thousand_intents_in_one_enterprise_are_one_peer()
    {
        var intents = Enumerable.Range(0, 1000).Select(number => Buyer.Intents[0] with { Id = $"buy{number:0000}", Terms = [$"word{number % 7}"] });
        var stored = Stored.Of(Buyer with { Intents = [.. intents] }, Buyer with { Id = "other" });
        var query = Ask(Dairy with { Terms = ["word3"] });
        stored.MustAgreeWithOracle(query);
        Assert.That(stored.Top(query).Select(match => match.PeerIntentId), Is.EqualTo((string[])["buy0003", "buy"]));
        Assert.That(stored.Index.Current.IntentCount, Is.EqualTo(1001));
    }

    [Test]
    public void Equal_scores_are_ranked_by_ordinal_id()
    {
        string[] ids = ["b", "B", "a10", "a9", "é", "\U0001F600", "\uFFEE"];
        var stored = Stored.Of([.. ids.Select(id => Buyer with { Id = id })]);
        Assert.That(stored.Top(Ask(Dairy)).Select(match => match.PeerId), Is.EqualTo(ids.Order(StringComparer.Ordinal)));
        Assert.That(stored.Top(Ask(Dairy) with { Limit = 2 }).Select(match => match.PeerId), Is.EqualTo((string[])["B", "a10"]));
    }

    [Test]
    public void An_enterprise_that_moves_home_changes_side()
    {
        var stored = Stored.Of(Buyer);
        stored.Apply([Buyer with { Country = "IN" }], []);
        Assert.That(stored.Top(Ask(Dairy)), Is.Empty);
        Assert.That(stored.Index.Current.EnterpriseCount, Is.EqualTo(1));
        Assert.That(stored.Index.Current.Pair(Ask(Dairy), Buyer.Id)!.Failed.Single().Name, Is.EqualTo(ConstraintNames.Sides));
    }

    [Test]
    public void An_id_in_upserts_and_deletes_is_replaced()
    {
        var stored = Stored.Of(Buyer);
        stored.Apply([Buyer with { Country = "PL" }], [Buyer.Id]);
        Assert.That(stored.Index.Current.Find(Buyer.Id)!.Country, Is.EqualTo("PL"));
    }

    [TestCase(-.1, .1)]
    [TestCase(double.NaN, 0)]
    [TestCase(.3, 0)]
    public void A_policy_that_does_not_add_up_is_refused(double text, double language)
    {
        var policy = ScoringPolicy.Default with { Text = text, Language = ScoringPolicy.Default.Language + language };
        Assert.That(() => Stored.Of(Buyer).Top(Ask(Dairy) with { Policy = policy }), Throws.ArgumentException);
    }
}
