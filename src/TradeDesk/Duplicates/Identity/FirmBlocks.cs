namespace TradeDesk.Duplicates.Identity;

/// <summary>
/// Finds the records that are worth comparing with one: those that share a number, a web domain, a whole name, a rare word, a pair of words, or
/// the sound of a word. A block that has grown past its bound is not looked into, so the work for one record is bounded whatever the register holds.
/// </summary>
internal sealed class FirmBlocks
{
    /// <summary>Records of one block that are compared at most.</summary>
    public const int LargestBlock = 100;

    private const int RarestWords = 3;
    private readonly Dictionary<string, List<FirmIdentity>> blocks = new(StringComparer.Ordinal);

    public void Add(FirmIdentity firm)
    {
        foreach (var key in Keys(firm))
        {
            if (!blocks.TryGetValue(key, out var block))
                blocks[key] = block = new(1);
            block.Add(firm);
        }
    }

    public void Remove(FirmIdentity firm)
    {
        foreach (var key in Keys(firm))
            if (blocks.TryGetValue(key, out var block) && block.Remove(firm) && block.Count == 0)
                blocks.Remove(key);
    }

    /// <summary>The records to compare with one, each once, itself left out.</summary>
    public HashSet<FirmIdentity> Near(FirmIdentity firm, WordRarity rarity)
    {
        var near = new HashSet<FirmIdentity>(ReferenceEqualityComparer.Instance);
        foreach (var key in Worth(firm, rarity))
            if (blocks.TryGetValue(key, out var block) && (block.Count <= LargestBlock || key[0] is 'n' or 'i'))
                for (var i = 0; i < Math.Min(block.Count, LargestBlock); i++)
                    if (block[i].Id != firm.Id)
                        near.Add(block[i]);
        return near;
    }

    private static IEnumerable<string> Keys(FirmIdentity firm)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var number in firm.Numbers)
            keys.Add($"i{number.Scheme} {number.Value}");
        if (firm.Domain is not null)
            keys.Add("d" + firm.Domain);
        foreach (var name in firm.Names)
            OfName(name, name.Core, keys);
        return keys;
    }

    // Every word leads to the firm; the search asks by the rarest of its own only.
    private static IEnumerable<string> Worth(FirmIdentity firm, WordRarity rarity)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var number in firm.Numbers)
            keys.Add($"i{number.Scheme} {number.Value}");
        if (firm.Domain is not null)
            keys.Add("d" + firm.Domain);
        foreach (var name in firm.Names)
            OfName(name, name.Core.Length <= RarestWords ? name.Core : name.Core.OrderBy(rarity.Of).Take(RarestWords - 1).Append(name.Core[0]), keys);
        return keys;
    }

    private static void OfName(NameKey name, IEnumerable<string> words, HashSet<string> keys)
    {
        keys.Add("n" + name.Compact);
        foreach (var word in words)
            if (word.Length > 1)
                keys.Add("w" + word);
        // Slips and other spellings keep the sound of one of the first words.
        for (var i = 0; i < Math.Min(2, name.Core.Length); i++)
            if (name.Sounds[i].Length >= 3)
                keys.Add("s" + name.Sounds[i]);
        for (var i = 1; i < Math.Min(4, name.Core.Length); i++)
            keys.Add($"p{name.Core[i - 1]} {name.Core[i]}");
        if (name.Compact.Length >= 6)
            keys.Add("b" + name.Compact[..6]);
    }
}
