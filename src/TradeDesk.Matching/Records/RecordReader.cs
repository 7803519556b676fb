using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace TradeDesk.Matching;

/// <summary>Reads what <see cref="RecordWriter"/> wrote.</summary>
internal ref struct RecordReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Position { get; private set; }

    public int Byte() => _bytes[Position++];

    public uint Number()
    {
        uint value = _bytes[Position++];
        if (value < 0x80) return value;
        value &= 0x7F;
        for (var shift = 7; ; shift += 7)
        {
            uint next = _bytes[Position++];
            value |= (next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
    }

    public ReadOnlySpan<int> Set(Scratch scratch)
    {
        var count = (int)Number();
        if (count == 0) return [];
        var set = scratch.Take(count);
        var before = 0;
        for (var i = 0; i < set.Length; i++) set[i] = before += (int)Number();
        return set;
    }

    public void SkipSet()
    {
        for (var left = Number(); left > 0; left--) Number();
    }

    public void Skip(int bytes) => Position += bytes;

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    public decimal Decimal()
    {
        var (low, middle, high, scale) = (Number(), Number(), Number(), Number());
        return new((int)low, (int)middle, (int)high, (scale & 1) != 0, (byte)(scale >> 1));
    }

    public string Text()
    {
        var length = Number();
        return (length & 1) != 0
            ? new string(MemoryMarshal.Cast<byte, char>(Take((int)(length >> 1) * sizeof(char))))
            : System.Text.Encoding.ASCII.GetString(Take((int)(length >> 1)));
    }

    public void SkipText()
    {
        var length = (int)Number();
        Position += (length >> 1) << (length & 1);
    }

    /// <summary>Compares the text at this place with another by ordinal order of UTF-16.</summary>
    public int CompareText(string other)
    {
        var length = Number();
        if ((length & 1) != 0) return MemoryMarshal.Cast<byte, char>(Take((int)(length >> 1) * sizeof(char))).SequenceCompareTo(other);
        var ascii = Take((int)(length >> 1));
        for (var i = 0; i < ascii.Length && i < other.Length; i++)
            if (ascii[i] != other[i]) return ascii[i] - other[i];
        return ascii.Length - other.Length;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        var taken = _bytes.Slice(Position, count);
        Position += count;
        return taken;
    }
}

/// <summary>Room for the sets of one record at a time, used again for the next.</summary>
internal sealed class Scratch
{
    private int[] _numbers = new int[256];
    private int _used;

    /// <summary>Starts a record. Every number takes a byte at least, so the record's length bounds what will be taken.</summary>
    public void Start(int recordLength)
    {
        if (recordLength > _numbers.Length) _numbers = new int[recordLength * 2];
        _used = 0;
    }

    public Span<int> Take(int count)
    {
        var taken = _numbers.AsSpan(_used, count);
        _used += count;
        return taken;
    }
}
