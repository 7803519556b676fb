namespace TradeDesk.Duplicates.Identity;

/// <summary>What of a record says which firm it is.</summary>
internal sealed record FirmIdentity
{
    private const int MostNames = 4;

    public required string Id { get; init; }

    /// <summary>Legal name first, then trade names; never empty.</summary>
    public required IReadOnlyList<NameKey> Names { get; init; }

    /// <summary>ISO 3166-1 alpha-2; null when it is not known.</summary>
    public string? Country { get; init; }

    /// <summary>Folded.</summary>
    public string? City { get; init; }

    /// <summary>Host of its web site without <c>www</c>; null for none, and for a host that many firms share.</summary>
    public string? Domain { get; init; }

    /// <summary>Registration numbers by scheme.</summary>
    public IReadOnlyList<FirmNumber> Numbers { get; init; } = [];

    /// <summary>Null for names without a letter or digit.</summary>
    public static FirmIdentity? Of(string id, IEnumerable<string> names, string? country, string? city, string? website, IEnumerable<(string Scheme, string Value)> identifiers)
    {
        var keys = names.Select(NameKey.Of).OfType<NameKey>().DistinctBy(k => k.Compact).Take(MostNames).ToList();
        return keys.Count == 0 ? null : new()
        {
            Id = id,
            Names = keys,
            Country = country is null ? null : string.Intern(country),
            City = city is null ? null : string.Intern(string.Join(' ', NameKey.Words(city))),
            Domain = WebDomain.Of(website),
            Numbers = FirmNumber.Of(identifiers),
        };
    }
}

/// <summary>A registration number, as it is compared.</summary>
/// <param name="Scheme">Scheme code.</param>
/// <param name="Value">Capitals and digits.</param>
internal readonly record struct FirmNumber(string Scheme, string Value)
{
    // One firm has one of these. Others (IN-GSTIN by state, KR-BRN by place of business, XI-DUNS by site, schemes the desk does not know) may differ within a firm.
    private static readonly HashSet<string> OneForAFirm = ["IN-MCA", "IN-PAN", "IN-UDYAM", "XI-LEI", "GB-COH", "JP-JCN", "AU-ABN", "NZ-NZBN", "NO-BRC", "PL-NIP", "PL-REGON", "FR-RCS", "SG-ACRA"];

    public bool IsOneForAFirm => OneForAFirm.Contains(Scheme);

    public static IReadOnlyList<FirmNumber> Of(IEnumerable<(string Scheme, string Value)> identifiers)
    {
        var numbers = new HashSet<FirmNumber>();
        foreach (var (scheme, value) in identifiers)
        {
            var plain = string.Concat(value.ToUpperInvariant().Where(char.IsLetterOrDigit));
            numbers.Add(new(scheme, scheme == "PL-REGON" && plain.Length == 14 ? plain[..9] : plain));
            // A GSTIN holds the PAN of its firm, and the newer IEC is the PAN.
            if (scheme == "IN-GSTIN" && plain.Length == 15)
                numbers.Add(new("IN-PAN", plain[2..12]));
            else if (scheme == "IN-IEC" && plain.Length == 10 && char.IsAsciiLetter(plain[0]))
                numbers.Add(new("IN-PAN", plain));
        }

        return [.. numbers];
    }
}

/// <summary>Web addresses as they are compared.</summary>
internal static class WebDomain
{
    // Hosts that tell the host, not the firm.
    private static readonly HashSet<string> Shared =
        ["facebook.com", "linkedin.com", "instagram.com", "twitter.com", "x.com", "youtube.com", "indiamart.com", "alibaba.com", "made-in-china.com", "tradeindia.com", "exportersindia.com", "justdial.com", "google.com", "sites.google.com", "wixsite.com", "wordpress.com", "blogspot.com", "business.site", "example.org", "example.com"];

    /// <summary>The same name under another ending or with a part before it: <c>otokar.com.tr</c>, <c>otokar.com</c> and <c>savunma.otokar.com</c>.</summary>
    public static bool AreOfOneName(string one, string other) => Name(one).SequenceEqual(Name(other));

    private static ReadOnlySpan<char> Name(ReadOnlySpan<char> domain)
    {
        domain = domain[..domain.LastIndexOf('.')];
        if (domain.LastIndexOf('.') is >= 0 and var second && domain[(second + 1)..] is "com" or "co" or "net" or "org" or "gov" or "gob" or "ac" or "edu" or "in" or "or" or "mil")
            domain = domain[..second];
        return domain[(domain.LastIndexOf('.') + 1)..];
    }

    public static string? Of(string? website)
    {
        if (string.IsNullOrWhiteSpace(website))
            return null;
        if (!Uri.TryCreate(website.Contains("://", StringComparison.Ordinal) ? website : "https://" + website, UriKind.Absolute, out var address))
            return null;
        var host = address.IdnHost.ToLowerInvariant();
        host = host.StartsWith("www.", StringComparison.Ordinal) ? host[4..] : host;
        return host.Length < 4 || !host.Contains('.', StringComparison.Ordinal) || Shared.Contains(host) ? null : string.Intern(host);
    }
}
