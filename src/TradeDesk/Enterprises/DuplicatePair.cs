namespace TradeDesk.Enterprises;

/// <summary>Two records by their ids, the smaller first. Its id holds both, so that any two records can be compared and decided, proposed or not, by any replica.</summary>
/// <param name="First">The smaller id.</param>
/// <param name="Second">The greater id.</param>
public sealed record DuplicatePair(string First, string Second)
{
    /// <summary>Of the lines of the change log that tell of decisions about pairs.</summary>
    public const string Kind = "duplicate";

    private const string Prefix = "dup_", OfRecord = "ent_";
    private const int Digits = 26;

    public string Id => Prefix + First[OfRecord.Length..] + Second[OfRecord.Length..];

    /// <summary>The pair of an id; null for a text that is none.</summary>
    public static DuplicatePair? Parse(string id)
    {
        if (id.Length != Prefix.Length + (2 * Digits) || !id.StartsWith(Prefix, StringComparison.Ordinal) || !id.AsSpan(Prefix.Length).ContainsOnlyUpperLettersAndDigits())
            return null;
        var (first, second) = (OfRecord + id[Prefix.Length..^Digits], OfRecord + id[^Digits..]);
        return string.CompareOrdinal(first, second) < 0 ? new(first, second) : null;
    }
}

file static class Letters
{
    public static bool ContainsOnlyUpperLettersAndDigits(this ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            if (!char.IsAsciiDigit(c) && !char.IsAsciiLetterUpper(c))
                return false;
        return true;
    }
}
