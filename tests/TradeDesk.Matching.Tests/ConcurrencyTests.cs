namespace TradeDesk.Matching.Tests;

/// <summary>Readers never see half of a batch and never disturb the writer.</summary>
public sealed class ConcurrencyTests
{
    private const int Batches = 300;
    private const int PerBatch = 12;

    [Test]
    public async Task A_reader_sees_one_consistent_snapshot_while_a_writer_runs()
    {
        var index = new MatchIndex(World.Model);
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() => ReadUntil(index, stop.Token))).ToArray();
        for (var batch = 1; batch <= Batches; batch++) index.Apply(Versioned(batch), [], batch);
        await stop.CancelAsync();
        await Task.WhenAll(readers);
        MustBeOneBatch(index.Current);
        Assert.That(index.Current.Sequence, Is.EqualTo(Batches));
    }

    [Test]
    public void An_old_snapshot_answers_as_before_after_any_number_of_changes()
    {
        var index = new MatchIndex(World.Model);
        index.Apply(Versioned(1), [], 1);
        var (old, query) = (index.Current, Asking());
        var before = old.Top(query);
        for (var batch = 2; batch < 100; batch++) index.Apply(Versioned(batch), ["peer3"], batch);
        Assert.That(old.Top(query), Is.EqualTo(before));
        Assert.That((old.EnterpriseCount, old.IntentCount, old.Sequence), Is.EqualTo((PerBatch, PerBatch, 1L)));
    }

    private static void ReadUntil(MatchIndex index, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested) MustBeOneBatch(index.Current);
    }

    /// <summary>Every enterprise carries the number of its batch in its intent's id; a mixture would show two numbers.</summary>
    private static void MustBeOneBatch(MatchSnapshot snapshot)
    {
        var matches = snapshot.Top(Asking());
        Assert.That(matches, Has.Count.EqualTo(snapshot.Sequence == 0 ? 0 : PerBatch));
        Assert.That(matches.Select(match => match.PeerIntentId).Distinct(), Is.EqualTo(matches.Take(1).Select(_ => $"batch{snapshot.Sequence}")));
    }

    private static MatchEnterprise[] Versioned(int batch) =>
    [
        .. Enumerable.Range(0, PerBatch).Select(number => new MatchEnterprise
        {
            Id = $"peer{number}",
            Country = "PL",
            Sectors = ["cheese"],
            Intents = [new() { Id = $"batch{batch}", Type = PartnershipType.Trade, Role = IntentRole.Seeks }],
        }),
    ];

    private static MatchQuery Asking() => new()
    {
        Enterprise = new()
        {
            Id = "asking",
            Country = World.Home,
            Sectors = ["dairy"],
            Intents = [new() { Id = "sell", Type = PartnershipType.Trade, Role = IntentRole.Offers }],
        },
        On = Gens.Today,
    };
}
