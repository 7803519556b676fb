using System.Text.Json;
using TradeDesk.Data;
using TradeDesk.Enterprises;
using TradeDesk.Http;
using TradeDesk.Matching;
using TradeDesk.Taxonomy;

namespace TradeDesk.Matches;

/// <summary>Keeps the match index of this replica up to date with the change log, and first the code lists that its products are read by.</summary>
public sealed class MatchIndexReader(EnterpriseStore store, ChangeLog log, ChangeSignal written, MatchIndex index, MatchProjection projection, CodeLists codeLists, PeerCards cards, SavedIndexFile saved, ILogger<MatchIndexReader> logger) : IChangeReader
{
    private const int Batch = 5000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly ChangeSignal applied = new();
    private readonly TaskCompletionSource loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when everything that was there at the start is in the index.</summary>
    public Task Loaded => loaded.Task;

    /// <summary>True when everything that was there at the start is in the index.</summary>
    public bool IsLoaded => loaded.Task.IsCompleted;

    /// <summary>The snapshot as far as the index has come.</summary>
    public MatchSnapshot Latest => index.Current;

    /// <summary>The snapshot that holds every write this process has answered.</summary>
    /// <exception cref="IndexCatchingUpException">It did not get there within two seconds.</exception>
    public async ValueTask<MatchSnapshot> CurrentAsync(CancellationToken cancellation)
    {
        if (!IsLoaded)
            throw new IndexCatchingUpException();
        var needed = written.LastSequence;
        while (index.Current.Sequence < needed)
        {
            var next = applied.Next;
            if (index.Current.Sequence < needed)
                await WaitAsync(next, cancellation);
        }

        return index.Current;
    }

    public async Task<long> LoadAsync(CancellationToken cancellation)
    {
        // What a failed attempt has left may be gone from the database since.
        index.Clear();
        cards.Clear();
        await codeLists.LoadAsync(cancellation);
        var sequence = await saved.LoadAsync(cancellation) ?? await ReadAllAsync(cancellation);
        while (await log.AfterAsync(sequence, Batch, cancellation) is [.., var last] changes)
        {
            await TakeAsync(changes, moreWait: true, cancellation);
            sequence = last.Sequence;
        }

        loaded.TrySetResult();
        logger.LogInformation("The match index holds {Enterprises} enterprises at sequence {Sequence}", index.Current.EnterpriseCount, sequence);
        return sequence;
    }

    public async Task TakeAsync(IReadOnlyList<Change> changes, bool moreWait, CancellationToken cancellation)
    {
        // A new code list may change what products are called in the edition that the engine weighs. The index answers meanwhile, true at the sequence it had.
        if (changes.Any(c => c.Kind == CodeLists.Kind))
        {
            await codeLists.LoadAsync(cancellation);
            await ProjectAllAsync(index.Current.Sequence, cancellation);
        }

        var ids = changes.Where(c => c.Kind == "enterprise").Select(c => c.Id).Distinct().ToList();
        var there = new List<MatchEnterprise>(ids.Count);
        foreach (var some in ids.Chunk(500))
            there.AddRange((await store.OwnedAsync(some, cancellation)).Select(Take));
        var gone = ids.Except(there.Select(e => e.Id)).ToList();
        index.Apply(there, gone, changes[^1].Sequence);
        gone.ForEach(cards.Remove);
        applied.Raise(changes[^1].Sequence);
    }

    // The sequence first: what is written while the records are read comes again through the log.
    private async Task<long> ReadAllAsync(CancellationToken cancellation)
    {
        var sequence = await log.LastSequenceAsync(cancellation);
        await ProjectAllAsync(sequence, cancellation);
        return sequence;
    }

    private async Task ProjectAllAsync(long sequence, CancellationToken cancellation)
    {
        var batch = new List<MatchEnterprise>(Batch);
        await foreach (var owned in store.OwnedAsync(cancellation))
        {
            batch.Add(Take(owned));
            if (batch.Count < Batch)
                continue;
            index.Apply(batch, [], index.Current.Sequence);
            batch.Clear();
        }

        index.Apply(batch, [], sequence);
    }

    private MatchEnterprise Take(OwnedDocument owned)
    {
        var enterprise = JsonSerializer.Deserialize<Enterprise>(owned.Document, DeskJson.Options)!;
        var projected = projection.Project(enterprise);
        var card = new EnterpriseCard(enterprise.Id!, enterprise.LegalName, enterprise.Country, projected.Sectors, enterprise.SizeClass, enterprise.City);
        cards.Put(new PeerCard(card, owned.Partner, enterprise.Status == EnterpriseStatus.Draft, projected.Controlled));
        return projected;
    }

    private static async Task WaitAsync(Task next, CancellationToken cancellation)
    {
        try
        {
            await next.WaitAsync(Patience, cancellation);
        }
        catch (TimeoutException)
        {
            throw new IndexCatchingUpException();
        }
    }
}
