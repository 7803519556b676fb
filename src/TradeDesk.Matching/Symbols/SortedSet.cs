namespace TradeDesk.Matching;

/// <summary>Sorted lists of numbers without duplicates.</summary>
internal static class SortedSet
{
    /// <summary>Above this a list is searched by halves; below, a straight look is faster.</summary>
    private const int ShortLength = 12;

    /// <summary>Sorts the list in place and drops duplicates.</summary>
    public static int[] Of(int[] numbers) => Of(numbers, numbers.Length);

    /// <summary>The same with only so many numbers of the list.</summary>
    public static int[] Of(int[] numbers, int count)
    {
        if (count > 1) Array.Sort(numbers, 0, count);
        var kept = 0;
        for (var i = 0; i < count; i++)
            if (i == 0 || numbers[i] != numbers[i - 1]) numbers[kept++] = numbers[i];
        return kept == numbers.Length ? numbers : kept == 0 ? [] : numbers[..kept];
    }

    public static bool Contains(ReadOnlySpan<int> set, int number) =>
        set.Length <= ShortLength ? set.Contains(number) : set.BinarySearch(number) >= 0;

    public static bool Intersects(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        foreach (var number in a)
            if (Contains(b, number)) return true;
        return false;
    }

    public static int SharedCount(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        var count = 0;
        foreach (var number in a)
            if (Contains(b, number)) count++;
        return count;
    }

    public static int[] With(ReadOnlySpan<int> set, int number) => Of([.. set, number]);

    public static int[] Except(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        var left = new List<int>();
        foreach (var number in a)
            if (!Contains(b, number)) left.Add(number);
        return [.. left];
    }
}
