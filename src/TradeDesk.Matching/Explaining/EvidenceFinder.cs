namespace TradeDesk.Matching;

/// <summary>Finds the data behind each factor's value.</summary>
internal sealed class EvidenceFinder(CompiledQuery query)
{
    private Vocabulary Vocabulary => query.Context.Model.Vocabulary;

    public FactorEvidence Of(Factor factor, in IntentView asker, in IntentView giver, ProductOverlap product) => factor switch
    {
        Factor.Intent => Intent(asker, giver),
        Factor.Sector => Sector(asker, giver),
        Factor.Product => Product(product),
        Factor.Text => new() { Words = SharedWords(asker, giver) },
        Factor.Market => Market(asker, giver),
        Factor.Capability => Capability(asker, giver),
        Factor.Preference => new() { AgreementCode = PreferenceFit.Best(asker, giver, product, query.Context)?.Code },
        Factor.Trust => Trust(giver),
        _ => new() { Languages = Shared(Vocabulary.Languages, asker.Languages, giver.Languages) },
    };

    private static FactorEvidence Intent(in IntentView asker, in IntentView giver)
    {
        var weighs = IntentFit.WeighsContributions(asker.Kind, giver.Kind);
        return new()
        {
            AskType = ComplementTable.TypeOf(asker.Kind),
            AskRole = ComplementTable.RoleOf(asker.Kind),
            GiveType = ComplementTable.TypeOf(giver.Kind),
            GiveRole = ComplementTable.RoleOf(giver.Kind),
            ContributionsMet = weighs ? IntentFit.Met(asker, giver) : null,
            ContributionsMissing = weighs ? asker.Needs & ~giver.Contributes : null,
        };
    }

    /// <summary>The nearest two sectors; of equally near ones the first by name of the asker's, then of the giver's.</summary>
    private FactorEvidence Sector(in IntentView asker, in IntentView giver)
    {
        var tree = query.Context.Model.Sectors;
        var best = SectorNearness.Best(asker.Sectors, giver.Sectors, tree);
        if (best == SectorRelation.None) return new();
        foreach (var a in query.Symbols.Names(Vocabulary.Sectors, asker.Sectors))
            foreach (var b in query.Symbols.Names(Vocabulary.Sectors, giver.Sectors))
                if (tree.Relation(a, b) == best) return new() { SectorA = a, SectorB = b, Relation = Name(best) };
        return new();
    }

    private static string Name(SectorRelation relation) => relation switch
    {
        SectorRelation.Same => "same",
        SectorRelation.Ancestor => "ancestor",
        SectorRelation.Sibling => "sibling",
        _ => "related",
    };

    private static FactorEvidence Product(ProductOverlap product) => product.Digits == 0
        ? new()
        : new() { ProductA = HsCode.Text(product.Asked), ProductB = HsCode.Text(product.Given), Digits = product.Digits };

    private string[] SharedWords(in IntentView asker, in IntentView giver)
    {
        var (shared, count) = (new int[asker.AskWords.Length], 0);
        foreach (var word in asker.AskWords)
            if (TextOverlap.HasWeight(word) && TextOverlap.Uses(giver, word)) shared[count++] = word;
        return query.Symbols.Names(Vocabulary.Words, shared.AsSpan(0, count));
    }

    private FactorEvidence Market(in IntentView asker, in IntentView giver) => new()
    {
        CountryWanted = query.Symbols.Name(Vocabulary.Codes, giver.Country),
        CountryVia = MarketFit.Via(asker, giver, query.Context.Model) switch
        {
            MarketVia.Country => "country",
            MarketVia.Group => "group",
            MarketVia.ExportsTo => "exports-to",
            MarketVia.Open => "open",
            _ => null,
        },
    };

    private FactorEvidence Capability(in IntentView asker, in IntentView giver)
    {
        var fit = CapabilityFit.Of(asker, giver);
        return new()
        {
            Held = Shared(Vocabulary.Certificates, asker.WantedCertificates, giver.HeldCertificates),
            Missing = query.Symbols.Names(Vocabulary.Certificates, SortedSet.Except(asker.WantedCertificates, giver.HeldCertificates)),
            ValueOverlap = fit.ValueOverlap,
            SizeWanted = fit.Size is null ? null : fit.Size > 0,
        };
    }

    private static FactorEvidence Trust(in IntentView giver) => new()
    {
        Verification = giver.Verification,
        Completeness = giver.Completeness,
        UpdatedOn = giver.UpdatedOn == Days.None ? null : DateOnly.FromDayNumber(giver.UpdatedOn),
    };

    private string[] Shared(SymbolTable table, ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        var (shared, count) = (new int[a.Length], 0);
        foreach (var id in a)
            if (SortedSet.Contains(b, id)) shared[count++] = id;
        return query.Symbols.Names(table, shared.AsSpan(0, count));
    }
}
