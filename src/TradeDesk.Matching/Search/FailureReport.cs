using System.Globalization;

namespace TradeDesk.Matching;

/// <summary>Says for each failed constraint of two intents what would be right.</summary>
internal sealed class FailureReport(CompiledQuery query)
{
    private Vocabulary Vocabulary => query.Context.Model.Vocabulary;

    public List<FailedConstraint> Describe(CompiledEnterprise peer, CompiledIntent asking, CompiledIntent answering, IntentFailures failures)
    {
        var failed = new List<FailedConstraint>();
        Add(IntentFailures.Open, ConstraintNames.IntentOpen, Open);
        Add(IntentFailures.Complement, ConstraintNames.Complement, () => Complement(asking, answering));
        Add(IntentFailures.Sector, ConstraintNames.Sector, () => Sector(IntentView.Of(peer, answering)));
        Add(IntentFailures.Market, ConstraintNames.Market, () => Market(peer, IntentView.Of(query.Self, asking), IntentView.Of(peer, answering)));
        Add(IntentFailures.Certification, ConstraintNames.Certification, () => Certification(IntentView.Of(query.Self, asking), IntentView.Of(peer, answering)));
        return failed;

        void Add(IntentFailures failure, string name, Func<string> detail)
        {
            if (failures.HasFlag(failure)) failed.Add(new(name, detail(), asking.Id, answering.Id));
        }
    }

    private string Open() =>
        string.Create(CultureInfo.InvariantCulture, $"Both intents must be open and valid on {query.Source.On:yyyy-MM-dd}.");

    private static string Complement(CompiledIntent asking, CompiledIntent answering) =>
        $"{Text(asking)} needs an intent that complements it; {Text(answering)} does not.";

    private static string Text(CompiledIntent intent) => intent.Kind == 0 || intent.Type == PartnershipType.None
        ? "An unknown type"
        : $"'{PartnershipTypes.Name(intent.Type)} {intent.Role.ToString().ToLowerInvariant()}'";

    private string Sector(in IntentView peer) => string.Create(
        CultureInfo.InvariantCulture,
        $"The sectors must be at least {query.Context.SectorFloor} near, or a product shared; the peer states {Names(Vocabulary.Sectors, peer.Sectors)}.");

    private string Market(CompiledEnterprise peer, in IntentView asking, in IntentView answering) => MarketFit.Via(asking, answering, query.Context.Model) == MarketVia.Refused
        ? $"The asking intent must accept {query.Symbols.Name(Vocabulary.Codes, peer.Country)} and not exclude it."
        : $"The peer's intent must accept {query.Symbols.Name(Vocabulary.Codes, query.Self.Country)} and not exclude it.";

    private string Certification(in IntentView asking, in IntentView answering)
    {
        var (ofPeer, ofSelf) = (Missing(asking, answering), Missing(answering, asking));
        var details = new List<string>();
        if (ofPeer.Length > 0) details.Add($"The peer must hold {ofPeer}.");
        if (ofSelf.Length > 0) details.Add($"The asking enterprise must hold {ofSelf}.");
        return string.Join(' ', details);
    }

    private string Missing(in IntentView asker, in IntentView giver)
    {
        var missing = new List<int>();
        foreach (var certificate in asker.MandatoryCertificates)
            if (!SortedSet.Contains(giver.HeldCertificates, certificate)) missing.Add(certificate);
        return missing.Count == 0 ? "" : Names(Vocabulary.Certificates, missing.ToArray());
    }

    private string Names(SymbolTable table, ReadOnlySpan<int> ids) =>
        ids.IsEmpty ? "none" : string.Join(", ", query.Symbols.Names(table, ids));
}
