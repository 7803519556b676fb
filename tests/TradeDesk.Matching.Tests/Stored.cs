namespace TradeDesk.Matching.Tests;

/// <summary>An index beside the plain dictionary it must behave like.</summary>
internal sealed class Stored
{
    private readonly Dictionary<string, MatchEnterprise> _plain = [];
    private long _sequence;

    public MatchIndex Index { get; } = new(World.Model);

    public IReadOnlyCollection<MatchEnterprise> Plain => _plain.Values;

    public static Stored Of(params MatchEnterprise[] enterprises)
    {
        var stored = new Stored();
        stored.Apply(enterprises, []);
        return stored;
    }

    public void Apply(IReadOnlyList<MatchEnterprise> upserts, IReadOnlyList<string> deletes)
    {
        Index.Apply(upserts, deletes, ++_sequence);
        foreach (var id in deletes) _plain.Remove(id);
        foreach (var enterprise in upserts) _plain[enterprise.Id] = enterprise;
    }

    public IReadOnlyList<ScoredMatch> Top(MatchQuery query) => Index.Current.Top(query);

    /// <summary>Fails with both lists when the index does not answer as the oracle does.</summary>
    public void MustAgreeWithOracle(MatchQuery query)
    {
        var (found, expected) = (Top(query), Oracle.Top(Plain, query));
        Assert.That(
            found.Select(match => (match.PeerId, match.QueryIntentId, match.PeerIntentId)),
            Is.EqualTo(expected.Select(best => (best.PeerId, best.QueryIntentId, best.PeerIntentId))));
        foreach (var (match, best) in found.Zip(expected))
        {
            Assert.That(match.Score, Is.EqualTo(best.Score).Within(1e-9), match.PeerId);
            Assert.That(match.Forward, Is.EqualTo(Oracle.Rounded(best.Forward)).Within(1e-9), match.PeerId);
            Assert.That(match.Backward, Is.EqualTo(Oracle.Rounded(best.Backward)).Within(1e-9), match.PeerId);
        }
    }
}
