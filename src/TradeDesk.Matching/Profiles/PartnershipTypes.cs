using System.Diagnostics.CodeAnalysis;

namespace TradeDesk.Matching;

/// <summary>The published kebab-case names of <see cref="PartnershipType"/>.</summary>
public static class PartnershipTypes
{
    private static readonly string[] Names =
    [
        "", "trade", "supply", "distribution", "franchise", "subcontracting", "contract-manufacturing", "licence",
        "technology-transfer", "ip-sale", "investment", "acquisition", "testing-certification", "finance-access",
        "training", "joint-venture", "rd-cooperation", "reciprocal-production",
    ];

    /// <summary>Every type that can be stated, in the order of its value.</summary>
    public static IReadOnlyList<PartnershipType> All { get; } =
        [.. Enumerable.Range(1, Names.Length - 1).Select(value => (PartnershipType)value)];

    /// <summary>True for the types in which both sides do the same thing together.</summary>
    public static bool IsMutual(PartnershipType type) =>
        type is PartnershipType.JointVenture or PartnershipType.RdCooperation or PartnershipType.ReciprocalProduction;

    /// <summary>The published name, such as <c>contract-manufacturing</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the published types.</exception>
    public static string Name(PartnershipType type) =>
        type is > PartnershipType.None and <= PartnershipType.ReciprocalProduction
            ? Names[(int)type]
            : throw new ArgumentOutOfRangeException(nameof(type), type, "Not a partnership type.");

    /// <summary>Reads a published name; false for every other text.</summary>
    public static bool TryParse([NotNullWhen(true)] string? name, out PartnershipType type)
    {
        var position = string.IsNullOrEmpty(name) ? -1 : Array.IndexOf(Names, name);
        type = position > 0 ? (PartnershipType)position : PartnershipType.None;
        return position > 0;
    }
}
