namespace TradeDesk.Matching;

/// <summary>The model in the numbers of one vocabulary.</summary>
internal sealed class CompiledModel
{
    private readonly int[][] _groups;
    private readonly Agreement[][] _agreements;
    private readonly (int Kind, double Strength)[][] _complements;
    private readonly (int Sector, double Proximity)[][] _near;

    public CompiledModel(MatchModel model)
    {
        Source = model;
        Vocabulary = new Vocabulary(model);
        var codes = Vocabulary.Codes;
        var countries = model.Markets.Countries.Concat(model.Preferences.All.Select(agreement => agreement.Country))
            .Append(model.Markets.HomeCountry).Distinct(StringComparer.Ordinal).ToArray();
        foreach (var country in countries) codes.Add(country);
        HomeCountry = codes.Find(model.Markets.HomeCountry);
        _groups = [.. countries.Select(country => SortedSet.Of([.. model.Markets.GroupsOf(country).Select(codes.Add)]))];
        _complements = [.. Enumerable.Range(0, ComplementTable.KindCount).Select(ComplementsOf)];
        _near = [.. Enumerable.Range(0, model.Sectors.Count).Select(Near)];
        _agreements = [.. countries.Select(country => model.Preferences.With(country).Select(Agreement.Of).ToArray())];
    }

    /// <summary>Number of the desk's own country.</summary>
    public int HomeCountry { get; }

    public MatchModel Source { get; }

    public Vocabulary Vocabulary { get; }

    public SectorTree Sectors => Source.Sectors;

    public ComplementTable Complements => Source.Complements;

    /// <summary>The groups of a country; the countries that have any were numbered first.</summary>
    public ReadOnlySpan<int> Groups(int country) => (uint)country < (uint)_groups.Length ? _groups[country] : [];

    /// <summary>The kinds that complement a kind.</summary>
    public ReadOnlySpan<(int Kind, double Strength)> ComplementsOfKind(int kind) => _complements[kind];

    /// <summary>The sectors with any proximity to a sector of the tree, itself among them.</summary>
    public ReadOnlySpan<(int Sector, double Proximity)> NearSectors(int sector) => sector < _near.Length ? _near[sector] : [];

    /// <summary>The agreements with a foreign country, the better first.</summary>
    public ReadOnlySpan<Agreement> Agreements(int country) =>
        (uint)country < (uint)_agreements.Length ? _agreements[country] : [];

    private (int, double)[] ComplementsOf(int kind) =>
        [.. Enumerable.Range(0, ComplementTable.KindCount).Select(other => (other, Complements.Strength(kind, other))).Where(entry => entry.Item2 > 0)];

    private (int, double)[] Near(int sector) =>
    [
        .. Enumerable.Range(0, Sectors.Count)
            .Select(other => (other, SectorTree.Proximity(Sectors.Relation(sector, other))))
            .Where(entry => entry.Item2 > 0),
    ];
}

/// <summary>A trade agreement in numbers.</summary>
internal sealed record Agreement(string Code, int From, double Value, int[] ImportsExcluded, int[] ExportsExcluded)
{
    public static Agreement Of(TradePreference preference) => new(
        preference.Code,
        preference.From.DayNumber,
        preference.Partial ? .5 : 1,
        Prefixes(preference.ImportsExcluded),
        Prefixes(preference.ExportsExcluded));

    public bool Excludes(int product, GoodsFlow flow) =>
        (flow != GoodsFlow.Export && IsUnder(product, ImportsExcluded)) || (flow != GoodsFlow.Import && IsUnder(product, ExportsExcluded));

    private static bool IsUnder(int product, int[] prefixes)
    {
        foreach (var prefix in prefixes)
            if (HsCode.IsUnder(product, prefix)) return true;
        return false;
    }

    private static int[] Prefixes(IReadOnlyList<string> texts) =>
        SortedSet.Of([.. texts.Select(prefix => HsCode.ParsePrefix(prefix)).Where(prefix => prefix != 0)]);
}
