namespace TradeDesk.Matching;

/// <summary>Turns profiles into numbers.</summary>
internal sealed class ProfileCompiler(ISymbolScope symbols, MarketGroups markets)
{
    private const Contributions AllContributions = (Contributions)127;
    private const int FewIntents = 16;

    private Vocabulary Vocabulary => symbols.Vocabulary;

    public CompiledEnterprise Compile(MatchEnterprise enterprise) => new()
    {
        Id = enterprise.Id,
        Country = symbols.Id(Vocabulary.Codes, enterprise.Country),
        Flags = Flags(enterprise),
        Owner = enterprise.Owner is null ? -1 : symbols.Id(Vocabulary.Owners, enterprise.Owner),
        Size = enterprise.Size is { } size && size <= SizeClass.Large ? size : SizeClass.Unknown,
        Sectors = Set(Vocabulary.Sectors, enterprise.Sectors),
        Products = Codes(enterprise.Products),
        Certificates = Set(Vocabulary.Certificates, enterprise.Certifications),
        Languages = Set(Vocabulary.Languages, enterprise.Languages),
        ExportsTo = Set(Vocabulary.Codes, enterprise.ExportsTo),
        Words = Set(Vocabulary.Words, enterprise.Terms),
        Verification = enterprise.Verification <= VerificationLevel.RegisterVerified ? enterprise.Verification : VerificationLevel.Unverified,
        Completeness = double.IsNaN(enterprise.Completeness) ? 0 : Math.Clamp(enterprise.Completeness, 0, 1),
        UpdatedOn = enterprise.UpdatedOn?.DayNumber ?? Days.None,
        Intents = Intents(enterprise.Intents),
    };

    private CompiledIntent[] Intents(IReadOnlyList<MatchIntent> intents)
    {
        if (!AreFewAndDistinct(intents)) return [.. intents.DistinctBy(intent => intent.Id, StringComparer.Ordinal).Select(Compile)];
        var compiled = new CompiledIntent[intents.Count];
        for (var i = 0; i < compiled.Length; i++) compiled[i] = Compile(intents[i]);
        return compiled;
    }

    /// <summary>The usual case, told without making a set of the ids.</summary>
    private static bool AreFewAndDistinct(IReadOnlyList<MatchIntent> intents)
    {
        if (intents.Count > FewIntents) return false;
        for (var i = 1; i < intents.Count; i++)
            for (var before = 0; before < i; before++)
                if (intents[before].Id == intents[i].Id) return false;
        return true;
    }

    private CompiledIntent Compile(MatchIntent intent) => new()
    {
        Id = intent.Id,
        Type = intent.Type <= PartnershipType.ReciprocalProduction ? intent.Type : PartnershipType.None,
        Role = intent.Role <= IntentRole.Mutual ? intent.Role : IntentRole.None,
        Sectors = Set(Vocabulary.Sectors, intent.Sectors),
        Products = Codes(intent.Products),
        Accept = Set(Vocabulary.Codes, intent.Accept),
        Exclude = Set(Vocabulary.Codes, intent.Exclude),
        WantedCertificates = Certificates(intent.Certifications, mandatoryOnly: false),
        MandatoryCertificates = Certificates(intent.Certifications, mandatoryOnly: true),
        Value = intent.Value,
        Currency = intent.Value is null ? -1 : symbols.Id(Vocabulary.Currencies, intent.Value.Currency),
        WantedSizes = Sizes(intent.WantedSizes),
        Contributes = intent.Contributes & AllContributions,
        Needs = intent.Needs & AllContributions,
        ValidFrom = intent.ValidFrom?.DayNumber ?? Days.None,
        ValidUntil = intent.ValidUntil?.DayNumber ?? Days.Always,
        Open = intent.Open,
        Words = Set(Vocabulary.Words, intent.Terms),
    };

    private EnterpriseFlags Flags(MatchEnterprise enterprise) =>
        (enterprise.Active ? EnterpriseFlags.Active : 0) | (enterprise.Consents ? EnterpriseFlags.Consents : 0)
        | (enterprise.Controlled ? EnterpriseFlags.Controlled : 0) | (markets.IsHome(enterprise.Country) ? EnterpriseFlags.Home : 0);

    private int[] Set(SymbolTable table, IReadOnlyList<string> names)
    {
        if (names.Count == 0) return [];
        var ids = new int[names.Count];
        for (var i = 0; i < ids.Length; i++) ids[i] = symbols.Id(table, names[i]);
        return SortedSet.Of(ids);
    }

    private static int[] Codes(IReadOnlyList<string> products)
    {
        if (products.Count == 0) return [];
        var (codes, count) = (new int[products.Count], 0);
        for (var i = 0; i < codes.Length; i++)
            if (HsCode.Parse(products[i]) is var code and not 0) codes[count++] = code;
        return SortedSet.Of(codes, count);
    }

    private int[] Certificates(IReadOnlyList<WantedCertification> wanted, bool mandatoryOnly)
    {
        if (wanted.Count == 0) return [];
        var (ids, count) = (new int[wanted.Count], 0);
        for (var i = 0; i < ids.Length; i++)
            if (wanted[i].Mandatory || !mandatoryOnly) ids[count++] = symbols.Id(Vocabulary.Certificates, wanted[i].Code);
        return SortedSet.Of(ids, count);
    }

    private static byte Sizes(IReadOnlyList<SizeClass> sizes)
    {
        var bits = 0;
        foreach (var size in sizes)
            if (size is > SizeClass.Unknown and <= SizeClass.Large) bits |= 1 << (int)size;
        return (byte)bits;
    }
}
