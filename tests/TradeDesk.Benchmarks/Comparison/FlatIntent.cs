using TradeDesk.Matching;

namespace TradeDesk.Benchmarks;

/// <summary>
/// An intent with what its enterprise adds to it, as a table for matching would keep it: lists that are small and closed as bits,
/// words as numbers, what is wanted of the home country worked out once.
/// </summary>
internal sealed class FlatIntent(MatchEnterprise enterprise, MatchIntent intent, FlatCodes codes)
{
    private static readonly double[] Verified = [0, .3, .7, 1];
    private const double EnoughWords = 6;
    private int[]? _asks;
    private int[]? _uses;

    public string Enterprise => enterprise.Id;

    public string Country => enterprise.Country;

    public bool Open => intent.Open;

    public int Kind => KindOf(intent.Type, intent.Role);

    public IReadOnlyList<string> Sectors => intent.Sectors.Count > 0 ? intent.Sectors : enterprise.Sectors;

    public IReadOnlyList<string> Products => intent.Products.Count > 0 ? intent.Products : enterprise.Products;

    public IReadOnlyList<string> Chapters => [.. Products.Select(code => code[..2]).Distinct()];

    /// <summary>Any product that an agreement may leave out.</summary>
    public bool IsSensitive => Products.Any(FlatCodes.IsSensitive);

    public int[] Asks => _asks ??= codes.Words(intent.Terms.Count > 0 ? intent.Terms : enterprise.Terms);

    public int[] Uses => _uses ??= codes.Words(intent.Terms.Concat(enterprise.Terms));

    /// <summary>Weight of the words asked for, of which no more than so much need be shared.</summary>
    public double AsksWeight => Math.Min(EnoughWords, Asks.Sum(codes.Weight));

    public int Certificates => codes.Certificates(enterprise.Certifications);

    public int Wanted => codes.Certificates(intent.Certifications.Select(c => c.Code));

    public int WantedCount => System.Numerics.BitOperations.PopCount((uint)Wanted);

    public int Mandatory => codes.Certificates(intent.Certifications.Where(c => c.Mandatory).Select(c => c.Code));

    public int Languages => codes.Languages(enterprise.Languages);

    public int Size => (int)(enterprise.Size ?? SizeClass.Unknown);

    public int WantedSizes => intent.WantedSizes.Aggregate(0, (bits, size) => bits | 1 << (int)size);

    public int Contributes => (int)intent.Contributes;

    public int Needs => (int)intent.Needs;

    public ValueBand? Value => intent.Value;

    public int ValidFrom => intent.ValidFrom?.DayNumber ?? 0;

    public int ValidUntil => intent.ValidUntil?.DayNumber ?? int.MaxValue;

    public double Verification => Verified[(int)enterprise.Verification];

    public double Completeness => enterprise.Completeness;

    public int UpdatedOn => enterprise.UpdatedOn?.DayNumber ?? 0;

    public IReadOnlyList<string> Accept => intent.Accept;

    public IReadOnlyList<string> Exclude => intent.Exclude;

    public IReadOnlyList<string> ExportsTo => enterprise.ExportsTo;

    /// <summary>How clearly the home country is wanted: 0 refused, 0.5 open, 0.7 exported to, 0.8 by its region, 1 by name.</summary>
    public double WantsHome
    {
        get
        {
            var (home, groups) = (Market.Model.Markets.HomeCountry, Market.Model.Markets.GroupsOf(Market.Model.Markets.HomeCountry));
            if (Exclude.Contains(home) || Exclude.Intersect(groups).Any()) return 0;
            if (Accept.Count == 0) return ExportsTo.Contains(home) ? .7 : .5;
            return Accept.Contains(home) ? 1 : Accept.Intersect(groups).Any() ? .8 : 0;
        }
    }

    public static IEnumerable<FlatIntent> Of(MatchEnterprise enterprise, FlatCodes codes) => enterprise.Intents.Select(intent => new FlatIntent(enterprise, intent, codes));

    /// <summary>Type and role as one number.</summary>
    public static int KindOf(PartnershipType type, IntentRole role) => (int)type * 4 + (int)role;
}

/// <summary>Numbers and bits for texts, in the order in which they are first met.</summary>
internal sealed class FlatCodes
{
    private static readonly string[] Sensitive = [.. Market.Model.Preferences.All.SelectMany(agreement => agreement.ImportsExcluded).Distinct()];
    private readonly Dictionary<string, int> _words = [];
    private readonly List<double> _weights = [];
    private readonly Dictionary<string, int> _certificates = [];
    private readonly Dictionary<string, int> _languages = [];

    public int[] Words(IEnumerable<string> words) => [.. words.Where(word => TermWeights.Of(word) > 0).Select(Word).Distinct().Order()];

    public double Weight(int word) => _weights[word];

    public int Certificates(IEnumerable<string> codes) => Bits(_certificates, codes);

    public int Languages(IEnumerable<string> codes) => Bits(_languages, codes);

    public static bool IsSensitive(string product) => Sensitive.Any(prefix => product.StartsWith(prefix, StringComparison.Ordinal));

    private int Word(string word)
    {
        if (_words.TryGetValue(word, out var number)) return number;
        _weights.Add(TermWeights.Of(word));
        return _words[word] = _words.Count;
    }

    private static int Bits(Dictionary<string, int> known, IEnumerable<string> codes)
    {
        var bits = 0;
        foreach (var code in codes)
        {
            if (!known.TryGetValue(code, out var bit)) known[code] = bit = known.Count < 16 ? known.Count : throw new InvalidOperationException("More than 16 codes.");
            bits |= 1 << bit;
        }
        return bits;
    }
}
