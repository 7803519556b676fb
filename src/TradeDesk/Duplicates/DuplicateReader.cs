using System.Text.Json;
using TradeDesk.Data;
using TradeDesk.Duplicates.Identity;
using TradeDesk.Enterprises;
using TradeDesk.Http;

namespace TradeDesk.Duplicates;

/// <summary>
/// Keeps the proposals of this replica up to date with the change log. They are a function of the records, so they lie in memory and are found anew
/// at a start; what people decide lies in the database. They are looked for when somebody asks, and otherwise when nothing is being written, so that
/// an import need not share the processor with them.
/// </summary>
public sealed class DuplicateReader(EnterpriseStore store, EnterpriseComposition composition, ChangeLog log, ChangeSignal written, TimeProvider clock, ILogger<DuplicateReader> logger) : IChangeReader
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2), Quiet = TimeSpan.FromSeconds(2), Latest = TimeSpan.FromHours(1);
    private readonly Lock gate = new();
    private readonly FirmRegister register = new();
    private readonly Dictionary<string, FirmCard> cards = new(StringComparer.Ordinal);
    private readonly HashSet<string> unfound = new(StringComparer.Ordinal);
    private readonly ChangeSignal applied = new(), asked = new();
    private bool loaded, behind;

    /// <summary>The next proposals, best first, of which a caller sees both records.</summary>
    internal IReadOnlyList<LikelyPair> Next(LikelyPair? after, DuplicateFilter filter, Visibility visibility, int limit)
    {
        return Locked<IReadOnlyList<LikelyPair>>(() => [.. (after is null ? register.Pairs : register.After(after)).TakeWhile(p => p.Score >= filter.MinScore).Where(p => IsFor(cards[p.First], cards[p.Second])).Take(limit)]);

        bool IsFor(FirmCard first, FirmCard second) =>
            (filter.Source is null || first.Source == filter.Source || second.Source == filter.Source)
            && (filter.Country is null || first.Country == filter.Country || second.Country == filter.Country)
            && first.IsSeen(visibility) && second.IsSeen(visibility);
    }

    /// <summary>How likely two records are one firm, by the words of the register as it is now.</summary>
    internal (double Score, IReadOnlyList<DuplicateEvidence> Evidence) Compare(Enterprise first, Enterprise second)
    {
        if (IdentityOf(first) is not { } one || IdentityOf(second) is not { } other)
            return (0, []);
        return Locked(() => Likeness.Explain(one, other, register.Rarity));
    }

    /// <summary>Waits until all that this process has answered is looked at.</summary>
    /// <exception cref="IndexCatchingUpException">It was not within two seconds.</exception>
    internal async Task CaughtUpAsync(CancellationToken cancellation)
    {
        var needed = written.LastSequence;
        asked.Raise(Math.Max(1, needed));
        while (!Volatile.Read(ref loaded) || applied.LastSequence < needed)
        {
            var next = applied.Next;
            if (Volatile.Read(ref loaded) && applied.LastSequence >= needed)
                return;
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

    public async Task DueAsync(CancellationToken cancellation)
    {
        var since = clock.GetTimestamp();
        while (!behind && clock.GetElapsedTime(since) < Latest)
        {
            var (next, before) = (asked.Next, written.LastSequence);
            if (asked.LastSequence > (Volatile.Read(ref loaded) ? applied.LastSequence : 0))
                return;
            await Task.WhenAny(next, Task.Delay(Quiet, clock, cancellation));
            cancellation.ThrowIfCancellationRequested();
            if (written.LastSequence == before && !next.IsCompleted)
                return;
        }
    }

    public async Task<long> LoadAsync(CancellationToken cancellation)
    {
        // The sequence first: what is written while the records are read comes again through the log.
        var sequence = await log.LastSequenceAsync(cancellation);
        lock (gate)
        {
            register.Clear();
            cards.Clear();
            unfound.Clear();
        }

        behind = false;
        await foreach (var owned in store.OwnedAsync(cancellation))
            lock (gate)
                Put(owned);
        lock (gate)
            register.FindAll();
        Volatile.Write(ref loaded, true);
        applied.Raise(sequence);
        logger.LogInformation("{Pairs} pairs of {Enterprises} enterprises are likely one firm, at sequence {Sequence}", register.Pairs.Count, register.Count, sequence);
        return sequence;
    }

    public async Task TakeAsync(IReadOnlyList<Change> changes, bool moreWait, CancellationToken cancellation)
    {
        var ids = changes.Where(c => c.Kind == "enterprise").Select(c => c.Id).Distinct().ToList();
        foreach (var some in ids.Chunk(500))
        {
            var there = await store.OwnedAsync(some, cancellation);
            lock (gate)
            {
                foreach (var id in some)
                {
                    register.Remove(id);
                    cards.Remove(id);
                }

                foreach (var owned in there)
                    Put(owned);
                unfound.UnionWith(some);
            }
        }

        // While more wait they are only put in: of many, the pairs are found at once.
        behind = moreWait;
        if (behind)
            return;
        FindNew();
        applied.Raise(changes[^1].Sequence);
    }

    private void FindNew()
    {
        lock (gate)
        {
            if (register.HasOutgrownItsPairs)
                register.FindAll();
            else
                register.Find(unfound);
            unfound.Clear();
        }
    }

    // All proposals of a large register take some seconds to find anew; who asks meanwhile is told to come again.
    private T Locked<T>(Func<T> read)
    {
        if (!gate.TryEnter(Patience))
            throw new IndexCatchingUpException();
        try
        {
            return read();
        }
        finally
        {
            gate.Exit();
        }
    }

    private void Put(OwnedDocument owned)
    {
        var enterprise = JsonSerializer.Deserialize<Enterprise>(owned.Document, DeskJson.Options)!;
        if (IdentityOf(enterprise) is not { } firm)
            return;
        cards[firm.Id] = new(string.Intern(owned.Partner), string.Intern(enterprise.Source!), string.Intern(enterprise.Country), enterprise.Status == EnterpriseStatus.Draft, composition.IsControlled(enterprise));
        register.Put(firm, find: false);
    }

    private static FirmIdentity? IdentityOf(Enterprise e) =>
        FirmIdentity.Of(e.Id!, [e.LegalName, .. e.TradeNames], e.Country, e.City, e.Website, e.Identifiers.Select(i => (i.Scheme, i.Value)));

    /// <summary>What decides who may see a record and which filter finds it.</summary>
    private sealed record FirmCard(string Partner, string Source, string Country, bool Draft, bool Controlled)
    {
        public bool IsSeen(Visibility visibility) => visibility.Sees(Partner, Draft, Controlled, Country);
    }
}
