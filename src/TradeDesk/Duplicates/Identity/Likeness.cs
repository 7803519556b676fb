namespace TradeDesk.Duplicates.Identity;

/// <summary>What kind of fact speaks for or against one firm.</summary>
public enum EvidenceKind
{
    Identifier = 1,
    Name = 2,
    Domain = 3,
    City = 4,
    Country = 5,
}

/// <summary>One fact about a pair of records.</summary>
/// <param name="Kind">What was compared.</param>
/// <param name="Agrees">What both have; null when nothing.</param>
/// <param name="Differs">What only one has, or has otherwise; null when nothing.</param>
/// <param name="Effect">What it did to the score: positive for one firm, negative against.</param>
/// <param name="Decisive">It decides by itself: a registration number.</param>
public sealed record DuplicateEvidence(EvidenceKind Kind, string? Agrees, string? Differs, double Effect, bool Decisive = false);

/// <summary>
/// How likely two records are one firm, 0 to 1. Registration numbers decide; otherwise the names weigh, and a shared web domain or city raises,
/// another country, city or domain lowers what they say.
/// </summary>
internal static class Likeness
{
    /// <summary>Two records of this score or more are proposed as one firm.</summary>
    public const double Proposed = 0.55;

    private const double SameNumber = 0.99, OtherNumber = 0.02, NumbersDisagree = 0.6, MostWithoutNumber = 0.97;

    // A firm's name may be written in many ways, so a shared domain says half of what is missing; it says nothing of names without any likeness, as of a ministry and its academy.
    private const double Domain = 0.5, LeastNameForDomain = 0.2, OtherDomain = 0.8, City = 0.25, LeastNameForCity = 0.4, OtherCity = 0.9, OtherCountry = 0.6;

    public static double Score(FirmIdentity a, FirmIdentity b, WordRarity rarity)
    {
        var name = 0.0;
        var decided = Numbers(a, b, null);
        if (decided is null or NumbersDisagree)
            foreach (var one in a.Names)
                foreach (var other in b.Names)
                    name = Math.Max(name, NameComparison.Score(one, other, rarity));
        return decided ?? Combined(name, a, b, null);
    }

    public static (double Score, IReadOnlyList<DuplicateEvidence> Evidence) Explain(FirmIdentity a, FirmIdentity b, WordRarity rarity)
    {
        var evidence = new List<DuplicateEvidence>();
        var decided = Numbers(a, b, evidence);
        var name = a.Names.SelectMany(_ => b.Names, (one, other) => NameComparison.Explain(one, other, rarity)).MaxBy(n => n.Score)!;
        evidence.Add(new(EvidenceKind.Name, Text(name.Agrees), Text(name.Differs), decided is null ? Round(name.Score) : 0));
        var combined = Combined(name.Score, a, b, evidence);
        return (Round(decided ?? combined), decided is null ? evidence : [.. evidence.Select(e => e.Decisive ? e : e with { Effect = 0 })]);
    }

    public static double Round(double score) => Math.Round(score, 3);

    private static double? Numbers(FirmIdentity a, FirmIdentity b, List<DuplicateEvidence>? evidence)
    {
        if (a.Numbers.Count == 0 || b.Numbers.Count == 0)
            return null;
        var (same, other) = (false, false);
        foreach (var number in a.Numbers)
        {
            if (b.Numbers.Contains(number))
            {
                same = true;
                evidence?.Add(new(EvidenceKind.Identifier, $"{number.Scheme} {number.Value}", null, 1, true));
            }
            else if (number.IsOneForAFirm && b.Numbers.FirstOrDefault(n => n.Scheme == number.Scheme) is { Scheme: not null } theirs)
            {
                other = true;
                evidence?.Add(new(EvidenceKind.Identifier, null, $"{number.Scheme} {number.Value} and {theirs.Value}", -1, true));
            }
        }

        return (same, other) switch { (true, false) => SameNumber, (false, true) => OtherNumber, (true, true) => NumbersDisagree, _ => null };
    }

    private static double Combined(double name, FirmIdentity a, FirmIdentity b, List<DuplicateEvidence>? evidence)
    {
        var score = name;
        var sameDomain = a.Domain is not null && a.Domain == b.Domain;
        if (sameDomain && name >= LeastNameForDomain)
            Change(EvidenceKind.Domain, a.Domain, null, score + ((1 - score) * Domain));
        else if (a.Domain is not null && b.Domain is not null)
            Change(EvidenceKind.Domain, sameDomain ? a.Domain : null, sameDomain || evidence is null ? null : $"{a.Domain} and {b.Domain}", sameDomain || WebDomain.AreOfOneName(a.Domain, b.Domain) ? score : score * OtherDomain);
        var otherCountry = a.Country is not null && b.Country is not null && a.Country != b.Country;
        if (otherCountry)
            Change(EvidenceKind.Country, null, evidence is null ? null : $"{a.Country} and {b.Country}", score * (sameDomain ? 1 - ((1 - OtherCountry) / 2) : OtherCountry));
        else if (a.Country is not null && a.Country == b.Country)
            Change(EvidenceKind.Country, a.Country, null, score);
        if (!otherCountry && a.City is { Length: > 0 } && b.City is { Length: > 0 })
            Change(EvidenceKind.City, a.City == b.City ? a.City : null, a.City == b.City || evidence is null ? null : $"{a.City} and {b.City}", a.City != b.City ? score * OtherCity : name < LeastNameForCity ? score : score + ((1 - score) * City));
        return Math.Min(MostWithoutNumber, score);

        void Change(EvidenceKind kind, string? agrees, string? differs, double next)
        {
            evidence?.Add(new(kind, agrees, differs, Round(next - score)));
            score = next;
        }
    }

    private static string? Text(IReadOnlyList<string> words) => words.Count == 0 ? null : string.Join(' ', words);
}
