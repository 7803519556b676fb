using System.Buffers;
using System.Numerics;

namespace TradeDesk.Matching;

/// <summary>
/// What words each intent of one kind shares with one asking intent. The low byte counts the asked words that the intent gives,
/// the high byte sums, in sixtieths, the shares that the asker's words have of what the intent asks for.
/// </summary>
internal sealed class SharedWords(LiveSegment[] segments)
{
    /// <summary>Before a byte overflows, both are taken at their highest.</summary>
    private const int Full = 0x8080;

    private readonly int[] _offsets = new int[segments.Length];
    private ushort[] _shared = [];

    /// <summary>Takes the place of what was counted before.</summary>
    public void Count(int kind, QueryWords words)
    {
        var total = 0;
        for (var number = 0; number < segments.Length; number++)
        {
            var places = segments[number].Segment.Lists.OfKind(kind);
            _offsets[number] = total - places.Start.Value;
            total += places.End.Value - places.Start.Value;
        }
        Clear(total);
        for (var number = 0; number < segments.Length; number++) Count(number, kind, words);
    }

    /// <summary>What the intents of a stretch share.</summary>
    public ReadOnlySpan<ushort> Of(int number, int first, int count) => _shared.AsSpan(_offsets[number] + first, count);

    public int Of(int number, int place) => _shared[_offsets[number] + place];

    /// <summary>What was scored need not be found again.</summary>
    public void Forget(int number, int place) => _shared[_offsets[number] + place] = 0;

    /// <summary>The first position from one on that shares so many sixtieths both ways together; the length when there is none.</summary>
    public static int Next(ReadOnlySpan<ushort> shared, int from, int eachForward, int needed)
    {
        var (least, each, low) = (new Vector<ushort>((ushort)needed), new Vector<ushort>((ushort)eachForward), new Vector<ushort>(byte.MaxValue));
        for (; from + Vector<ushort>.Count <= shared.Length; from += Vector<ushort>.Count)
        {
            var some = new Vector<ushort>(shared[from..]);
            if (Vector.GreaterThanOrEqualAny((some & low) * each + (some >>> 8), least)) break;
        }
        while (from < shared.Length && !Reaches(shared[from], eachForward, needed)) from++;
        return from;
    }

    public static bool Reaches(int shared, int eachForward, int needed) => (shared & byte.MaxValue) * eachForward + (shared >> 8) >= needed;

    /// <summary>After the last look.</summary>
    public void Release() => ArrayPool<ushort>.Shared.Return(_shared);

    private void Clear(int total)
    {
        if (_shared.Length < total)
        {
            ArrayPool<ushort>.Shared.Return(_shared);
            _shared = ArrayPool<ushort>.Shared.Rent(total);
        }
        _shared.AsSpan(0, total).Clear();
    }

    private void Count(int number, int kind, QueryWords words)
    {
        var (segment, places) = (segments[number].Segment, segments[number].Segment.Lists.OfKind(kind));
        if (places.Start.Equals(places.End)) return;
        foreach (var (key, asked) in words.Given) Add(segment.Words.Of(key, places), _offsets[number], asked ? 1 : 0);
        if (words.GivenCommon > 0) Add(segment.Words.Of(WordLists.MostlyCommon, places), _offsets[number], 0);
    }

    private void Add(ReadOnlySpan<uint> entries, int offset, int asked)
    {
        Span<ushort> steps = stackalloc ushort[1 << TextShare.StepBits];
        for (var step = 0; step < TextShare.StepCount; step++) steps[step] = (ushort)(TextShare.OfStep(step) << 8 | asked);
        var shared = _shared;
        foreach (var entry in entries)
        {
            var place = offset + WordLists.Place(entry);
            var before = shared[place];
            shared[place] = (before & Full) == 0 ? (ushort)(before + steps[WordLists.Step(entry)]) : ushort.MaxValue;
        }
    }
}
