using CsCheck;

namespace TradeDesk.Matching.Tests;

/// <summary>The best pairs of a corridor are those that a look at every pair finds.</summary>
public sealed class CorridorTests
{
    private static readonly Gen<CorridorQuery> Query =
        from like in Gens.Query
        from limit in Gen.Frequency((4, Gen.Int[1, 6]), (1, Gen.Int[0, 100]))
        from most in Gen.Int[0, 4]
        from type in Gen.Int[0, 4]
        from hidden in Gen.Int[0, 200]
        select new CorridorQuery
        {
            Country = like.Country ?? "PL",
            On = like.On,
            Policy = like.Policy,
            Limit = limit,
            PerEnterprise = most,
            Sector = like.Sector,
            IntentType = type == 0 ? PartnershipType.Supply : null,
            MinScore = like.MinScore,
            SeesControlled = like.SeesControlled,
            Sees = hidden < 60 ? id => id != $"e{hidden}" : null,
        };

    [Test]
    public void Few_foreign_enterprises_ask_in_place_of_many_home_ones() => MustAgree(Gens.Enterprise.Array[0, 120], home: 3);

    [Test]
    public void Few_home_enterprises_ask_many_foreign_ones() => MustAgree(Gens.Enterprise.Array[0, 120], home: 1);

    [Test]
    public void The_bar_rises_while_lists_are_asked_and_nothing_is_lost() =>
        Gen.Select(Gens.Enterprise.Array[200, 400], Gen.Int[2, 6], Gen.Int[1, 2]).Sample((enterprises, limit, most) =>
        {
            var stored = Stored.Of(Spread(enterprises, 2));
            MustAgree(stored, new() { Country = "PL", On = Gens.Today, Limit = limit, PerEnterprise = most, SeesControlled = true });
        }, iter: 60);

    [Test]
    public void One_who_no_longer_waits_gets_no_answer()
    {
        var stored = Stored.Of(Spread([.. Enumerable.Range(0, 20).Select(i => new MatchEnterprise { Id = $"x{i}", Country = "PL", Intents = [new() { Id = "i", Type = PartnershipType.Trade, Role = i % 2 == 0 ? IntentRole.Offers : IntentRole.Seeks }] })], 1));
        using var gone = new CancellationTokenSource();
        gone.Cancel();
        Assert.That(() => stored.Index.Current.Corridor(new() { Country = "PL", On = Gens.Today }, gone.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    private static void MustAgree(Gen<MatchEnterprise[]> enterprises, int home) =>
        Gen.Select(enterprises, Query.Array[1, 3]).Sample((stored, queries) =>
        {
            var index = Stored.Of(Spread(stored, home));
            foreach (var query in queries) MustAgree(index, query);
        }, iter: 400);

    /// <summary>Ids of their own, and so many of four at home.</summary>
    private static MatchEnterprise[] Spread(MatchEnterprise[] enterprises, int home) =>
        [.. enterprises.Select((enterprise, i) => enterprise with { Id = $"e{i}", Country = i % 4 < home ? World.Home : enterprise.Country == World.Home ? "PL" : i % 8 < 6 ? "PL" : enterprise.Country })];

    private static void MustAgree(Stored stored, CorridorQuery query)
    {
        var found = stored.Index.Current.Corridor(query, default);
        Assert.That(
            found.Select(pair => (pair.HomeId, pair.Match.PeerId, pair.Match.Score, pair.Match.QueryIntentId, pair.Match.PeerIntentId)),
            Is.EqualTo(Everything(stored, query).Select(pair => (pair.Home, pair.Match.PeerId, pair.Match.Score, pair.Match.QueryIntentId, pair.Match.PeerIntentId))));
    }

    private static List<(string Home, Oracle.Best Match)> Everything(Stored stored, CorridorQuery query)
    {
        var (taken, times) = (new List<(string Home, Oracle.Best Match)>(), new Dictionary<string, int>());
        var pairs = stored.Plain.Where(enterprise => enterprise.Country == World.Home && query.Sees?.Invoke(enterprise.Id) != false).SelectMany(home =>
            Oracle.Top(stored.Plain.Where(peer => query.Sees?.Invoke(peer.Id) != false), new()
            {
                Enterprise = home,
                On = query.On,
                Policy = query.Policy,
                Limit = int.MaxValue,
                Country = query.Country,
                Sector = query.Sector,
                IntentType = query.IntentType,
                MinScore = query.MinScore,
                SeesControlled = query.SeesControlled,
            }).Select(match => (Home: home.Id, Match: match))).ToList();
        pairs.Sort((a, b) => a.Match.Score != b.Match.Score ? b.Match.Score.CompareTo(a.Match.Score)
            : a.Home != b.Home ? string.CompareOrdinal(a.Home, b.Home) : string.CompareOrdinal(a.Match.PeerId, b.Match.PeerId));
        foreach (var pair in pairs.Where(_ => taken.Count < query.Limit))
        {
            if (taken.Count == query.Limit || times.GetValueOrDefault(pair.Home) >= query.PerEnterprise || times.GetValueOrDefault(pair.Match.PeerId) >= query.PerEnterprise) continue;
            times[pair.Home] = times.GetValueOrDefault(pair.Home) + 1;
            times[pair.Match.PeerId] = times.GetValueOrDefault(pair.Match.PeerId) + 1;
            taken.Add(pair);
        }
        return taken;
    }
}
