namespace TradeDesk.Matching;

/// <summary>Factor trust: verification, completeness and freshness of the giver's profile.</summary>
internal static class TrustValue
{
    private const int FreshDays = 365;
    private const int StaleDays = 1095;

    private static readonly double[] Verified = [0, .3, .7, 1];

    public static double Of(in IntentView giver, int on) => Of(giver.Verification, giver.Completeness, giver.UpdatedOn, on);

    /// <summary>The trust of a fresh profile.</summary>
    public static double Highest(VerificationLevel verification, double completeness) => Of(verification, completeness, 0, 0);

    private static double Of(VerificationLevel verification, double completeness, int updatedOn, int on) =>
        .5 * Verified[(int)verification] + .3 * completeness + .2 * Freshness(updatedOn, on);

    private static double Freshness(int updatedOn, int on)
    {
        if (updatedOn == Days.None) return 0;
        var age = on - updatedOn;
        return age <= FreshDays ? 1 : age >= StaleDays ? 0 : (StaleDays - age) / (double)(StaleDays - FreshDays);
    }
}
