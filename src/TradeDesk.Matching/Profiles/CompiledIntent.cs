namespace TradeDesk.Matching;

/// <summary>An intent in numbers. Lists are its own: the fallback to the enterprise's is taken in <see cref="IntentView"/>.</summary>
internal sealed class CompiledIntent
{
    public required string Id { get; init; }

    public required PartnershipType Type { get; init; }

    public required IntentRole Role { get; init; }

    public required int[] Sectors { get; init; }

    public required int[] Products { get; init; }

    public required int[] Accept { get; init; }

    public required int[] Exclude { get; init; }

    public required int[] WantedCertificates { get; init; }

    /// <summary>Those of the wanted certificates that are mandatory.</summary>
    public required int[] MandatoryCertificates { get; init; }

    public required ValueBand? Value { get; init; }

    /// <summary>Number of the value's currency.</summary>
    public required int Currency { get; init; }

    /// <summary>One bit for each wanted size class.</summary>
    public required byte WantedSizes { get; init; }

    public required Contributions Contributes { get; init; }

    public required Contributions Needs { get; init; }

    public required int ValidFrom { get; init; }

    public required int ValidUntil { get; init; }

    public required bool Open { get; init; }

    public required int[] Words { get; init; }

    public int Kind => ComplementTable.Kind(Type, Role);
}
