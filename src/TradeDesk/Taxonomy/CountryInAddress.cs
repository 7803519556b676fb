namespace TradeDesk.Taxonomy;

/// <summary>
/// Reads the country from the end of an address: its last line without post codes, then the last part behind a comma. It
/// answers nothing where another line or part names another country, because a wrong country is worse than none.
/// </summary>
internal static class CountryInAddress
{
    private const int LongestName = 4;
    private static readonly string[] Embassies = ["embassy of ", "high commission of ", "consulate of ", "consulate general of "];

    // As the last part of an address these are more often a place elsewhere: Atlanta, Georgia.
    private static readonly HashSet<string> Ambiguous = new(StringComparer.Ordinal) { "GE", "JE" };

    public static Country? Find(string text, Func<string, Country?> named)
    {
        var lines = text.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Select(WithoutNumbers).ToList();
        var last = lines.FindLastIndex(l => l.Count(char.IsLetter) > 2 || l is "UK" or "US");
        if (last < 0)
            return null;
        var parts = lines[..last].Select(l => l.Split([',', ';'])).SelectMany(p => p).ToList();
        if (Name(lines[last], named) is { } whole)
            return Alone(whole, parts, named);
        var ends = lines[last].Split([',', ';', '('], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return ends.Length > 1 && Name(ends[^1], named) is { } end && !Ambiguous.Contains(end.Code) ? Alone(end, parts.Concat(ends[..^1]), named) : null;
    }

    private static Country? Alone(Country country, IEnumerable<string> others, Func<string, Country?> named) =>
        others.SelectMany(o => Edges(o, named)).All(c => c == country) ? country : null;

    // The countries that a part begins or ends with: "Malaysia Pavilion", "Marupe Latvia".
    private static IEnumerable<Country> Edges(string part, Func<string, Country?> named)
    {
        var words = part.Split([' ', '/'], StringSplitOptions.RemoveEmptyEntries);
        for (var length = 1; length <= Math.Min(LongestName, words.Length); length++)
        {
            if (Name(string.Join(' ', words[^length..]), named) is { } end)
                yield return end;
            if (Name(string.Join(' ', words[..length]), named) is { } start)
                yield return start;
        }
    }

    // Other codes of two letters are states and provinces too: Los Angeles, CA.
    private static Country? Name(string text, Func<string, Country?> named)
    {
        var name = text.Trim(' ', '.', ',', ';', ':', '(', ')', '[', ']', '-', '/');
        var embassy = Embassies.FirstOrDefault(e => name.StartsWith(e, StringComparison.OrdinalIgnoreCase));
        return name.Length > 2 || name is "UK" or "US" ? named(embassy is null ? name : name[embassy.Length..]) : null;
    }

    // Post codes and telephone numbers, with the letters behind a Dutch post code: 2700 AD.
    private static string WithoutNumbers(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return string.Join(' ', words.Where((w, i) => !w.Any(char.IsAsciiDigit) && !(i > 0 && w.Length == 2 && w.All(char.IsAsciiLetterUpper) && words[i - 1].All(char.IsAsciiDigit)))).Trim(' ', ',', ';', '.', '-');
    }
}
