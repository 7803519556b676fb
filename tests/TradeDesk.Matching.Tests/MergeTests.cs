using CsCheck;

namespace TradeDesk.Matching.Tests;

/// <summary>Large merges run beside the writer and change no answer, whatever is written while they run.</summary>
public sealed class MergeTests
{
    private const int PerBatch = 600;

    [Test]
    public async Task Answers_equal_the_oracle_while_and_after_large_merges()
    {
        var (random, stored) = (new Random(5), new Stored());
        var queries = Many(Gens.Query, 30).Select(query => query with { Limit = 10 }).ToArray();
        for (var batch = 0; batch < 20; batch++)
        {
            stored.Apply(Batch(batch), [.. Enumerable.Range(0, 40).Select(_ => $"m{random.Next((batch + 1) * PerBatch)}")]);
            stored.Apply([.. Batch(random.Next(batch + 1)).Take(25)], []);
            stored.MustAgreeWithOracle(queries[batch]);
        }
        await stored.Index.WhenMerged();
        foreach (var query in queries) stored.MustAgreeWithOracle(query);
        Assert.That(stored.Index.Current.EnterpriseCount, Is.EqualTo(stored.Plain.Count));
        Assert.That(stored.Index.Current.IntentCount, Is.EqualTo(stored.Plain.Sum(enterprise => enterprise.Intents.DistinctBy(intent => intent.Id).Count())));
    }

    [Test]
    public async Task A_segment_most_of_which_is_deleted_is_rewritten()
    {
        var stored = new Stored();
        for (var batch = 0; batch < 5; batch++) stored.Apply(Batch(batch), []);
        stored.Apply([], [.. stored.Plain.Select(enterprise => enterprise.Id).Where((_, position) => position % 8 != 0)]);
        await stored.Index.WhenMerged();
        foreach (var query in Many(Gens.Query, 20)) stored.MustAgreeWithOracle(query);
    }

    private static MatchEnterprise[] Batch(int number) =>
        [.. Many(Gens.Enterprise, PerBatch).Select((enterprise, position) => enterprise with { Id = $"m{number * PerBatch + position}", Country = position % 9 == 0 ? "IN" : "PL" })];

    private static T[] Many<T>(Gen<T> gen, int count) => gen.Array[count].Single();
}
