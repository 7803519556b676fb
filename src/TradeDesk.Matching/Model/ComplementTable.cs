namespace TradeDesk.Matching;

/// <summary>Which intents complement each other, and how strongly. Data, versioned, served as it is.</summary>
public sealed class ComplementTable
{
    internal const int KindCount = (int)PartnershipType.ReciprocalProduction * 4 + 4;

    private readonly double[] _strengths = new double[KindCount * KindCount];

    /// <summary>Builds a table; a row counts in both directions of the pair.</summary>
    /// <exception cref="ArgumentException">A strength outside 0..1, or two offering or two seeking sides.</exception>
    public ComplementTable(string version, IReadOnlyList<ComplementRow> rows)
    {
        Version = version;
        Rows = [.. rows];
        foreach (var row in Rows) Add(row);
    }

    /// <summary>The table of the desk.</summary>
    public static ComplementTable Default { get; } = new("2026-11", DefaultComplements.Rows());

    /// <summary>Version of the data.</summary>
    public string Version { get; }

    /// <summary>Every row, for serving.</summary>
    public IReadOnlyList<ComplementRow> Rows { get; }

    /// <summary>How strongly two intents complement each other, 0..1; symmetric in the pair.</summary>
    public double Strength(PartnershipType type, IntentRole role, PartnershipType otherType, IntentRole otherRole) =>
        Strength(Kind(type, role), Kind(otherType, otherRole));

    internal double Strength(int kind, int otherKind) => _strengths[kind * KindCount + otherKind];

    /// <summary>A type and role as one small number; 0 for values that are not published ones.</summary>
    internal static int Kind(PartnershipType type, IntentRole role) =>
        type <= PartnershipType.ReciprocalProduction && role <= IntentRole.Mutual ? (int)type * 4 + (int)role : 0;

    internal static PartnershipType TypeOf(int kind) => (PartnershipType)(kind / 4);

    internal static IntentRole RoleOf(int kind) => (IntentRole)(kind % 4);

    private void Add(ComplementRow row)
    {
        if (!(row.Strength is > 0 and <= 1))
            throw new ArgumentException($"The strength of {row} must be above 0 and at most 1.");
        if (row.AskRole == row.GiveRole && row.AskRole != IntentRole.Mutual)
            throw new ArgumentException($"Two sides that both {row.AskRole} never complement each other: {row}.");
        var (ask, give) = (Kind(row.AskType, row.AskRole), Kind(row.GiveType, row.GiveRole));
        _strengths[ask * KindCount + give] = row.Strength;
        _strengths[give * KindCount + ask] = row.Strength;
    }
}
