namespace TradeDesk.Benchmarks;

/// <summary>The likeness of two texts by Jaro and Winkler (1990): shared letters near their places, a shared beginning counting more.</summary>
internal static class JaroWinkler
{
    private const double LeastKept = 0.7;
    private const int Prefix = 4;

    /// <summary>Every pair of likeness 0.7 or more.</summary>
    public static List<(double Score, bool Same)> AllPairs(string[] names, Func<int, int, bool> same) =>
        [.. Enumerable.Range(0, names.Length).AsParallel().SelectMany(a => Behind(names, a, same))];

    private static List<(double Score, bool Same)> Behind(string[] names, int a, Func<int, int, bool> same)
    {
        var found = new List<(double, bool)>();
        for (var b = a + 1; b < names.Length; b++)
            if (Likeness(names[a], names[b]) is >= LeastKept and var score)
                found.Add((score, same(a, b)));
        return found;
    }

    public static double Likeness(string a, string b)
    {
        if (a.Length == 0 || b.Length == 0)
            return 0;
        var window = Math.Max(0, (Math.Max(a.Length, b.Length) / 2) - 1);
        Span<bool> ofA = stackalloc bool[a.Length], ofB = stackalloc bool[b.Length];
        ofA.Clear();
        ofB.Clear();
        var shared = 0;
        for (var i = 0; i < a.Length; i++)
            for (var j = Math.Max(0, i - window); j < Math.Min(b.Length, i + window + 1); j++)
                if (!ofB[j] && a[i] == b[j])
                {
                    (ofA[i], ofB[j]) = (true, true);
                    shared++;
                    break;
                }

        if (shared == 0)
            return 0;
        var (swapped, at) = (0, 0);
        for (var i = 0; i < a.Length; i++)
        {
            if (!ofA[i])
                continue;
            while (!ofB[at])
                at++;
            if (a[i] != b[at++])
                swapped++;
        }

        var jaro = (((double)shared / a.Length) + ((double)shared / b.Length) + ((shared - (swapped / 2.0)) / shared)) / 3;
        var start = 0;
        while (start < Math.Min(Prefix, Math.Min(a.Length, b.Length)) && a[start] == b[start])
            start++;
        return jaro + (start * 0.1 * (1 - jaro));
    }
}
