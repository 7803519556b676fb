using System.Numerics;

namespace TradeDesk.Matching;

/// <summary>Factor intent: complement strength, for joint ventures and research also the fit of contributions.</summary>
internal static class IntentFit
{
    /// <summary>The part of the strength that hangs on contributions where they are weighed.</summary>
    public const double OfContributions = .5;

    private static readonly int JointVenture = ComplementTable.Kind(PartnershipType.JointVenture, IntentRole.Mutual);
    private static readonly int Research = ComplementTable.Kind(PartnershipType.RdCooperation, IntentRole.Mutual);

    public static double Value(in IntentView asker, in IntentView giver, ComplementTable complements)
    {
        var strength = complements.Strength(asker.Kind, giver.Kind);
        return WeighsContributions(asker.Kind, giver.Kind)
            ? strength * (1 - OfContributions + OfContributions * Coverage(asker.Needs, asker.Contributes, giver.Contributes))
            : strength;
    }

    public static bool WeighsContributions(int kind, int other) =>
        (kind == JointVenture || kind == Research) && (other == JointVenture || other == Research);

    /// <summary>What the giver brings that counts: what is needed, or without stated needs what is new.</summary>
    public static Contributions Met(in IntentView asker, in IntentView giver) =>
        giver.Contributes & (asker.Needs != 0 ? asker.Needs : ~asker.Contributes);

    /// <summary>Share of what the asker needs that the giver brings; without stated needs, share of the new in what it brings.</summary>
    public static double Coverage(Contributions needs, Contributions own, Contributions brought)
    {
        if (needs != 0) return Count(needs & brought) / (double)Count(needs);
        return brought != 0 ? Count(brought & ~own) / (double)Count(brought) : 0;
    }

    private static int Count(Contributions contributions) => BitOperations.PopCount((uint)contributions);
}
