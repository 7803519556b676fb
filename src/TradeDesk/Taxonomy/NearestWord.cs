namespace TradeDesk.Taxonomy;

/// <summary>Finds what a mistyped word was meant to be.</summary>
internal static class NearestWord
{
    /// <summary>The known word with the fewest edits, or null when none is near (two, or a third of its letters).</summary>
    public static string? To(string word, IEnumerable<string> known) =>
        known.Select(k => (Word: k, Edits: Edits(word, k)))
            .Where(c => c.Edits <= Math.Max(2, c.Word.Length / 3))
            .OrderBy(c => c.Edits).ThenBy(c => c.Word, StringComparer.Ordinal)
            .Select(c => c.Word).FirstOrDefault();

    /// <summary>The codes most like a wrong one: fewest edits first, then the most leading digits in common.</summary>
    public static IReadOnlyList<string> Codes(string code, IEnumerable<string> known, int most) =>
        [.. known.Select(k => (Code: k, Edits: Edits(code, k)))
            .Where(c => c.Edits <= 2)
            .OrderBy(c => c.Edits).ThenBy(c => c.Code.Length != code.Length).ThenByDescending(c => c.Code.AsSpan().CommonPrefixLength(code)).ThenBy(c => c.Code, StringComparer.Ordinal)
            .Select(c => c.Code).Take(most)];

    // Levenshtein (1966), one row at a time.
    private static int Edits(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > b.Length)
            return int.MaxValue;
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
        }

        return row[^1];
    }
}
