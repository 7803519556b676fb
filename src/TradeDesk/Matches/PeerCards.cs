using System.Collections.Concurrent;
using TradeDesk.Access;
using TradeDesk.Enterprises;

namespace TradeDesk.Matches;

/// <summary>What an answer says of each enterprise beside the score, kept in memory so that matches need no database.</summary>
public sealed class PeerCards(DeskSettings desk)
{
    private readonly ConcurrentDictionary<string, PeerCard> cards = new(StringComparer.Ordinal);

    /// <summary>The card of an enterprise that the caller may see; null where it is gone or hidden.</summary>
    public PeerCard? Seen(string id, Caller caller) =>
        cards.TryGetValue(id, out var card) && new Visibility(caller, desk.HomeCountry).Sees(card.Partner, card.Draft, card.Controlled, card.Card.Country) ? card : null;

    /// <summary>What narrows the engine to those the caller may see; null for a caller of every country, for drafts do not match and the engine knows the compartment.</summary>
    public Func<string, bool>? SeenBy(Caller caller) => caller.Countries.Count == 0 ? null : id => Seen(id, caller) is not null;

    public void Put(string id, PeerCard card) => cards[id] = card;

    public void Remove(string id) => cards.TryRemove(id, out _);
}

/// <summary>An enterprise in a line, with what decides who may see it.</summary>
/// <param name="Card">What is shown.</param>
/// <param name="Partner">Who owns the record.</param>
/// <param name="Draft">Seen by its own partner only.</param>
/// <param name="Controlled">In the export-control compartment.</param>
public sealed record PeerCard(EnterpriseCard Card, string Partner, bool Draft, bool Controlled);
