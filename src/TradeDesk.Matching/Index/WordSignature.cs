using System.Numerics;

namespace TradeDesk.Matching;

/// <summary>A signature of words; as long as it is because words weigh most where sectors are equal.</summary>
internal readonly record struct WordSignature(ulong Low, ulong High)
{
    /// <summary>Bits of a signature.</summary>
    public const int Size = 128;

    public int Bits => BitOperations.PopCount(Low) + BitOperations.PopCount(High);

    public static WordSignature Of(int word)
    {
        var bit = (int)((uint)(word >> 2) * 0x9E3779B1u >> 25);
        return bit < 64 ? new(1UL << bit, 0) : new(0, 1UL << bit);
    }

    public int SharedBits(WordSignature other) => BitOperations.PopCount(Low & other.Low) + BitOperations.PopCount(High & other.High);

    public static WordSignature operator |(WordSignature one, WordSignature other) => new(one.Low | other.Low, one.High | other.High);
}
