namespace TradeDesk.Matching;

/// <summary>Factor capability: the mean of what the asker's intent states; a null part is not stated.</summary>
internal readonly record struct CapabilityFit(double? Certificates, double? ValueOverlap, double? Size)
{
    /// <summary>Nothing stated asks nothing: 1.</summary>
    public double Value
    {
        get
        {
            var parts = (Certificates.HasValue ? 1 : 0) + (ValueOverlap.HasValue ? 1 : 0) + (Size.HasValue ? 1 : 0);
            return parts == 0 ? 1 : ((Certificates ?? 0) + (ValueOverlap ?? 0) + (Size ?? 0)) / parts;
        }
    }

    public static CapabilityFit Of(in IntentView asker, in IntentView giver) =>
        new(CertificatesHeld(asker, giver), Overlap(asker, giver), SizeWanted(asker, giver));

    private static double? CertificatesHeld(in IntentView asker, in IntentView giver) => asker.WantedCertificates.IsEmpty
        ? null
        : SortedSet.SharedCount(asker.WantedCertificates, giver.HeldCertificates) / (double)asker.WantedCertificates.Length;

    private static double? Overlap(in IntentView asker, in IntentView giver) =>
        asker.Value.IsStated && asker.Value.Currency == giver.Value.Currency ? asker.Value.Overlap(giver.Value) : null;

    private static double? SizeWanted(in IntentView asker, in IntentView giver) =>
        asker.WantedSizes == 0 ? null : asker.WantedSizes >> (int)giver.Size & 1;
}
