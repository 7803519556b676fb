using CsCheck;

namespace TradeDesk.Matching.Tests;

/// <summary>The index answers every question as the brute-force oracle does, whatever was written before.</summary>
public sealed class OracleTests
{
    private static readonly Gen<(MatchEnterprise[] Upserts, string[] Deletes)> Batch = Gen.Select(
        Gens.Enterprise.Array[0, 20], Gen.Int[0, 60].Select(id => $"e{id}").Array[0, 4]);

    [Test]
    public void Answers_equal_the_oracle_on_one_batch() =>
        Gen.Select(Gens.Enterprise.Array[0, 60], Gens.Query.Array[1, 4]).Sample((enterprises, queries) =>
        {
            var stored = Stored.Of(enterprises);
            foreach (var query in queries) stored.MustAgreeWithOracle(query);
        }, iter: 1500);

    [Test]
    public void Answers_equal_the_oracle_after_replacing_deleting_and_merging() =>
        Gen.Select(Batch.Array[1, 30], Gens.Query.Array[1, 3]).Sample((batches, queries) =>
        {
            var stored = new Stored();
            foreach (var (upserts, deletes) in batches)
            {
                stored.Apply(upserts, deletes);
                stored.MustAgreeWithOracle(queries[0]);
            }
            foreach (var query in queries) stored.MustAgreeWithOracle(query);
        }, iter: 200);

    [Test]
    public void Single_changes_one_by_one_merge_through_the_tiers() =>
        Gen.Select(Gens.Enterprise.Array[100, 300], Gens.Query.Array[1, 3]).Sample((enterprises, queries) =>
        {
            var stored = new Stored();
            foreach (var enterprise in enterprises) stored.Apply([enterprise], []);
            foreach (var query in queries) stored.MustAgreeWithOracle(query);
        }, iter: 60);

    [Test]
    public void Every_stored_pair_is_judged_as_the_oracle_judges_it() =>
        Gen.Select(Gens.Enterprise.Array[1, 30], Gens.Query).Sample((enterprises, query) =>
        {
            var stored = Stored.Of(enterprises);
            foreach (var peer in stored.Plain)
            {
                var outcome = stored.Index.Current.Pair(query, peer.Id)!;
                var expected = Oracle.Passes(query, peer) ? Oracle.BestPair(query, peer, _ => true) : null;
                Assert.That(outcome.Match?.Score, Is.EqualTo(expected?.Score).Within(1e-9), peer.Id);
                Assert.That(outcome.Match?.PeerIntentId, Is.EqualTo(expected?.PeerIntentId));
                Assert.That(outcome.Failed, expected is null ? Is.Not.Empty : Is.Empty);
            }
        }, iter: 500);
}
