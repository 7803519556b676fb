namespace TradeDesk.Matching;

/// <summary>Tries changes of either profile with the scorer itself and keeps those that would raise the score most.</summary>
internal sealed class Improver(CompiledQuery query)
{
    private const int Kept = 3;
    private const double LeastGain = .001;

    private readonly List<Improvement> _found = [];

    public IReadOnlyList<Improvement> Best(in IntentView self, in IntentView peer)
    {
        var score = PairScorer.Score(self, peer, query.Context).Score;
        Try(self, peer, onQuerySide: true, score);
        Try(peer, self, onQuerySide: false, score);
        return
        [
            .. _found.OrderByDescending(change => change.Gain).ThenByDescending(change => change.OnQuerySide)
                .ThenBy(change => change.Change, StringComparer.Ordinal).ThenBy(change => change.Subject, StringComparer.Ordinal)
                .DistinctBy(OnceEach).Take(Kept),
        ];
    }

    /// <summary>One proposal of a kind for each side, but every missing certificate is a proposal of its own.</summary>
    private static (string, bool, string) OnceEach(Improvement change) =>
        (change.Change, change.OnQuerySide, change.Change == ImprovementNames.HoldCertification ? change.Subject : "");

    private void Try(in IntentView self, in IntentView other, bool onQuerySide, double score)
    {
        foreach (var change in new ProfileChanges(query).Of(self, other))
        {
            var changed = change.Apply(self);
            var gain = PairScore.Round((onQuerySide ? PairScorer.Score(changed, other, query.Context) : PairScorer.Score(other, changed, query.Context)).Score - score);
            if (gain >= LeastGain) _found.Add(new(change.Name, change.Subject, onQuerySide, gain));
        }
    }
}
