using System.Numerics;

namespace TradeDesk.Matching;

/// <summary>Answers about one pair: its best match, or what prevents it.</summary>
internal sealed class PairJudge(CompiledQuery query)
{
    public PairOutcome Judge(CompiledEnterprise peer)
    {
        var failed = EnterpriseFailures(peer);
        if (failed.Count > 0) return new(peer.Id, null, failed);
        return Best(peer) is { } match ? new(peer.Id, match, []) : new(peer.Id, null, Nearest(peer));
    }

    private List<FailedConstraint> EnterpriseFailures(CompiledEnterprise peer)
    {
        // The compartment hides everything else about the pair, also what else would fail.
        if (!query.SeesCompartment(query.Self.Flags) || !query.SeesCompartment(peer.Flags))
            return [new(ConstraintNames.ExportControl, "This pair needs a caller who may see the export-control compartment.")];
        var failed = new List<FailedConstraint>();
        if (query.Self.Is(EnterpriseFlags.Home) == peer.Is(EnterpriseFlags.Home) || query.Self.Id == peer.Id)
            failed.Add(new(ConstraintNames.Sides, "One enterprise must be of the home country and the other of a foreign one."));
        if (!query.Self.Is(EnterpriseFlags.Active) || !peer.Is(EnterpriseFlags.Active))
            failed.Add(new(ConstraintNames.Active, "Both enterprises must be active."));
        if (!query.Self.Is(EnterpriseFlags.Consents) || !peer.Is(EnterpriseFlags.Consents))
            failed.Add(new(ConstraintNames.Consent, "Both enterprises must consent to be matched."));
        if (query.IsBlocked(peer.Id))
            failed.Add(new(ConstraintNames.Blocked, "The pair must not be blocked."));
        if (query.HasSameOwner(peer.Owner))
            failed.Add(new(ConstraintNames.SameOwner, "The two enterprises must have different owners."));
        return failed;
    }

    private ScoredMatch? Best(CompiledEnterprise peer)
    {
        var best = new TopCollector(1);
        foreach (var asking in query.Intents)
            foreach (var answering in peer.Intents)
            {
                var self = IntentView.Of(query.Self, asking);
                var other = IntentView.Of(peer, answering);
                var fit = PairFit.Of(self, other, query.Context);
                if (!IntentRules.Allow(self, other, fit, query.Context)) continue;
                best.Offer(default, PairScorer.Score(self, other, fit, query.Context).Between(peer.Id, asking.Id, answering.Id));
            }
        return best.Ranked() is [var match] ? match : null;
    }

    /// <summary>The failures of the intent pair that got furthest: whose first failure comes last, then with fewest failures.</summary>
    private List<FailedConstraint> Nearest(CompiledEnterprise peer)
    {
        var nearest = query.Intents
            .SelectMany(asking => peer.Intents.Select(answering => (Asking: asking, Answering: answering, Failures: Failures(peer, asking, answering))))
            .OrderByDescending(pair => BitOperations.TrailingZeroCount((int)pair.Failures))
            .ThenBy(pair => BitOperations.PopCount((uint)pair.Failures))
            .ThenBy(pair => pair.Asking.Id, StringComparer.Ordinal)
            .ThenBy(pair => pair.Answering.Id, StringComparer.Ordinal)
            .FirstOrDefault();
        return nearest.Asking is null
            ? [new(ConstraintNames.IntentOpen, query.Intents.Length == 0 ? "The asking enterprise needs an open intent." : "The peer needs an open intent.")]
            : new FailureReport(query).Describe(peer, nearest.Asking, nearest.Answering, nearest.Failures);
    }

    private IntentFailures Failures(CompiledEnterprise peer, CompiledIntent asking, CompiledIntent answering) =>
        IntentRules.Failures(IntentView.Of(query.Self, asking), IntentView.Of(peer, answering), query.Context);
}
