using TradeDesk.Enterprises;
using TradeDesk.Matching;
using TradeDesk.Taxonomy;

namespace TradeDesk.Matches;

/// <summary>An enterprise as the engine weighs it.</summary>
public sealed class MatchProjection(EnterpriseComposition composition, EnterpriseSuggestion suggestion, CodeSystems codes)
{
    public MatchEnterprise Project(Enterprise enterprise) => Weighed(enterprise.EffectiveSectors.Count > 0 ? enterprise : AskingByItsWords(enterprise));

    private MatchEnterprise Weighed(Enterprise e) => new()
    {
        Id = e.Id!,
        Country = e.Country,
        Active = e.Status == EnterpriseStatus.Active,
        Consents = e.Consent?.Matching ?? true,
        Controlled = composition.IsControlled(e),
        Owner = e.Ownership?.Group,
        Size = e.SizeClass,
        Sectors = e.EffectiveSectors,
        Products = Hs(e.Products),
        Certifications = e.Certifications,
        Languages = [.. e.Languages.Select(l => l.Split('-')[0])],
        ExportsTo = e.ExportsTo,
        Terms = TradeText.Terms([.. e.Keywords, e.Summary, .. e.Products.Select(p => p.Label), e.LegalName, .. e.TradeNames]),
        Verification = e.Verification?.Level ?? VerificationLevel.Unverified,
        Completeness = Completeness(e),
        UpdatedOn = e.UpdatedAt is { } at ? DateOnly.FromDateTime(at.UtcDateTime) : null,
        Intents = [.. e.Intents.Select(Project)],
    };

    // Who states no sector at all would meet nobody; the words of what it seeks say where to look.
    private Enterprise AskingByItsWords(Enterprise e) =>
        e with { Intents = [.. e.Intents.Select(i => i.Role == IntentRole.Seeks && i.Sectors.Count == 0 ? i with { Sectors = suggestion.OfIntent(i) } : i)] };

    private MatchIntent Project(Intent i) => new()
    {
        Id = i.Id!,
        Type = i.Type,
        Role = i.Role,
        Sectors = i.Sectors,
        Products = Hs(i.Products),
        Accept = i.Countries?.Accept ?? [],
        Exclude = i.Countries?.Exclude ?? [],
        Certifications = [.. (i.Requires?.Certifications ?? []).Select(c => new WantedCertification(c.Code, c.Mandatory))],
        Value = i.Value is { } v ? new ValueBand(v.Min, v.Max, v.Currency) : null,
        WantedSizes = i.Requires?.SizeClasses ?? [],
        Contributes = Flags(i.Contributes),
        Needs = Flags(i.Needs),
        ValidUntil = i.ValidUntil,
        Open = i.Status == IntentStatus.Open,
        Terms = TradeText.Terms([i.Summary, .. i.Products.Select(p => p.Label)]),
    };

    private string[] Hs(IReadOnlyList<CodedTag> tags) => [.. tags.SelectMany(t => codes.Hs2022(t.Scheme, t.Code)).Distinct()];

    private static Contributions Flags(IReadOnlyList<Contribution> contributions) =>
        contributions.Aggregate(Contributions.None, (all, one) => all | (Contributions)(1 << ((int)one - 1)));

    // The share of what a partner would look for that the profile answers.
    private static double Completeness(Enterprise e)
    {
        bool[] answered =
        [
            e.EffectiveSectors.Count > 0, e.Products.Count > 0, e.Certifications.Count > 0, e.Languages.Count > 0, !string.IsNullOrWhiteSpace(e.Summary),
            e.City is not null, e.SizeClass is not null, e.Identifiers.Count > 0, e.Website is not null, e.Intents.Count > 0,
        ];
        return answered.Count(a => a) / (double)answered.Length;
    }
}
