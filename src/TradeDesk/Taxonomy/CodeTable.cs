namespace TradeDesk.Taxonomy;

/// <summary>The codes of one edition.</summary>
internal sealed class CodeTable(CodeSystem system)
{
    private readonly Dictionary<string, CodeEntry> entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> sectionOf = new(StringComparer.Ordinal);

    public CodeSystem System => system;

    public IReadOnlyCollection<CodeEntry> Entries => entries.Values;

    /// <summary>True when an official list with titles was loaded.</summary>
    public bool HasList { get; private set; }

    public CodeEntry? Find(string code) => entries.GetValueOrDefault(code);

    /// <summary>The nearest code above that is known.</summary>
    public CodeEntry? Above(string code)
    {
        if (system.IsPadded)
            return system.Wider(code).Select(Find).FirstOrDefault(e => e is not null);
        var byText = entries.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var level = system.Levels.Count - 1; level >= 0; level--)
            if (system.Levels[level].Digits is var digits and > 1 && digits < code.Length && byText.TryGetValue(code.AsSpan(0, digits), out var entry))
                return entry;
        return null;
    }

    /// <summary>A code with its section letter taken off, when the letter is the right one.</summary>
    public string? WithoutSection(string text)
    {
        var letter = text.Length > 2 && char.IsAsciiLetter(text[0]) && sectionOf.Count > 0 ? char.ToUpperInvariant(text[0]).ToString() : null;
        return letter is not null && system.Normalise(text[1..]) is { Length: > 1 } code && sectionOf.GetValueOrDefault(code[..2]) == letter ? code : null;
    }

    public void Add(IEnumerable<string> codes)
    {
        foreach (var code in codes)
        {
            var full = system.IsPadded ? code.PadRight(system.Longest, '0') : code;
            foreach (var each in system.Wider(full).Prepend(full))
                entries.TryAdd(each, new(each));
        }
    }

    public void Add(IEnumerable<CodeEntry> copied)
    {
        foreach (var entry in copied)
        {
            entries[entry.Code] = new(entry.Code) { Title = entry.IsOfficial ? null : entry.Title, Parent = entry.Parent };
            if (entry.Parent is { Length: 1 } section && entry.Code.Length == 2)
                sectionOf[entry.Code] = section;
        }
    }

    public void Add(string code, string title, IReadOnlyList<CodeLink> links) => entries[code] = new(code) { Title = title, Links = links };

    /// <param name="letter">The section.</param>
    /// <param name="text">Its first and last division and its title: <c>01-03 Farming</c>.</param>
    public void AddSection(string letter, string text)
    {
        entries[letter] = new(letter) { Title = text[6..] };
        for (var division = int.Parse(text[..2], null); division <= int.Parse(text[3..5], null); division++)
            sectionOf[division.ToString("D2", null)] = letter;
    }

    public void Load(CodeList list)
    {
        if (list.IsCorrespondence)
        {
            Add(list.Rows.Select(r => r[0]));
            return;
        }

        HasList = true;
        foreach (var row in list.Rows)
        {
            if (!entries.TryGetValue(row[0], out var entry))
                entries[row[0]] = entry = new(row[0]);
            (entry.Title, entry.IsOfficial) = (row[1], true);
            entry.Parent = row[2].Length > 0 ? row[2] : null;
        }
    }

    /// <summary>Gives every code the known code above it.</summary>
    public void Link()
    {
        foreach (var entry in entries.Values.Where(e => e.Parent is null && e.Code.Length > 1))
            entry.Parent = Above(entry.Code)?.Code ?? sectionOf.GetValueOrDefault(entry.Code);
    }

    public void AddLinks(string to, ILookup<string, string> codes)
    {
        foreach (var group in codes)
            if (entries.TryGetValue(group.Key, out var entry))
                entry.Links = [.. entry.Links, .. group.Select(code => new CodeLink(to, code))];
    }

    public void Unlink(string to)
    {
        foreach (var entry in entries.Values.Where(e => e.Links.Count > 0))
            entry.Links = [.. entry.Links.Where(l => l.Scheme != to)];
    }
}

/// <summary>One code as the desk knows it.</summary>
internal sealed class CodeEntry(string code)
{
    public string Code => code;

    /// <summary>The official title, or the desk's own; null where the sector's label stands in.</summary>
    public string? Title { get; set; }

    public bool IsOfficial { get; set; }

    public string? Parent { get; set; }

    public IReadOnlyList<string> Sectors { get; set; } = [];

    public IReadOnlyList<CodeLink> Links { get; set; } = [];

    /// <summary>
    /// What it is called in another edition. Where some of the new codes stay under the same four digits, only those count:
    /// parts of a camera heading that moved to drones do not make every camera a drone.
    /// </summary>
    public IReadOnlyList<string> Successors(CodeSystem edition)
    {
        var all = Links.Where(l => l.Scheme == edition.Scheme).Select(l => l.Code).ToList();
        var near = all.Where(c => Code.Length > 4 && c.StartsWith(Code.AsSpan(0, 4), StringComparison.Ordinal)).ToList();
        return near.Count > 0 && edition.Family == "HS" ? near : all;
    }
}
