using CsCheck;

namespace TradeDesk.Matching.Tests;

public sealed class ExposureTests
{
    [Test]
    public void Balanced_lists_are_the_exact_best_ranked_by_weight_with_true_scores_and_rivals() =>
        Gen.Select(Gens.Enterprise.Array[0, 120], Gens.Query, Gen.Int[1, 4]).Sample((enterprises, like, limit) =>
        {
            var stored = Stored.Of([.. enterprises.Select((e, i) => e with { Id = $"e{i}" })]);
            var query = like with { Limit = limit };
            var found = BalancedExposure.Top(stored.Index.Current, query);
            var all = stored.Top(query with { Limit = 1000 });
            var window = all.Take(limit * BalancedExposure.Window).ToList();
            Assert.That(found, Has.Count.EqualTo(Math.Min(limit, all.Count)));
            Assert.That(found.Select(b => b.Match), Is.SubsetOf(all), "true scores");
            Assert.That(found.Select(b => b.Match.Score), Is.All.GreaterThanOrEqualTo(window.Select(m => m.Score).LastOrDefault()), "of the window");
            Assert.That(found.Select(BalancedExposure.Weight), Is.Ordered.Descending);
            foreach (var balanced in found)
            {
                Assert.That(balanced.Rivals, Is.EqualTo(Rivals(stored, query, balanced.Match)), balanced.Match.PeerId);
                var free = window.Where(m => m.Score > window[^1].Score && found.All(f => f.Match.PeerId != m.PeerId));
                Assert.That(free.Select(m => BalancedExposure.Weight(new(m, Rivals(stored, query, m)))), Is.All.LessThanOrEqualTo(BalancedExposure.Weight(balanced) + 1e-12), "nobody left out weighs more");
            }
        }, iter: 300);

    [Test]
    public void The_same_question_has_the_same_answer_whatever_was_asked_before() =>
        Gen.Select(Gens.Enterprise.Array[0, 100], Gens.Query.Array[1, 4]).Sample((enterprises, queries) =>
        {
            var (one, other) = (Stored.Of(enterprises), Stored.Of([.. enterprises.Reverse().DistinctBy(e => e.Id)]));
            foreach (var query in queries) BalancedExposure.Top(one.Index.Current, query);
            foreach (var query in queries)
                Assert.That(BalancedExposure.Top(other.Index.Current, query), Is.EqualTo(BalancedExposure.Top(one.Index.Current, query)));
        }, iter: 100);

    [Test]
    public void Equals_are_drawn_by_lot_exactly()
    {
        var stored = Stored.Of([.. Enumerable.Range(0, 300).Select(i => Firm($"p{i}", "PL", IntentRole.Seeks))]);
        var query = new MatchQuery { Enterprise = Firm("asker", "IN", IntentRole.Offers), On = Gens.Today, Limit = 10 };
        var all = stored.Top(query with { Limit = 300, Lot = "a" });
        Assert.That(all.Select(m => m.Score).Distinct().Count(), Is.EqualTo(1));
        Assert.That(stored.Top(query with { Lot = "a" }), Is.EqualTo(all.Take(10)), "a shorter list is the beginning of the longer one");
        Assert.That(stored.Top(query with { Lot = "a" }), Is.Not.EqualTo(stored.Top(query with { Lot = "b" })));
        var seen = Enumerable.Range(0, 100).SelectMany(i => stored.Top(query with { Lot = $"asker {i}" })).CountBy(m => m.PeerId).ToList();
        Assert.That(seen, Has.Count.GreaterThan(270), "a thousand places reach nearly all of three hundred equals");
        Assert.That(seen.Max(s => s.Value), Is.LessThan(15), "where three are the mean");
    }

    [Test]
    public void A_popular_peer_gives_way_to_one_that_suits_as_well()
    {
        // Every home firm speaks English as the popular peer does; the asker alone speaks Polish too, as the other one does.
        var home = Enumerable.Range(0, 40).Select(i => Firm($"h{i}", "IN", IntentRole.Offers) with { Languages = ["en"], Verification = VerificationLevel.RegisterVerified });
        var stored = Stored.Of([.. home, Firm("a-popular", "PL", IntentRole.Seeks) with { Languages = ["en"] }, Firm("b-other", "PL", IntentRole.Seeks) with { Languages = ["pl"] }]);
        var query = new MatchQuery { Enterprise = Firm("asker", "IN", IntentRole.Offers) with { Languages = ["en", "pl"] }, On = Gens.Today, Limit = 1 };
        Assert.That(stored.Top(query).Single().PeerId, Is.EqualTo("a-popular"), "equal scores by ordinal id");
        var balanced = BalancedExposure.Top(stored.Index.Current, query).Single();
        Assert.That((balanced.Match.PeerId, balanced.Rivals), Is.EqualTo(("b-other", 0)));
        Assert.That(BalancedExposure.Top(stored.Index.Current, query with { Limit = 2 })[1].Rivals, Is.EqualTo(40));
    }

    [Test]
    public void One_who_no_longer_waits_gets_no_answer()
    {
        var stored = Stored.Of(Firm("p", "PL", IntentRole.Seeks));
        var query = new MatchQuery { Enterprise = Firm("asker", "IN", IntentRole.Offers), On = Gens.Today };
        Assert.That(() => BalancedExposure.Top(stored.Index.Current, query, new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
    }

    private static MatchEnterprise Firm(string id, string country, IntentRole role) =>
        new() { Id = id, Country = country, Sectors = ["dairy"], Intents = [new() { Id = id + "-i", Type = PartnershipType.Trade, Role = role }] };

    /// <summary>From the oracle: how many of the asker's side score higher with the same intent.</summary>
    private static int Rivals(Stored stored, MatchQuery query, ScoredMatch match)
    {
        var reverse = new MatchQuery { Enterprise = stored.Plain.Single(e => e.Id == match.PeerId), IntentId = match.PeerIntentId, On = query.On, Policy = query.Policy, Limit = int.MaxValue, SeesControlled = query.SeesControlled };
        return Math.Min(BalancedExposure.MostRivals, Oracle.Top(stored.Plain.Where(e => e.Id != query.Enterprise.Id), reverse).Count(rival => rival.Score > match.Score + 1e-9));
    }
}
