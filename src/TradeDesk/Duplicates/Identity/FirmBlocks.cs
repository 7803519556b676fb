using System.Runtime.InteropServices;

namespace TradeDesk.Duplicates.Identity;

/// <summary>
/// Finds the records that are worth comparing with one: those that share a number, a web domain, a whole name, a rare word, a pair of words, or
/// the sound of a word. A block that has grown past its bound is closed, so the work for one record is bounded whatever the register holds: a closed
/// block of a word finds nothing, one of a whole name or number finds the records it had. <see cref="Clear"/> opens all. Blocks are kept by a hash of what their records share; where two fall together, some records are compared in vain.
/// </summary>
internal sealed class FirmBlocks
{
    /// <summary>Records of one block that are compared at most.</summary>
    public const int LargestBlock = 100;

    private const int RarestWords = 3;

    private static readonly object Closed = new();

    // Most blocks have one record. It stands in the place of its block; a list only where there are more.
    private readonly Dictionary<ulong, object> blocks = [];

    public void Add(FirmIdentity firm)
    {
        foreach (var (key, isWhole) in Keys(firm, null))
        {
            ref var block = ref CollectionsMarshal.GetValueRefOrAddDefault(blocks, key, out _);
            if (block is not List<FirmIdentity> several)
                block = block switch { null => firm, FirmIdentity one => new List<FirmIdentity>(2) { one, firm }, _ => block };
            else if (several.Count < LargestBlock)
                several.Add(firm);
            else if (!isWhole)
                block = Closed;
        }
    }

    public void Remove(FirmIdentity firm)
    {
        foreach (var (key, _) in Keys(firm, null))
            if (blocks.TryGetValue(key, out var block) && (block == (object)firm || (block is List<FirmIdentity> several && several.Remove(firm) && several.Count == 0)))
                blocks.Remove(key);
    }

    public void Clear() => blocks.Clear();

    /// <summary>The records to compare with one, each once, itself left out.</summary>
    public HashSet<FirmIdentity> Near(FirmIdentity firm, WordRarity rarity)
    {
        var near = new HashSet<FirmIdentity>(ReferenceEqualityComparer.Instance);
        foreach (var (key, _) in Keys(firm, rarity))
            if (blocks.TryGetValue(key, out var block) && block is List<FirmIdentity> several)
                near.UnionWith(several);
            else if (block is FirmIdentity one)
                near.Add(one);
        near.Remove(firm);
        return near;
    }

    /// <summary>What a record is found by, each once, and whether it is a whole name or number. Every word leads to the record; the search, which knows how rare words are, asks by the rarest of its own only.</summary>
    private static Dictionary<ulong, bool> Keys(FirmIdentity firm, WordRarity? rarity)
    {
        var keys = new Dictionary<ulong, bool>(16);
        foreach (var number in firm.Numbers)
            keys[Hash('i', number.Scheme, number.Value)] = true;
        if (firm.Domain is not null)
            keys[Hash('d', firm.Domain)] = false;
        foreach (var name in firm.Names)
        {
            keys[Hash('n', name.Compact)] = true;
            foreach (var word in rarity is null || name.Core.Length <= RarestWords ? name.Core : name.Core.OrderBy(rarity.Of).Take(RarestWords - 1).Append(name.Core[0]))
                if (word.Length > 1)
                    keys[Hash('w', word)] = false;
            // Slips and other spellings keep the sound of one of the first words.
            for (var i = 0; i < Math.Min(2, name.Core.Length); i++)
                if (name.Sounds[i].Length >= 3)
                    keys[Hash('s', name.Sounds[i])] = false;
            for (var i = 1; i < Math.Min(4, name.Core.Length); i++)
                keys[Hash('p', name.Core[i - 1], name.Core[i])] = false;
            if (name.Compact.Length >= 6)
                keys[Hash('b', name.Compact.AsSpan(0, 6))] = false;
        }

        return keys;
    }

    // FNV-1a.
    private static ulong Hash(char kind, ReadOnlySpan<char> text, ReadOnlySpan<char> more = default)
    {
        const ulong Prime = 1099511628211;
        var hash = (14695981039346656037 ^ kind) * Prime;
        foreach (var c in text)
            hash = (hash ^ c) * Prime;
        hash = (hash ^ ' ') * Prime;
        foreach (var c in more)
            hash = (hash ^ c) * Prime;
        return hash;
    }
}
