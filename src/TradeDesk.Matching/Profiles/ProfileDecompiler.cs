namespace TradeDesk.Matching;

/// <summary>Turns numbers back into profiles.</summary>
internal sealed class ProfileDecompiler(Vocabulary vocabulary)
{
    private readonly QuerySymbols _symbols = new(vocabulary);

    public MatchEnterprise Decompile(CompiledEnterprise enterprise) => new()
    {
        Id = enterprise.Id,
        Country = vocabulary.Codes.Name(enterprise.Country),
        Active = enterprise.Is(EnterpriseFlags.Active),
        Consents = enterprise.Is(EnterpriseFlags.Consents),
        Controlled = enterprise.Is(EnterpriseFlags.Controlled),
        Owner = enterprise.Owner < 0 ? null : vocabulary.Owners.Name(enterprise.Owner),
        Size = enterprise.Size == SizeClass.Unknown ? null : enterprise.Size,
        Sectors = _symbols.Names(vocabulary.Sectors, enterprise.Sectors),
        Products = Products(enterprise.Products),
        Certifications = _symbols.Names(vocabulary.Certificates, enterprise.Certificates),
        Languages = _symbols.Names(vocabulary.Languages, enterprise.Languages),
        ExportsTo = _symbols.Names(vocabulary.Codes, enterprise.ExportsTo),
        Terms = _symbols.Names(vocabulary.Words, enterprise.Words),
        Verification = enterprise.Verification,
        Completeness = enterprise.Completeness,
        UpdatedOn = Day(enterprise.UpdatedOn),
        Intents = [.. enterprise.Intents.Select(Decompile)],
    };

    private MatchIntent Decompile(CompiledIntent intent) => new()
    {
        Id = intent.Id,
        Type = intent.Type,
        Role = intent.Role,
        Sectors = _symbols.Names(vocabulary.Sectors, intent.Sectors),
        Products = Products(intent.Products),
        Accept = _symbols.Names(vocabulary.Codes, intent.Accept),
        Exclude = _symbols.Names(vocabulary.Codes, intent.Exclude),
        Certifications = Certifications(intent),
        Value = intent.Value,
        WantedSizes = [.. Enum.GetValues<SizeClass>().Where(size => (intent.WantedSizes >> (int)size & 1) != 0)],
        Contributes = intent.Contributes,
        Needs = intent.Needs,
        ValidFrom = Day(intent.ValidFrom),
        ValidUntil = Day(intent.ValidUntil),
        Open = intent.Open,
        Terms = _symbols.Names(vocabulary.Words, intent.Words),
    };

    private static DateOnly? Day(int number) => number is Days.None or Days.Always ? null : DateOnly.FromDayNumber(number);

    private static string[] Products(int[] products) => [.. products.Select(HsCode.Text)];

    private WantedCertification[] Certifications(CompiledIntent intent) =>
    [
        .. intent.WantedCertificates
            .Select(code => new WantedCertification(vocabulary.Certificates.Name(code), intent.MandatoryCertificates.Contains(code)))
            .OrderBy(wanted => wanted.Code, StringComparer.Ordinal),
    ];
}
