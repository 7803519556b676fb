using TradeDesk.Matching;
using TradeDesk.Taxonomy;

namespace TradeDesk.Matches;

/// <summary>An explanation in an officer's words.</summary>
public sealed class MatchReasons(SectorCatalog sectors, CountryCatalog countries)
{
    private const int Most = 6, WordsShown = 6;

    /// <summary>Why two enterprises match: what the asker gets first, then what the peer gets, the weightiest first.</summary>
    public IReadOnlyList<string> Of(Explanation explanation)
    {
        var forward = explanation.Forward.Factors.Select(f => (f.Contribution, Text: Say(f, ofPeer: true)));
        var backward = explanation.Backward.Factors.Where(f => f.Factor is Factor.Market or Factor.Capability).Select(f => (f.Contribution, Text: Say(f, ofPeer: false)));
        return [.. forward.Concat(backward).Where(r => r.Text is not null).OrderByDescending(r => r.Contribution).Select(r => r.Text!).Distinct().Take(Most)];
    }

    /// <summary>What would raise the score.</summary>
    public ImproveItem Improve(Improvement improvement) =>
        new(Say(improvement), improvement.OnQuerySide ? "asker" : "peer", Math.Round(improvement.Gain, 6));

    private string? Say(FactorExplanation factor, bool ofPeer) => factor.Value <= 0 ? null : factor.Factor switch
    {
        Factor.Intent => SayIntent(factor.Evidence),
        Factor.Sector => SaySector(factor.Evidence),
        Factor.Product => SayProduct(factor.Evidence),
        Factor.Text => SayWords(factor.Evidence),
        Factor.Market => SayMarket(factor.Evidence, ofPeer),
        Factor.Capability => SayCapability(factor.Evidence, ofPeer),
        Factor.Preference => factor.Evidence.AgreementCode is { } code ? $"A trade agreement is in force: {code}" : null,
        Factor.Trust => factor.Evidence.Verification is VerificationLevel.PartnerVerified or VerificationLevel.RegisterVerified ? $"The peer's profile is {(factor.Evidence.Verification == VerificationLevel.PartnerVerified ? "verified by its partner" : "verified in its register")}" : null,
        Factor.Language => factor.Evidence.Languages is { Count: > 0 } languages ? $"Common language: {string.Join(", ", languages)}" : null,
        _ => null,
    };

    private static string? SayIntent(FactorEvidence e) =>
        e is { AskType: { } askType, AskRole: { } askRole, GiveType: { } giveType, GiveRole: { } giveRole }
            ? $"The asker {IntentTypeWords.Does(askType, askRole)}; the peer {IntentTypeWords.Does(giveType, giveRole)}"
            : null;

    private string? SaySector(FactorEvidence e) => e.Relation switch
    {
        "same" => $"Both work in {Label(e.SectorA)}",
        "ancestor" => Under(e.SectorA!, e.SectorB!),
        "sibling" => $"{Label(e.SectorA)} and {Label(e.SectorB)} are of one sector",
        "related" => $"{Label(e.SectorA)} and {Label(e.SectorB)} are links of one value chain",
        _ => null,
    };

    private string Under(string a, string b) => sectors.Find(a)?.Parent == b ? $"{Label(a)} is part of {Label(b)}" : $"{Label(b)} is part of {Label(a)}";

    private static string? SayProduct(FactorEvidence e) => e.Digits switch
    {
        6 => $"Same product, HS {Dotted(e.ProductA)}",
        4 => $"Products of one heading, HS {e.ProductA![..4]}",
        2 => $"Products of one chapter, HS {e.ProductA![..2]}",
        _ => null,
    };

    // Words of every trade profile count a little, but convince nobody.
    private static string? SayWords(FactorEvidence e) =>
        e.Words?.Where(w => TermWeights.Of(w) > TermWeights.Common).Take(WordsShown).ToList() is { Count: > 0 } words ? $"Both speak of {string.Join(", ", words)}" : null;

    private string? SayMarket(FactorEvidence e, bool ofPeer)
    {
        var who = ofPeer ? "The asker" : "The peer";
        return e.CountryVia switch
        {
            "country" => $"{who} names {Country(e.CountryWanted)}",
            "group" => $"{who} looks in a region that holds {Country(e.CountryWanted)}",
            "exports-to" => $"{who} sells to {Country(e.CountryWanted)} already",
            _ => null,
        };
    }

    private static string? SayCapability(FactorEvidence e, bool ofPeer) =>
        e.Held is { Count: > 0 } held ? $"The {(ofPeer ? "peer" : "asker")} holds {string.Join(", ", held)}" : null;

    private string Say(Improvement i) => i.Change switch
    {
        ImprovementNames.HoldCertification => $"Hold {i.Subject}",
        ImprovementNames.StateProduct => $"State product HS {Dotted(i.Subject)}",
        ImprovementNames.StateLanguage => $"Work in the language {i.Subject}",
        ImprovementNames.AddSector => $"Add the sector {Label(i.Subject)}",
        ImprovementNames.BeVerified => $"Be verified: {i.Subject}",
        ImprovementNames.CompleteProfile => "Complete the profile",
        ImprovementNames.RefreshProfile => "Confirm that the profile is up to date",
        ImprovementNames.TargetCountry => $"Name {Country(i.Subject)} as a target",
        ImprovementNames.StateContributions => $"State what it contributes: {i.Subject}",
        _ => i.Change,
    };

    private string Label(string? slug) => slug is null ? "" : sectors.Find(slug)?.Label ?? slug;

    private string Country(string? code) => code is null ? "" : countries.Find(code)?.Names["en"] ?? code;

    private static string Dotted(string? hs) => hs is { Length: 6 } ? $"{hs[..4]}.{hs[4..]}" : hs ?? "";
}
