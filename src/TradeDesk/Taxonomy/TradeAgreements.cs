namespace TradeDesk.Taxonomy;

/// <summary>The trade agreements the desk knows, as dated facts; never tariff advice.</summary>
public sealed class TradeAgreements
{
    private readonly AgreementFacts facts = FactFile.Read<AgreementFacts>("trade-agreements");

    public string Version => facts.Version;

    public IReadOnlyList<TradeAgreement> All => facts.Agreements;

    /// <summary>The agreements between a home country and a partner that are in force on a day.</summary>
    public IEnumerable<TradeAgreement> InForce(string home, string partner, DateOnly on) =>
        All.Where(a => a.Members.Contains(home) && a.Partners.Any(p => p.Country == partner && p.InForceFrom <= on));

    private sealed record AgreementFacts(string Version, IReadOnlyList<TradeAgreement> Agreements);
}

/// <summary>One trade agreement.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Title">Short title.</param>
/// <param name="Members">The home side.</param>
/// <param name="Scope"><c>comprehensive</c> or <c>partial</c>.</param>
/// <param name="Status"><c>in-force</c>, <c>signed</c>, <c>concluded</c> or <c>negotiating</c>.</param>
/// <param name="SignedOn">Day of signature, where known.</param>
/// <param name="Partners">Partner countries, each with its own day of entry into force.</param>
/// <param name="ImportsExcluded">HS codes (2 to 6 digits) on which the home country is known to give no concession.</param>
/// <param name="ExportsExcluded">HS codes (2 to 6 digits) on which the partner is known to give none.</param>
/// <param name="Note">What a reader should know.</param>
/// <param name="Source">Where the facts come from.</param>
public sealed record TradeAgreement(string Code, string Title, IReadOnlyList<string> Members, string Scope, string Status, DateOnly? SignedOn, IReadOnlyList<AgreementPartner> Partners, IReadOnlyList<string> ImportsExcluded, IReadOnlyList<string> ExportsExcluded, string? Note, string? Source);

/// <summary>A partner country of an agreement.</summary>
public sealed record AgreementPartner(string Country, DateOnly? InForceFrom);
