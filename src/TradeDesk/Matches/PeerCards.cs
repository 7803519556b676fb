using System.Collections.Concurrent;
using TradeDesk.Access;
using TradeDesk.Enterprises;
using TradeDesk.Matching;

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

    public void Clear() => cards.Clear();

    /// <summary>Writes all cards for <see cref="Load"/>; while others write, each is as it was before or after.</summary>
    public void Save(BinaryWriter writer)
    {
        var all = cards.ToArray();
        writer.Write7BitEncodedInt(all.Length);
        foreach (var (_, card) in all)
            card.Save(writer);
    }

    /// <summary>Adds the cards that <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            var card = PeerCard.Load(reader);
            Put(card.Card.Id, card);
        }
    }
}

/// <summary>An enterprise in a line, with what decides who may see it.</summary>
/// <param name="Card">What is shown.</param>
/// <param name="Partner">Who owns the record.</param>
/// <param name="Draft">Seen by its own partner only.</param>
/// <param name="Controlled">In the export-control compartment.</param>
public sealed record PeerCard(EnterpriseCard Card, string Partner, bool Draft, bool Controlled)
{
    internal void Save(BinaryWriter writer)
    {
        writer.Write(Card.Id);
        writer.Write(Card.LegalName);
        writer.Write(Card.Country);
        writer.Write7BitEncodedInt(Card.Sectors.Count);
        foreach (var sector in Card.Sectors)
            writer.Write(sector);
        writer.Write((sbyte)((int?)Card.SizeClass ?? -1));
        writer.Write(Card.City is not null);
        if (Card.City is not null)
            writer.Write(Card.City);
        writer.Write(Partner);
        writer.Write(Draft);
        writer.Write(Controlled);
    }

    internal static PeerCard Load(BinaryReader reader)
    {
        var (id, name, country, sectors) = (reader.ReadString(), reader.ReadString(), reader.ReadString(), new string[reader.Read7BitEncodedInt()]);
        for (var i = 0; i < sectors.Length; i++)
            sectors[i] = reader.ReadString();
        var size = reader.ReadSByte();
        var city = reader.ReadBoolean() ? reader.ReadString() : null;
        return new(new(id, name, country, sectors, size < 0 ? null : (SizeClass)size, city), reader.ReadString(), reader.ReadBoolean(), reader.ReadBoolean());
    }
}
