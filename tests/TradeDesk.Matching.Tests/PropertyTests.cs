using CsCheck;

namespace TradeDesk.Matching.Tests;

/// <summary>What must hold for every answer, whatever the data.</summary>
public sealed class PropertyTests
{
    private static readonly Gen<(MatchEnterprise[] Enterprises, MatchQuery Query)> Case = Gen.Select(Gens.Enterprise.Array[1, 40], Gens.Query);

    [Test]
    public void Contributions_add_up_to_the_score_of_their_direction() => Case.Sample((enterprises, query) =>
    {
        var snapshot = Stored.Of(enterprises).Index.Current;
        foreach (var match in snapshot.Top(query))
        {
            var explanation = snapshot.Explain(query, match);
            MustAddUp(explanation.Forward, match.Forward);
            MustAddUp(explanation.Backward, match.Backward);
        }
    }, iter: 500);

    [Test]
    public void Swapping_the_pair_swaps_the_directions() => Gen.Select(Gens.Enterprise, Gens.Enterprise, Gens.Query).Sample((first, second, query) =>
    {
        var (home, foreign) = (first with { Id = "home", Country = "IN" }, second with { Id = "foreign", Country = "CH" });
        var snapshot = Stored.Of(home, foreign).Index.Current;
        var asked = query with { Enterprise = home, SeesControlled = true, IntentId = null, IntentType = null, BlockedPeers = null };
        var there = snapshot.Pair(asked, foreign.Id)!.Match;
        var back = snapshot.Pair(asked with { Enterprise = foreign }, home.Id)!.Match;
        Assert.That(back?.Score, Is.EqualTo(there?.Score));
        if (there is null) return;
        var same = snapshot.Pair(asked with { Enterprise = foreign with { Intents = [.. foreign.Intents.Where(intent => intent.Id == there.PeerIntentId)] } }, home.Id)!.Match!;
        Assert.That(same.Score, Is.EqualTo(there.Score));
        if (same.PeerIntentId == there.QueryIntentId) Assert.That((same.Forward, same.Backward), Is.EqualTo((there.Backward, there.Forward)));
    }, iter: 3000);

    [Test]
    public void An_irrelevant_enterprise_changes_no_score() => Case.Sample((enterprises, query) =>
    {
        var stored = Stored.Of(enterprises);
        var before = stored.Top(query with { Limit = 1000 });
        stored.Apply([new MatchEnterprise { Id = "irrelevant", Country = "PL", Terms = ["cheese", "never-heard"], Sectors = ["tools"] }], []);
        Assert.That(stored.Top(query with { Limit = 1000 }), Is.EqualTo(before));
    }, iter: 500);

    [Test]
    public void No_answer_violates_a_hard_constraint() => Case.Sample((enterprises, query) =>
    {
        var stored = Stored.Of(enterprises);
        foreach (var match in stored.Top(query with { Limit = 1000 }))
        {
            var peer = stored.Plain.Single(enterprise => enterprise.Id == match.PeerId);
            var own = query.Enterprise.Intents.First(intent => intent.Id == match.QueryIntentId);
            var other = peer.Intents.First(intent => intent.Id == match.PeerIntentId);
            Assert.That(Oracle.Passes(query, peer) && Oracle.Allowed(query, own, peer, other), match.PeerId);
        }
    }, iter: 500);

    [Test]
    public void The_same_inputs_give_the_same_answers_in_whatever_order_they_came() => Case.Sample((enterprises, query) =>
    {
        var distinct = enterprises.DistinctBy(enterprise => enterprise.Id).ToArray();
        var one = Stored.Of(distinct);
        var other = new Stored();
        foreach (var enterprise in Enumerable.Reverse(distinct)) other.Apply([enterprise], []);
        var matches = one.Top(query);
        Assert.That(other.Top(query), Is.EqualTo(matches));
        Assert.That(one.Top(query), Is.EqualTo(matches));
        foreach (var match in matches) MustExplainAlike(one.Index.Current, other.Index.Current, query, match);
    }, iter: 300);

    [Test]
    public void A_found_enterprise_scores_as_the_one_that_was_stored() => Case.Sample((enterprises, query) =>
    {
        var stored = Stored.Of(enterprises);
        foreach (var enterprise in stored.Plain.Take(5))
        {
            var found = stored.Index.Current.Find(enterprise.Id)!;
            Assert.That(
                stored.Top(query with { Enterprise = found, IntentId = null }),
                Is.EqualTo(stored.Top(query with { Enterprise = enterprise, IntentId = null })));
            Assert.That(Stored.Of(found).Index.Current.Find(found.Id), Is.EqualTo(found).UsingPropertiesComparer());
        }
    }, iter: 200);

    [Test]
    public void Improvements_are_at_most_three_and_gain_what_they_say() => Case.Sample((enterprises, query) =>
    {
        var snapshot = Stored.Of(enterprises).Index.Current;
        foreach (var match in snapshot.Top(query))
        {
            var improvements = snapshot.Explain(query, match).Improve;
            Assert.That(improvements, Has.Count.LessThanOrEqualTo(3));
            Assert.That(improvements.Select(change => change.Gain), Is.Ordered.Descending);
            Assert.That(improvements.Select(change => change.Gain), Is.All.InRange(.001, 1 - match.Score + 1e-9));
        }
    }, iter: 300);

    [Test]
    public void Reasons_are_the_full_explanation_without_what_adds_nothing() => Case.Sample((enterprises, query) =>
    {
        var snapshot = Stored.Of(enterprises).Index.Current;
        var matches = snapshot.Top(query);
        var (all, reasons) = (snapshot.Explain(query, matches), snapshot.Explain(query, matches, ExplanationDepth.Reasons));
        Assert.That(reasons, Is.EqualTo(all.Select(WithoutWhatAddsNothing)).UsingPropertiesComparer());
    }, iter: 300);

    private static Explanation WithoutWhatAddsNothing(Explanation whole) => new(Told(whole.Forward), Told(whole.Backward), []);

    private static DirectionExplanation Told(DirectionExplanation whole) =>
        whole with { Factors = [.. whole.Factors.Select(factor => factor.Value > 0 ? factor : factor with { Evidence = new() })] };

    private static void MustAddUp(DirectionExplanation direction, double score)
    {
        Assert.That(direction.Factors, Has.Count.EqualTo(9));
        Assert.That(direction.Score, Is.EqualTo(score));
        Assert.That(direction.Factors.Sum(factor => factor.Contribution), Is.EqualTo(score).Within(1e-6));
        Assert.That(direction.Factors.Select(factor => factor.Value), Is.All.InRange(0, 1));
        Assert.That(direction.Factors.Select(factor => factor.Contribution - factor.Value * factor.Weight), Is.All.EqualTo(0).Within(1e-12));
    }

    private static void MustExplainAlike(MatchSnapshot one, MatchSnapshot other, MatchQuery query, ScoredMatch match) =>
        Assert.That(other.Explain(query, match), Is.EqualTo(one.Explain(query, match)).UsingPropertiesComparer());
}
