using System.Collections.Concurrent;
using System.Text;
using TradeDesk.Access;
using TradeDesk.Enterprises;
using TradeDesk.Matching;

namespace TradeDesk.Matches;

/// <summary>What an answer says of each enterprise beside the score, kept in memory so that matches need no database; packed, for there are millions.</summary>
public sealed class PeerCards(DeskSettings desk)
{
    private readonly ConcurrentDictionary<Ulid, PackedCard> cards = new();

    /// <summary>The card of an enterprise that the caller may see; null where it is gone or hidden.</summary>
    public PeerCard? Seen(string id, Caller caller) =>
        cards.TryGetValue(Key(id), out var card) && IsSeen(card, caller) ? card.Unpack(id) : null;

    /// <summary>What narrows the engine to those the caller may see; null for a caller of every country, for drafts do not match and the engine knows the compartment.</summary>
    public Func<string, bool>? SeenBy(Caller caller) => caller.Countries.Count == 0 ? null : id => cards.TryGetValue(Key(id), out var card) && IsSeen(card, caller);

    public void Put(PeerCard card) => cards[Key(card.Card.Id)] = PackedCard.Of(card);

    public void Remove(string id) => cards.TryRemove(Key(id), out _);

    public void Clear() => cards.Clear();

    /// <summary>Writes all cards for <see cref="Load"/>; while others write, each is as it was before or after.</summary>
    public void Save(BinaryWriter writer)
    {
        var all = cards.ToArray();
        writer.Write7BitEncodedInt(all.Length);
        foreach (var (id, card) in all)
        {
            writer.Write(id.ToByteArray());
            card.Save(writer);
        }
    }

    /// <summary>Adds the cards that <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
            cards[new Ulid(reader.ReadBytes(16))] = PackedCard.Load(reader);
    }

    private bool IsSeen(PackedCard card, Caller caller) => new Visibility(caller, desk.HomeCountry).Sees(card.Partner, card.Draft, card.Controlled, card.Country);

    private static Ulid Key(string id) =>
        id.StartsWith(EnterpriseComposition.IdPrefix, StringComparison.Ordinal) && Ulid.TryParse(id.AsSpan(EnterpriseComposition.IdPrefix.Length), out var key) ? key : Ulid.Empty;

    /// <summary>A card with what is asked first in the open and the rest in bytes.</summary>
    private readonly record struct PackedCard(string Partner, string Country, bool Draft, bool Controlled, byte[] Rest)
    {
        public static PackedCard Of(PeerCard card)
        {
            using var rest = new MemoryStream(128);
            using var writer = new BinaryWriter(rest);
            writer.Write((sbyte)((int?)card.Card.SizeClass ?? -1));
            writer.Write(card.Card.LegalName);
            writer.Write(card.Card.City ?? "");
            foreach (var sector in card.Card.Sectors)
                writer.Write(sector);
            return new(string.Intern(card.Partner), string.Intern(card.Card.Country), card.Draft, card.Controlled, rest.ToArray());
        }

        public PeerCard Unpack(string id)
        {
            var (rest, at) = (Rest, 1);
            var (name, city, sectors) = (Text(rest, ref at), Text(rest, ref at), new List<string>(4));
            while (at < rest.Length)
                sectors.Add(Text(rest, ref at));
            return new(new(id, name, Country, sectors, (sbyte)rest[0] < 0 ? null : (SizeClass)rest[0], city.Length == 0 ? null : city), Partner, Draft, Controlled);
        }

        public void Save(BinaryWriter writer)
        {
            writer.Write(Partner);
            writer.Write(Country);
            writer.Write(Draft);
            writer.Write(Controlled);
            writer.Write7BitEncodedInt(Rest.Length);
            writer.Write(Rest);
        }

        public static PackedCard Load(BinaryReader reader) =>
            new(string.Intern(reader.ReadString()), string.Intern(reader.ReadString()), reader.ReadBoolean(), reader.ReadBoolean(), reader.ReadBytes(reader.Read7BitEncodedInt()));

        // As BinaryWriter writes it: the length in groups of seven bits, then UTF-8.
        private static string Text(byte[] packed, ref int at)
        {
            var (length, shift) = (0, 0);
            do
                length |= (packed[at] & 0x7F) << (7 * shift++);
            while (packed[at++] >= 0x80);
            at += length;
            return Encoding.UTF8.GetString(packed, at - length, length);
        }
    }
}

/// <summary>An enterprise in a line, with what decides who may see it.</summary>
/// <param name="Card">What is shown.</param>
/// <param name="Partner">Who owns the record.</param>
/// <param name="Draft">Seen by its own partner only.</param>
/// <param name="Controlled">In the export-control compartment.</param>
public sealed record PeerCard(EnterpriseCard Card, string Partner, bool Draft, bool Controlled);
