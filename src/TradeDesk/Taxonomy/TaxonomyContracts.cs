using TradeDesk.Matching;

namespace TradeDesk.Taxonomy;

/// <summary>The whole sector tree.</summary>
/// <param name="Items">Every node, parents before their leaves.</param>
/// <param name="Version">Edition of the tree.</param>
public sealed record SectorTreeAnswer(IReadOnlyList<SectorAnswer> Items, string Version);

/// <summary>One node of the sector tree.</summary>
/// <param name="Slug">Stable name.</param>
/// <param name="Parent">The sector above; absent on a top sector.</param>
/// <param name="Label">English label.</param>
/// <param name="Labels">Labels by language, BCP 47.</param>
/// <param name="Synonyms">Trade words that mean this sector.</param>
/// <param name="Related">Value-chain links, read in both directions.</param>
/// <param name="Controlled">Under export control.</param>
/// <param name="Codes">The codes that lead here.</param>
public sealed record SectorAnswer(string Slug, string? Parent, string Label, IReadOnlyDictionary<string, string> Labels, IReadOnlyList<string> Synonyms, IReadOnlyList<string> Related, bool Controlled, IReadOnlyList<SectorCode> Codes);

/// <summary>A code, or an inclusive range of codes such as <c>0401-0406</c>, that leads to a sector.</summary>
public sealed record SectorCode(string Scheme, string Code);

/// <summary>All countries and the groups that intents may name.</summary>
public sealed record CountryList(IReadOnlyList<CountryAnswer> Items, IReadOnlyList<Bloc> Blocs, string Version);

/// <summary>One country.</summary>
/// <param name="Code">ISO 3166-1 alpha-2.</param>
/// <param name="Alpha3">ISO 3166-1 alpha-3.</param>
/// <param name="Numeric">ISO 3166-1 numeric.</param>
/// <param name="Name">English name.</param>
/// <param name="Names">Names by language.</param>
/// <param name="Region">Continent slug; an intent may name it.</param>
/// <param name="Subregion">M49 subregion slug; an intent may name it.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Blocs">Codes of its blocs; an intent may name them.</param>
/// <param name="Agreements">Trade agreements with the home country in force today; only in the answer about one country.</param>
public sealed record CountryAnswer(string Code, string Alpha3, string? Numeric, string Name, IReadOnlyDictionary<string, string> Names, string Region, string Subregion, string? Currency, IReadOnlyList<string> Blocs, IReadOnlyList<TradeAgreement>? Agreements = null);

/// <summary>Partnership types, roles, and which asks for which.</summary>
/// <param name="Items">The partnership types.</param>
/// <param name="Complements">How well a giving intent answers an asking one; pairs that are not listed never match.</param>
/// <param name="Version">Edition of the complement table.</param>
public sealed record IntentTypeList(IReadOnlyList<IntentTypeAnswer> Items, IReadOnlyList<Complement> Complements, string Version);

/// <summary>One partnership type.</summary>
/// <param name="Type">The type.</param>
/// <param name="Roles">The roles an intent of this type may have.</param>
/// <param name="Offers">What an offering intent gives; absent on mutual types.</param>
/// <param name="Seeks">What a seeking intent asks; absent on mutual types.</param>
public sealed record IntentTypeAnswer(PartnershipType Type, IReadOnlyList<IntentRole> Roles, string? Offers, string? Seeks);

/// <summary>One line of the complement table.</summary>
/// <param name="Ask">Type of the asking intent.</param>
/// <param name="AskRole">Its role.</param>
/// <param name="Give">Type of the giving intent.</param>
/// <param name="GiveRole">Its role.</param>
/// <param name="Strength">Above 0, at most 1.</param>
public sealed record Complement(PartnershipType Ask, IntentRole AskRole, PartnershipType Give, IntentRole GiveRole, double Strength);
