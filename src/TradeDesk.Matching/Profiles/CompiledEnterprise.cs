namespace TradeDesk.Matching;

/// <summary>An enterprise in numbers. Lists are sorted and without duplicates; intents keep their order.</summary>
internal sealed class CompiledEnterprise
{
    public required string Id { get; init; }

    public required int Country { get; init; }

    public required EnterpriseFlags Flags { get; init; }

    /// <summary>Number of the owner, -1 when not known.</summary>
    public required int Owner { get; init; }

    public required SizeClass Size { get; init; }

    public required int[] Sectors { get; init; }

    public required int[] Products { get; init; }

    public required int[] Certificates { get; init; }

    public required int[] Languages { get; init; }

    public required int[] ExportsTo { get; init; }

    public required int[] Words { get; init; }

    public required VerificationLevel Verification { get; init; }

    public required double Completeness { get; init; }

    /// <summary>Day number, <see cref="Days.None"/> when not known.</summary>
    public required int UpdatedOn { get; init; }

    public required CompiledIntent[] Intents { get; init; }

    public bool CanMatch => (Flags & EnterpriseFlags.CanMatch) == EnterpriseFlags.CanMatch;

    public bool Is(EnterpriseFlags flag) => (Flags & flag) != 0;
}

/// <summary>What is true of an enterprise.</summary>
[Flags]
internal enum EnterpriseFlags : byte
{
    None = 0,
    Active = 1,
    Consents = 2,
    Controlled = 4,
    Home = 8,
    CanMatch = Active | Consents,
}

/// <summary>Days as numbers.</summary>
internal static class Days
{
    public const int None = int.MinValue;

    public const int Always = int.MaxValue;
}
