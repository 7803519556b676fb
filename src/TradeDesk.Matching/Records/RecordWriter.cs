using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace TradeDesk.Matching;

/// <summary>Appends numbers and texts to bytes: small numbers in few bytes, sorted sets as differences.</summary>
internal sealed class RecordWriter
{
    private byte[] _bytes = new byte[256];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Byte(int value) => Room(1)[0] = (byte)value;

    public void Number(uint value)
    {
        var room = Room(5);
        var used = 0;
        for (; value >= 0x80; value >>= 7) room[used++] = (byte)(value | 0x80);
        room[used++] = (byte)value;
        Length -= 5 - used;
    }

    /// <summary>A sorted set: how many, then the difference of each to the one before.</summary>
    public void Set(ReadOnlySpan<int> sorted)
    {
        Number((uint)sorted.Length);
        var before = 0;
        foreach (var number in sorted)
        {
            Number((uint)(number - before));
            before = number;
        }
    }

    public void Double(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Room(sizeof(double)), value);

    public void Decimal(decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        for (var i = 0; i < 3; i++) Number((uint)parts[i]);
        Number((uint)(parts[3] >> 16 & 0xFF) << 1 | (uint)parts[3] >> 31);
    }

    /// <summary>ASCII in bytes, everything else as it is in memory, so that no text is changed.</summary>
    public void Text(string text)
    {
        var wide = !System.Text.Ascii.IsValid(text);
        Number((uint)text.Length << 1 | (wide ? 1u : 0));
        if (wide) MemoryMarshal.AsBytes(text.AsSpan()).CopyTo(Room(text.Length * sizeof(char)));
        else System.Text.Encoding.ASCII.GetBytes(text, Room(text.Length));
    }

    public void Bytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Room(bytes.Length));

    private Span<byte> Room(int count)
    {
        if (Length + count > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        var room = _bytes.AsSpan(Length, count);
        Length += count;
        return room;
    }
}
