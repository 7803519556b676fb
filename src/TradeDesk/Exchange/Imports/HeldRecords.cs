using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace TradeDesk.Exchange;

/// <summary>Which records of its source a file holds, whether they can be loaded or not: 16 bytes a record, for millions must fit.</summary>
internal sealed class HeldRecords
{
    private readonly HashSet<UInt128> keys = [];

    /// <summary>Where the first row stands that does not even say which record it is; 0 for none.</summary>
    public int FirstUnnamed { get; private set; }

    public void Add(ImportRecord record)
    {
        if (record.ExternalId is { } externalId)
            keys.Add(Key(externalId));
        else if (FirstUnnamed == 0)
            FirstUnnamed = record.Line;
    }

    public bool Holds(string externalId) => keys.Contains(Key(externalId));

    /// <summary>A text as a hash that no two share.</summary>
    public static UInt128 Key(string text) => BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
