namespace TradeDesk.Matching;

/// <summary>The published kebab-case names of <see cref="Contributions"/>.</summary>
public static class ContributionNames
{
    private static readonly (Contributions Flag, string Name)[] Names =
    [
        (Contributions.MarketAccess, "market-access"), (Contributions.Technology, "technology"),
        (Contributions.Capital, "capital"), (Contributions.Plant, "plant"), (Contributions.Brand, "brand"),
        (Contributions.RawMaterial, "raw-material"), (Contributions.Skills, "skills"),
    ];

    /// <summary>The names of the flags set, in the order of their values.</summary>
    public static IReadOnlyList<string> Of(Contributions contributions) =>
        [.. Names.Where(entry => (contributions & entry.Flag) != 0).Select(entry => entry.Name)];

    /// <summary>Reads one published name; false for every other text.</summary>
    public static bool TryParse(string? name, out Contributions contribution)
    {
        contribution = Names.FirstOrDefault(entry => entry.Name == name).Flag;
        return contribution != Contributions.None;
    }

    internal static string Text(Contributions contributions) => string.Join(", ", Of(contributions));
}
