namespace TradeDesk.Matching;

/// <summary>The hard constraints of a pair of intents, in the order of reporting.</summary>
[Flags]
internal enum IntentFailures : byte
{
    None = 0,
    Open = 1,
    Complement = 2,
    Sector = 4,
    Market = 8,
    Certification = 16,
}

/// <summary>Checks the hard constraints of a pair of intents.</summary>
internal static class IntentRules
{
    public static bool Allow(in IntentView query, in IntentView peer, PairFit fit, ScoringContext context) =>
        AreOpen(query, peer, context) && Complement(query, peer, context) && fit.IsNear(context)
        && HoldMandatory(query, peer) && AcceptMarkets(query, peer, context);

    public static IntentFailures Failures(in IntentView query, in IntentView peer, ScoringContext context) =>
        (AreOpen(query, peer, context) ? 0 : IntentFailures.Open)
        | (Complement(query, peer, context) ? 0 : IntentFailures.Complement)
        | (PairFit.Of(query, peer, context).IsNear(context) ? 0 : IntentFailures.Sector)
        | (AcceptMarkets(query, peer, context) ? 0 : IntentFailures.Market)
        | (HoldMandatory(query, peer) ? 0 : IntentFailures.Certification);

    private static bool AreOpen(in IntentView query, in IntentView peer, ScoringContext context) =>
        query.IsOpen(context.On) && peer.IsOpen(context.On);

    private static bool Complement(in IntentView query, in IntentView peer, ScoringContext context) =>
        context.Model.Complements.Strength(query.Kind, peer.Kind) > 0;

    private static bool AcceptMarkets(in IntentView query, in IntentView peer, ScoringContext context) =>
        MarketFit.Via(query, peer, context.Model) != MarketVia.Refused && MarketFit.Via(peer, query, context.Model) != MarketVia.Refused;

    private static bool HoldMandatory(in IntentView query, in IntentView peer) =>
        HoldsAll(query.MandatoryCertificates, peer.HeldCertificates) && HoldsAll(peer.MandatoryCertificates, query.HeldCertificates);

    private static bool HoldsAll(ReadOnlySpan<int> wanted, ReadOnlySpan<int> held) =>
        SortedSet.SharedCount(wanted, held) == wanted.Length;
}
