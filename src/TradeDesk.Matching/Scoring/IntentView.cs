namespace TradeDesk.Matching;

/// <summary>One intent with what its enterprise adds to it, as the scorer reads it, wherever it is stored.</summary>
internal readonly ref struct IntentView
{
    public int Kind { get; init; }

    public Contributions Contributes { get; init; }

    public Contributions Needs { get; init; }

    /// <summary>Effective sectors: the intent's own, else the enterprise's.</summary>
    public ReadOnlySpan<int> Sectors { get; init; }

    /// <summary>Effective products.</summary>
    public ReadOnlySpan<int> Products { get; init; }

    public ReadOnlySpan<int> IntentWords { get; init; }

    public ReadOnlySpan<int> EnterpriseWords { get; init; }

    public ReadOnlySpan<int> Accept { get; init; }

    public ReadOnlySpan<int> Exclude { get; init; }

    public ReadOnlySpan<int> WantedCertificates { get; init; }

    public ReadOnlySpan<int> MandatoryCertificates { get; init; }

    public ReadOnlySpan<int> HeldCertificates { get; init; }

    public ReadOnlySpan<int> Languages { get; init; }

    public ReadOnlySpan<int> ExportsTo { get; init; }

    public int Country { get; init; }

    public bool Home { get; init; }

    public SizeClass Size { get; init; }

    public byte WantedSizes { get; init; }

    /// <summary>Value range; a negative currency means none.</summary>
    public Band Value { get; init; }

    public bool Open { get; init; }

    public int ValidFrom { get; init; }

    public int ValidUntil { get; init; }

    public VerificationLevel Verification { get; init; }

    public double Completeness { get; init; }

    public int UpdatedOn { get; init; }

    /// <summary>The words the intent asks for: its own, else the enterprise's.</summary>
    public ReadOnlySpan<int> AskWords => IntentWords.IsEmpty ? EnterpriseWords : IntentWords;

    public bool IsOpen(int day) => Open && ValidFrom <= day && day <= ValidUntil;

    public static IntentView Of(scoped in EnterpriseRecord enterprise, scoped in IntentRecord intent) => new()
    {
        Kind = ComplementTable.Kind(intent.Type, intent.Role),
        Contributes = intent.Contributes,
        Needs = intent.Needs,
        Sectors = intent.Sectors.IsEmpty ? enterprise.Sectors : intent.Sectors,
        Products = intent.Products.IsEmpty ? enterprise.Products : intent.Products,
        IntentWords = intent.Words,
        EnterpriseWords = enterprise.Words,
        Accept = intent.Accept,
        Exclude = intent.Exclude,
        WantedCertificates = intent.WantedCertificates,
        MandatoryCertificates = intent.MandatoryCertificates,
        HeldCertificates = enterprise.Certificates,
        Languages = enterprise.Languages,
        ExportsTo = enterprise.ExportsTo,
        Country = enterprise.Country,
        Home = (enterprise.Flags & EnterpriseFlags.Home) != 0,
        Size = enterprise.Size,
        WantedSizes = intent.WantedSizes,
        Value = intent.Currency < 0 ? Band.None : Band.Of(intent.Least, intent.Most, intent.Currency),
        Open = intent.Open,
        ValidFrom = intent.ValidFrom,
        ValidUntil = intent.ValidUntil,
        Verification = enterprise.Verification,
        Completeness = enterprise.Completeness,
        UpdatedOn = enterprise.UpdatedOn,
    };

    public static IntentView Of(CompiledEnterprise enterprise, CompiledIntent intent) => new()
    {
        Kind = intent.Kind,
        Contributes = intent.Contributes,
        Needs = intent.Needs,
        Sectors = intent.Sectors.Length > 0 ? intent.Sectors : enterprise.Sectors,
        Products = intent.Products.Length > 0 ? intent.Products : enterprise.Products,
        IntentWords = intent.Words,
        EnterpriseWords = enterprise.Words,
        Accept = intent.Accept,
        Exclude = intent.Exclude,
        WantedCertificates = intent.WantedCertificates,
        MandatoryCertificates = intent.MandatoryCertificates,
        HeldCertificates = enterprise.Certificates,
        Languages = enterprise.Languages,
        ExportsTo = enterprise.ExportsTo,
        Country = enterprise.Country,
        Home = enterprise.Is(EnterpriseFlags.Home),
        Size = enterprise.Size,
        WantedSizes = intent.WantedSizes,
        Value = Band.Of(intent.Value, intent.Currency),
        Open = intent.Open,
        ValidFrom = intent.ValidFrom,
        ValidUntil = intent.ValidUntil,
        Verification = enterprise.Verification,
        Completeness = enterprise.Completeness,
        UpdatedOn = enterprise.UpdatedOn,
    };
}

/// <summary>A value range in numbers.</summary>
internal readonly record struct Band(double Min, double Max, int Currency)
{
    public static Band None => new(0, 0, -1);

    public bool IsStated => Currency >= 0;

    public static Band Of(ValueBand? value, int currency) => value is null ? None : Of(value.Min, value.Max, currency);

    public static Band Of(decimal one, decimal other, int currency) =>
        new((double)Math.Min(one, other), (double)Math.Max(one, other), currency);

    /// <summary>Length of the overlap over the shorter range's length; a point is inside or not.</summary>
    public double Overlap(Band other)
    {
        var (low, high) = (Math.Max(Min, other.Min), Math.Min(Max, other.Max));
        if (low > high) return 0;
        var shorter = Math.Min(Max - Min, other.Max - other.Min);
        return shorter <= 0 ? 1 : Math.Min(1, (high - low) / shorter);
    }
}
