namespace TradeDesk.Taxonomy;

/// <summary>Finds what a mistyped word was meant to be.</summary>
internal static class NearestWord
{
    private const int MostEditsOfCode = 2, LongestText = 256;

    /// <summary>The known word with the fewest edits, or null when none is near (two, or a third of its letters).</summary>
    public static string? To(string word, IEnumerable<string> known) =>
        known.Select(k => (Word: k, Most: Math.Max(2, k.Length / 3), Edits: Edits(word, k, Math.Max(2, k.Length / 3))))
            .Where(c => c.Edits <= c.Most)
            .OrderBy(c => c.Edits).ThenBy(c => c.Word, StringComparer.Ordinal)
            .Select(c => c.Word).FirstOrDefault();

    /// <summary>The codes most like a wrong one: fewest edits first, then the most leading digits in common.</summary>
    public static IReadOnlyList<string> Codes(string code, IEnumerable<string> known, int most) =>
        [.. known.Select(k => (Code: k, Edits: Edits(code, k, MostEditsOfCode)))
            .Where(c => c.Edits <= MostEditsOfCode)
            .OrderBy(c => c.Edits).ThenBy(c => c.Code.Length != code.Length).ThenByDescending(c => c.Code.AsSpan().CommonPrefixLength(code)).ThenBy(c => c.Code, StringComparer.Ordinal)
            .Select(c => c.Code).Take(most)];

    // Levenshtein (1966), one row at a time; more edits than asked for are not counted to their end.
    private static int Edits(string a, string b, int most)
    {
        if (Math.Abs(a.Length - b.Length) > most || b.Length > LongestText)
            return int.MaxValue;
        Span<int> row = stackalloc int[b.Length + 1];
        for (var j = 0; j < row.Length; j++)
            row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var (diagonal, least) = (row[0], i);
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
                least = Math.Min(least, row[j]);
            }

            if (least > most)
                return int.MaxValue;
        }

        return row[^1];
    }
}
