using System.Collections.Concurrent;
using TradeDesk.Access;
using TradeDesk.Enterprises;

namespace TradeDesk.Matches;

/// <summary>What an answer says of each enterprise beside the score, kept in memory so that matches need no database.</summary>
public sealed class PeerCards
{
    private readonly ConcurrentDictionary<string, PeerCard> cards = new(StringComparer.Ordinal);

    public PeerCard? Find(string id) => cards.GetValueOrDefault(id);

    public void Put(string id, PeerCard card) => cards[id] = card;

    public void Remove(string id) => cards.TryRemove(id, out _);
}

/// <summary>An enterprise in a line, with what decides who may see it.</summary>
/// <param name="Card">What is shown.</param>
/// <param name="Partner">Who owns the record.</param>
/// <param name="Draft">Seen by its own partner only.</param>
/// <param name="Controlled">In the export-control compartment.</param>
public sealed record PeerCard(EnterpriseCard Card, string Partner, bool Draft, bool Controlled)
{
    public bool IsSeenBy(Caller caller, string home) => new Visibility(caller, home).Sees(Partner, Draft, Controlled, Card.Country);
}
