namespace TradeDesk.Taxonomy;

/// <summary>What the codes of a system name.</summary>
public enum CodeUse
{
    Activity = 1,
    Product = 2,
    Country = 3,
    Currency = 4,
}

/// <summary>One edition of a code system.</summary>
/// <param name="Scheme">Its name with the edition, such as <c>HS-2022</c>.</param>
/// <param name="Label">What it is.</param>
/// <param name="Edition">The edition in words.</param>
/// <param name="Use">What its codes name.</param>
/// <param name="Levels">Digits of each level, widest first, with the level's name.</param>
/// <param name="ListedTo">Up to how many digits the desk knows every code; a longer code is taken when its wider one is known.</param>
public sealed record CodeSystem(string Scheme, string Label, string Edition, CodeUse Use, IReadOnlyList<(int Digits, string Name)> Levels, int ListedTo)
{
    private const int LongestText = 24;
    private static readonly (int, string)[] Isic = [(1, "section"), (2, "division"), (3, "group"), (4, "class")];
    private static readonly (int, string)[] Hs = [(2, "chapter"), (4, "heading"), (6, "subheading")];

    /// <summary>The system whose first digits mean the same here, and how many.</summary>
    public (string Scheme, int Digits)? Shares { get; init; }

    /// <summary>Up to how many digits the codes of <see cref="Shares"/> are known to be codes here.</summary>
    public int Copies { get; init; }

    /// <summary>The scheme that its sectors are read from where a correspondence leads there.</summary>
    public string? Via { get; init; }

    /// <summary>Letters instead of digits.</summary>
    public bool IsAlphabetic => Use is CodeUse.Country or CodeUse.Currency;

    /// <summary>CPV fills its codes with zeros instead of leaving digits out.</summary>
    public bool IsPadded => Scheme == "CPV-2008";

    /// <summary>The editions of one classification share a family: <c>HS</c>.</summary>
    public string Family => Scheme == "ITC-HS" ? "HS" : Scheme[..Scheme.LastIndexOf('-')];

    public int Longest => Levels[^1].Digits;

    /// <summary>Every system the desk knows, by scheme.</summary>
    public static IReadOnlyDictionary<string, CodeSystem> Known { get; } = new CodeSystem[]
    {
        new("ISIC-4", "International Standard Industrial Classification", "Revision 4, 2008", CodeUse.Activity, Isic, 4),
        new("NIC-2008", "National Industrial Classification of India", "2008, on ISIC revision 4", CodeUse.Activity, [.. Isic, (5, "sub-class")], 4) { Shares = ("ISIC-4", 4), Copies = 4 },
        new("NACE-2", "Statistical classification of economic activities in the European Union", "Revision 2, 2008", CodeUse.Activity, Isic, 4) { Shares = ("ISIC-4", 2), Copies = 2, Via = "ISIC-4" },
        new("NAICS-2022", "North American Industry Classification System", "2022", CodeUse.Activity, [(2, "sector"), (3, "subsector"), (4, "industry group"), (5, "industry"), (6, "national industry")], 6) { Via = "ISIC-4" },
        new("ISIC-5", "International Standard Industrial Classification", "Revision 5, 2023", CodeUse.Activity, Isic, 2) { Shares = ("ISIC-4", 2), Via = "ISIC-4" },
        new("NIC-2025", "National Industrial Classification of India", "2025, on ISIC revision 5", CodeUse.Activity, [.. Isic, (6, "sub-class")], 2) { Shares = ("ISIC-5", 4), Copies = 4, Via = "ISIC-5" },
        new("HS-2022", "Harmonized System", "2022", CodeUse.Product, Hs, 6),
        new("HS-2017", "Harmonized System", "2017", CodeUse.Product, Hs, 6) { Via = "HS-2022" },
        new("HS-2012", "Harmonized System", "2012", CodeUse.Product, Hs, 6) { Via = "HS-2017" },
        new("HS-2028", "Harmonized System", "2028, in force from 1 January 2028", CodeUse.Product, Hs, 2) { Shares = ("HS-2022", 4), Copies = 2, Via = "HS-2022" },
        new("ITC-HS", "Indian trade classification on the Harmonized System", "on HS 2022", CodeUse.Product, [.. Hs, (8, "tariff line")], 6) { Shares = ("HS-2022", 6), Copies = 6 },
        new("CPV-2008", "Common Procurement Vocabulary", "2008", CodeUse.Product, [(8, "code")], 3),
        new("ISO-3166", "Country codes", "ISO 3166-1, alpha-2", CodeUse.Country, [(2, "country")], 2),
        new("ISO-4217", "Currency codes", "ISO 4217", CodeUse.Currency, [(3, "currency")], 0),
    }.ToDictionary(s => s.Scheme, StringComparer.Ordinal);

    /// <summary>The schemes that activities and products may be sent in.</summary>
    public static IReadOnlyList<string> Taggable { get; } = [.. Known.Values.Where(s => !s.IsAlphabetic).Select(s => s.Scheme)];

    /// <summary>The system that a wrong scheme was meant to be, or null.</summary>
    public static string? Nearest(string scheme) =>
        Known.Keys.FirstOrDefault(k => Folded(k) == Folded(scheme)) ?? (scheme.Length > LongestText ? null : NearestWord.To(scheme.ToUpperInvariant(), Known.Keys));

    /// <summary>A scheme as a column may name it: <c>hs2022</c>.</summary>
    public static string Folded(string scheme) => string.Concat(scheme.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    /// <summary>A code without dots and blanks, without the section letter of an activity and without the check digit of CPV; null when it has not the shape of a code here.</summary>
    public string? Normalise(string text)
    {
        if (text.Length > LongestText)
            return null;
        Span<char> code = stackalloc char[text.Length];
        var length = 0;
        foreach (var c in text)
            if (c != '.' && !char.IsWhiteSpace(c))
                code[length++] = char.ToUpperInvariant(c);
        code = code[..length];
        if (IsPadded && length == Longest + 2 && code[^2] == '-' && char.IsAsciiDigit(code[^1]))
            code = code[..^2];
        return Fits(code) ? (code.SequenceEqual(text) ? text : code.ToString()) : null;
    }

    /// <summary>What its codes look like: <c>2, 4 or 6 digits</c>.</summary>
    public string Shape => IsAlphabetic
        ? $"{Longest} letters"
        : $"{(Levels[0].Digits == 1 ? "a section letter or " : "")}{string.Join(", ", Levels.Where(l => l.Digits > 1).SkipLast(1).Select(l => l.Digits))}{(Levels.Count > 1 ? " or " : "")}{Longest} digits";

    /// <summary>The codes above a code, nearest first, whether they exist or not.</summary>
    public IEnumerable<string> Wider(string code)
    {
        if (!IsPadded)
            return Levels.Reverse().Where(l => l.Digits < code.Length && l.Digits > 1).Select(l => code[..l.Digits]);
        var digits = code.TrimEnd('0').Length;
        return Enumerable.Range(2, Math.Max(0, digits - 2)).Reverse().Select(kept => code[..kept].PadRight(Longest, '0')).Distinct();
    }

    /// <summary>How many digits of a code say something.</summary>
    public int Depth(string code) => IsPadded ? Math.Max(2, code.TrimEnd('0').Length) : code.Length;

    /// <summary>The name of a code's level.</summary>
    public string Level(string code) => Levels.First(l => l.Digits == code.Length).Name;

    private bool Fits(ReadOnlySpan<char> code)
    {
        foreach (var (digits, _) in Levels)
            if (digits == code.Length)
                return digits == 1 || IsAlphabetic ? !code.ContainsAnyExceptInRange('A', 'Z') : !code.ContainsAnyExceptInRange('0', '9');
        return false;
    }
}
