namespace TradeDesk.Matching;

/// <summary>A question in numbers.</summary>
internal sealed class CompiledQuery
{
    public CompiledQuery(MatchQuery query, CompiledModel model)
    {
        Source = query;
        Symbols = new QuerySymbols(model.Vocabulary);
        Context = new ScoringContext(model, query.Policy.Validate(), query.On);
        Self = new ProfileCompiler(Symbols, model.Source.Markets).Compile(query.Enterprise);
        Intents = [.. Self.Intents.Where(IsAsked)];
        Country = query.Country is null ? null : Symbols.Id(model.Vocabulary.Codes, query.Country);
        Sector = query.Sector is null ? null : model.Sectors.Position(query.Sector);
        MinScore = double.IsNaN(query.MinScore) ? 0 : query.MinScore;
    }

    public MatchQuery Source { get; }

    public QuerySymbols Symbols { get; }

    public ScoringContext Context { get; }

    public CompiledEnterprise Self { get; }

    /// <summary>The asking enterprise's intents that the question is about.</summary>
    public CompiledIntent[] Intents { get; }

    public int? Country { get; }

    /// <summary>Position of the wanted sector, -1 for one that is not in the tree.</summary>
    public int? Sector { get; }

    public double MinScore { get; }

    public bool CanMatch => Source.Limit > 0 && Self.CanMatch && SeesCompartment(Self.Flags);

    public bool SeesCompartment(EnterpriseFlags flags) => Source.SeesControlled || (flags & EnterpriseFlags.Controlled) == 0;

    /// <summary>True when the constraints and filters on the enterprise that its head tells let a peer of the other side pass.</summary>
    public bool Admits(in EnterpriseRecord peer) =>
        SeesCompartment(peer.Flags) && (Country is null || Country == peer.Country) && !HasSameOwner(peer.Owner);

    /// <summary>True when a peer is neither the asking enterprise nor blocked nor hidden from the caller.</summary>
    public bool AdmitsId(string peerId) => peerId != Self.Id && !IsBlocked(peerId) && Source.Sees?.Invoke(peerId) != false;

    public bool HasSameOwner(int peerOwner) => peerOwner >= 0 && peerOwner == Self.Owner;

    public bool IsBlocked(string peerId) => Source.BlockedPeers is not null && Source.BlockedPeers.Contains(peerId);

    /// <summary>True when the peer's intent is of the wanted type and one of its sectors lies in the wanted one.</summary>
    public bool AdmitsIntent(in IntentView peer)
    {
        if (Source.PeerIntentType is { } type && ComplementTable.TypeOf(peer.Kind) != type) return false;
        if (Sector is not { } wanted) return true;
        foreach (var sector in peer.Sectors)
            if (Context.Model.Sectors.IsWithin(sector, wanted)) return true;
        return false;
    }

    private bool IsAsked(CompiledIntent intent) =>
        (Source.IntentType is null || intent.Type == Source.IntentType) && (Source.IntentId is null || intent.Id == Source.IntentId);
}
