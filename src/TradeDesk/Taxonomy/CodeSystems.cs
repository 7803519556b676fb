using TradeDesk.Http;

namespace TradeDesk.Taxonomy;

/// <summary>The code systems that activities and products may be sent in: what a code means, the sectors it leads to, and what it is called in another edition.</summary>
public sealed class CodeSystems
{
    private const int MostNear = 5, MostSuccessors = 3;
    private const string Target = "HS-2022";
    private readonly SectorCatalog sectors;
    private readonly CountryCatalog countries;
    private volatile CodeBook book;

    public CodeSystems(SectorCatalog sectors, CountryCatalog countries)
    {
        (this.sectors, this.countries) = (sectors, countries);
        book = new(sectors, countries, []);
    }

    /// <summary>Takes the official lists that were loaded in place of those it had.</summary>
    public void Use(IReadOnlyList<CodeList> lists) => book = new(sectors, countries, lists);

    /// <summary>Every system, with how many of its codes are known and whether an official list was loaded.</summary>
    public IReadOnlyList<CodeSystemAnswer> Systems =>
        [.. book.Tables.Select(t => new CodeSystemAnswer(t.System.Scheme, t.System.Label, t.System.Edition, t.System.Use, t.System.Shape, t.Entries.Count, t.HasList))];

    /// <summary>True when the desk knows the code itself, not only a wider one.</summary>
    public bool Lists(string scheme, string code) => book.Table(scheme) is { } table && Read(table, code) is { } digits && table.Find(digits) is not null;

    /// <summary>The codes of a system, or none for an unknown one.</summary>
    public IEnumerable<string> Codes(string scheme) => book.Table(scheme)?.Entries.Select(e => e.Code) ?? [];

    /// <summary>The sectors a code leads to: the leaf of its class or heading, or the one sector that all codes below a wider code share; none where it leads nowhere.</summary>
    public IReadOnlyList<string> SectorsOf(string scheme, string code) =>
        book.Table(scheme) is { } table && Read(table, code) is { } digits ? Sectors(table, digits, table.Find(digits) ?? table.Above(digits)) : [];

    /// <summary>What is wrong with a code of an activity or product, or null when it may be saved.</summary>
    public Fault? Check(string scheme, string code, string pointer)
    {
        if (book.Table(scheme) is not { System.IsAlphabetic: false } table)
            return new(pointer + "/scheme", "unknown-scheme", $"{Unknown(scheme)} Give one of: {string.Join(", ", CodeSystem.Taggable)}.");
        return Find(table, code) is null ? new(pointer + "/code", FaultCode(table, code), WhatIsWrong(table, code)) : null;
    }

    /// <summary>One code with everything that is known of it, or what is wrong with it.</summary>
    public (CodeAnswer? Answer, string? Wrong) Find(string scheme, string code)
    {
        if (book.Table(scheme) is not { } table)
            return (null, $"{Unknown(scheme)} The desk knows {string.Join(", ", CodeSystem.Known.Keys)}.");
        if (table.System.Use == CodeUse.Country)
            code = countries.Named(code)?.Code ?? code;
        return Find(table, code) is { } found ? (Answer(table, found.Code, found.Entry), null) : (null, WhatIsWrong(table, code));
    }

    /// <summary>A product in HS 2022 as the engine weighs it: the code itself, the codes that took its place, or the wider code that kept its number. None for a code outside the HS.</summary>
    public IReadOnlyList<string> Hs2022(string scheme, string code)
    {
        var now = book;
        if (now.Table(scheme) is not { System.Family: "HS" } table || Read(table, code) is not { } digits)
            return [];
        return Successors(now, table, digits.Length > 6 ? digits[..6] : digits);
    }

    private static IReadOnlyList<string> Successors(CodeBook now, CodeTable table, string code)
    {
        var target = now.Table(Target)!;
        var entry = table.Find(code);
        // The numbers of headings stay; whether a subheading of an edition without a list kept its own is not known.
        var kept = entry is not null || code.Length <= 4;
        if (kept && target.Find(code) is not null)
            return [code];
        var via = table.System.Via is { } next ? now.Table(next) : null;
        if (entry is not null && via is not null && (via.Find(code) is null ? entry.Successors(via.System) : [code]) is { Count: > 0 } there)
            return via == target ? there : [.. there.SelectMany(c => Successors(now, via, c)).Distinct()];
        if (code.Length == 4 && via is not null && Below(table, code).SelectMany(c => Successors(now, table, c)).Select(c => c[..Math.Min(4, c.Length)]).Distinct().Take(MostSuccessors + 1).ToList() is { Count: > 0 and <= MostSuccessors } headings)
            return headings;
        return code.Length > 2 ? Successors(now, table, code[..(code.Length - 2)]) : [];
    }

    private static IEnumerable<string> Below(CodeTable table, string code) => table.Entries.Where(e => e.Parent == code && e.Links.Count > 0).Select(e => e.Code);

    // A code finer than the desk lists goes by what it shares with another system, and else by the wider code.
    private IReadOnlyList<string> Sectors(CodeTable table, string code, CodeEntry? entry) =>
        entry?.Code != code && table.System.Shares is { } shares && code.Length >= shares.Digits && book.Table(shares.Scheme)!.Find(code[..shares.Digits]) is { Sectors.Count: > 0 } shared
            ? shared.Sectors : entry?.Sectors ?? [];

    private static string? Read(CodeTable table, string text) => table.System.Normalise(text) ?? table.WithoutSection(text);

    // The code, and its entry or that of the nearest wider code when the desk does not list so fine.
    private static (string Code, CodeEntry Entry)? Find(CodeTable table, string text)
    {
        if (Read(table, text) is not { } code)
            return null;
        if (table.Find(code) is { } entry)
            return (code, entry);
        return table.System.Depth(code) > table.System.ListedTo && table.Above(code) is { } above && table.System.Depth(above.Code) >= table.System.ListedTo ? (code, above) : null;
    }

    private CodeAnswer Answer(CodeTable table, string code, CodeEntry entry)
    {
        var listed = entry.Code == code;
        var parents = new List<CodeParent>();
        for (var at = listed ? entry.Parent : entry.Code; at is not null && table.Find(at) is { } parent && parents.Count < 10; at = parent.Parent)
            parents.Add(new(at, Title(table, parent)));
        parents.Reverse();
        var scheme = table.System.Scheme;
        return new(
            scheme, code, listed ? Title(table, entry) : $"{char.ToUpperInvariant(table.System.Level(code)[0])}{table.System.Level(code)[1..]} of {entry.Code}: {Title(table, entry)}",
            listed && entry.IsOfficial ? CodeTitleSource.List : CodeTitleSource.Desk, table.System.Level(code), table.System.Edition, listed,
            parents, Sectors(table, code, entry), Correspondences(table, entry), OutOfScope(scheme, entry.Code));
    }

    private string Title(CodeTable table, CodeEntry entry) =>
        entry.Title ?? (entry.Sectors.Count > 0 ? sectors.Find(entry.Sectors[0])!.Label : $"{char.ToUpperInvariant(table.System.Level(entry.Code)[0])}{table.System.Level(entry.Code)[1..]} {entry.Code}");

    private string? OutOfScope(string scheme, string code)
    {
        var mapping = CodeSystem.Known[scheme].Family == "HS" ? "HS" : "ISIC-4";
        return scheme is "ISIC-4" or "NIC-2008" || mapping == "HS"
            ? sectors.OutOfScope.GetValueOrDefault(mapping)?.GetValueOrDefault(code.Length > 4 ? code[..4] : code)
            : null;
    }

    // What is stated, and the same number where another edition of the family lists it and nothing else is stated.
    private List<CodeLink> Correspondences(CodeTable table, CodeEntry entry)
    {
        var links = new List<CodeLink>(entry.Links);
        foreach (var other in Siblings(table.System))
            if (!links.Exists(l => l.Scheme == other) && book.Table(other)!.Find(entry.Code) is not null)
                links.Add(new(other, entry.Code));
        return links;
    }

    private static string[] Siblings(CodeSystem system) => system.Scheme switch
    {
        "ISIC-4" => ["NIC-2008"],
        "NIC-2008" => ["ISIC-4"],
        "ISIC-5" => ["NIC-2025"],
        "NIC-2025" => ["ISIC-5"],
        "HS-2022" => ["HS-2017", "HS-2012", "ITC-HS"],
        "HS-2017" => ["HS-2022", "HS-2012"],
        "HS-2012" => ["HS-2022", "HS-2017"],
        "ITC-HS" => ["HS-2022"],
        _ => [],
    };

    private static string Unknown(string scheme) =>
        $"The scheme is not known{(CodeSystem.Nearest(scheme) is { } near ? $"; did you mean {near}?" : scheme is "HS" or "ISIC" or "NIC" or "NACE" or "CPV" ? "; name its edition too." : ".")}";

    private string FaultCode(CodeTable table, string code) =>
        Elsewhere(table, code).Count > 0 ? "wrong-edition" : Read(table, code) is null ? "malformed-code" : "unknown-code";

    private string WhatIsWrong(CodeTable table, string code)
    {
        var scheme = table.System.Scheme;
        if (Elsewhere(table, code) is { Count: > 0 } others)
            return $"{scheme} has no such code, but {string.Join(" and ", others)} {(others.Count == 1 ? "has" : "have")}; give that scheme{Instead(table, others[0], code)}.";
        if (Read(table, code) is not { } digits)
            return $"A code of {scheme} has {table.System.Shape}.{Suggestion(table, string.Concat(code.Where(char.IsAsciiLetterOrDigit)))}";
        var loaded = table.System.ListedTo == 0 && !table.HasList ? $" Its official list is not loaded; an administrator loads it with: tradedesk codes import {scheme} FILE." : "";
        var wider = table.System.ListedTo > 0 && table.System.Depth(digits) > table.System.ListedTo ? $", nor {digits[..table.System.ListedTo]} above it" : "";
        return $"{scheme} has no code {digits}{wider}.{Suggestion(table, digits)}{loaded}";
    }

    private string Instead(CodeTable table, string other, string code) =>
        book.Table(other) is { } there && Read(there, code) is { } digits && there.Find(digits)?.Successors(table.System) is { Count: > 0 } now ? $", or {string.Join(", ", now.Take(MostNear))} of {table.System.Scheme}" : "";

    private static string Suggestion(CodeTable table, string code) =>
        table.Find("0" + code) is { } zero ? $" Near it: {zero.Code}; was its leading zero lost?"
        : code.Length is > 1 and < 12 && NearestWord.Codes(code, table.Entries.Select(e => e.Code), MostNear) is { Count: > 0 } near ? $" Near it: {string.Join(", ", near)}." : "";

    // The other editions of the family that list the code, or that alone have codes of its shape.
    private List<string> Elsewhere(CodeTable table, string code) =>
        [.. book.Tables.Where(t => t != table && t.System.Family == table.System.Family && !t.System.IsAlphabetic && Find(t, code) is { } found && (found.Entry.Code == found.Code || Read(table, code) is null)).Select(t => t.System.Scheme)];
}
