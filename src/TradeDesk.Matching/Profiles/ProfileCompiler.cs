namespace TradeDesk.Matching;

/// <summary>Turns profiles into numbers.</summary>
internal sealed class ProfileCompiler(ISymbolScope symbols, MarketGroups markets)
{
    private const Contributions AllContributions = (Contributions)127;

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

    private CompiledIntent[] Intents(IReadOnlyList<MatchIntent> intents) => intents.Count == 1
        ? [Compile(intents[0])]
        : [.. intents.DistinctBy(intent => intent.Id, StringComparer.Ordinal).Select(Compile)];

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
        var codes = new List<int>(products.Count);
        foreach (var product in products)
            if (HsCode.Parse(product) is var code and not 0) codes.Add(code);
        return SortedSet.Of([.. codes]);
    }

    private int[] Certificates(IReadOnlyList<WantedCertification> wanted, bool mandatoryOnly)
    {
        if (wanted.Count == 0) return [];
        var ids = new List<int>(wanted.Count);
        foreach (var certificate in wanted)
            if (certificate.Mandatory || !mandatoryOnly) ids.Add(symbols.Id(Vocabulary.Certificates, certificate.Code));
        return SortedSet.Of([.. ids]);
    }

    private static byte Sizes(IReadOnlyList<SizeClass> sizes)
    {
        var bits = 0;
        foreach (var size in sizes)
            if (size is > SizeClass.Unknown and <= SizeClass.Large) bits |= 1 << (int)size;
        return (byte)bits;
    }
}
