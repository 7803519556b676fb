using System.Text.RegularExpressions;
using TradeDesk.Access;
using TradeDesk.Http;
using TradeDesk.Matching;
using TradeDesk.Taxonomy;

namespace TradeDesk.Enterprises;

/// <summary>What a well-formed enterprise is. Every fault is found, each with the place and the remedy.</summary>
public sealed partial class EnterpriseRules(SectorCatalog sectors, CountryCatalog countries, CodeSystems codes, TimeProvider clock)
{
    /// <summary>How a source is named.</summary>
    public const string SourceRule = "Give 1 to 60 of a-z, 0-9, dot and hyphen, starting with a letter or digit.";

    private const int LongText = 4000, IntentText = 2000, Name = 300, Word = 100;

    /// <summary>The faults of a document as it was sent; empty when it may be saved.</summary>
    /// <param name="enterprise">The document.</param>
    /// <param name="caller">Who sends it; null for a need that is not stored.</param>
    public List<Fault> Check(Enterprise enterprise, Caller? caller)
    {
        var faults = new FaultList();
        CheckIdentity(enterprise, faults);
        CheckPlace(enterprise, caller, faults);
        CheckFigures(enterprise, faults);
        CheckTags(enterprise, faults);
        CheckWords(enterprise, faults);
        CheckContact(enterprise, faults);
        if (enterprise.Verification is { Level: VerificationLevel.RegisterVerified } && caller is { IsAdmin: false })
            faults.Add("/verification/level", "not-yours-to-give", "register-verified is given by an administrator; give partner-verified at most.");
        faults.Count("/intents", enterprise.Intents, 100);
        for (var i = 0; i < enterprise.Intents.Count; i++)
            CheckIntent(enterprise.Intents[i], $"/intents/{i}", faults);
        return faults.Faults;
    }

    private static void CheckIdentity(Enterprise e, FaultList faults)
    {
        faults.Text("/legalName", e.LegalName, 2, Name);
        if (e.Source is { } source && !IsSource(source))
            faults.Add("/source", "malformed", SourceRule);
        if (e.ExternalId is { } externalId)
            faults.Text("/externalId", externalId, 1, 150);
        if (e.ExternalId is { } padded && padded.AsSpan().Trim().Length < padded.Length)
            faults.Add("/externalId", "malformed", "Leave out the blanks at its ends: not every database tells such ids apart.");
        faults.Texts("/tradeNames", e.TradeNames, 10, Name);
        faults.Count("/identifiers", e.Identifiers, 20);
        for (var i = 0; i < e.Identifiers.Count; i++)
            if (IdentifierSchemes.Check(e.Identifiers[i].Scheme, e.Identifiers[i].Value) is { } wrong)
                faults.Add($"/identifiers/{i}", "wrong-identifier", wrong);
        if (e.Ownership?.Group is { } group)
            faults.Text("/ownership/group", group, 1, Word);
    }

    private void CheckPlace(Enterprise e, Caller? caller, FaultList faults)
    {
        if (countries.Find(e.Country) is null)
            faults.Add("/country", "unknown-country", $"'{e.Country}' is no ISO 3166-1 alpha-2 code{(countries.Named(e.Country) is { } meant ? $"; for {meant.Names["en"]} give {meant.Code}" : "")}.");
        else if (caller?.MayWriteCountry(e.Country) == false)
            faults.Add("/country", "outside-your-countries", $"Your key writes records of {string.Join(", ", caller.Countries)} only.");
        if (e.Region is { } region && !(RegionCode().IsMatch(region) && region.StartsWith(e.Country + "-", StringComparison.Ordinal)))
            faults.Add("/region", "unknown-region", $"Give an ISO 3166-2 code that starts with {e.Country}-.");
        faults.Optional("/city", e.City, Word);
        if (e.Cluster is { } cluster && !SourceName().IsMatch(cluster))
            faults.Add("/cluster", "malformed", "Give a slug of a-z, 0-9 and hyphen.");
        faults.Count("/exportsTo", e.ExportsTo, 250);
        for (var i = 0; i < e.ExportsTo.Count; i++)
            if (countries.Find(e.ExportsTo[i]) is null)
                faults.Add($"/exportsTo/{i}", "unknown-country", $"'{e.ExportsTo[i]}' is no ISO 3166-1 alpha-2 code.");
    }

    private void CheckFigures(Enterprise e, FaultList faults)
    {
        if (e.Employees is < 0 or > 10_000_000)
            faults.Add("/employees", "out-of-range", "Give 0 to 10,000,000.");
        if (e.Established is { } year && (year < 1500 || year > clock.Today().Year))
            faults.Add("/established", "out-of-range", $"Give a year from 1500 to {clock.Today().Year}.");
    }

    private void CheckTags(Enterprise e, FaultList faults)
    {
        CheckSectors("/sectors", e.Sectors, faults);
        CheckCodes("/activities", e.Activities, 30, faults);
        CheckCodes("/products", e.Products, 100, faults);
        faults.Texts("/certifications", e.Certifications, 50, Word);
        faults.Count("/languages", e.Languages, 20);
        for (var i = 0; i < e.Languages.Count; i++)
            if (!LanguageTag().IsMatch(e.Languages[i]))
                faults.Add($"/languages/{i}", "malformed", "Give a BCP 47 language such as en, hi or pt-BR.");
    }

    private static void CheckWords(Enterprise e, FaultList faults)
    {
        faults.Optional("/summary", e.Summary, LongText);
        faults.Texts("/keywords", e.Keywords, 60, 80);
        if (e.Website is { } website && !(Uri.TryCreate(website, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && website.Length <= Name))
            faults.Add("/website", "malformed", "Give an http or https address.");
    }

    private static void CheckContact(Enterprise e, FaultList faults)
    {
        if (e.Contact is not { Withheld: null } contact)
            return;
        faults.Optional("/contact/name", contact.Name, Word);
        faults.Optional("/contact/phone", contact.Phone, 40);
        if (contact.Email is { } email && (email.Length > 200 || !EmailShape().IsMatch(email)))
            faults.Add("/contact/email", "malformed", "Give an e-mail address.");
    }

    private void CheckIntent(Intent intent, string at, FaultList faults)
    {
        if (!IntentTypeWords.Roles(intent.Type).Contains(intent.Role))
            faults.Add(at + "/role", "wrong-role", $"An intent of type {DeskJson.Word(intent.Type)} has the role {string.Join(" or ", IntentTypeWords.Roles(intent.Type).Select(DeskJson.Word))}.");
        if (intent.Id is { } id && !IntentId().IsMatch(id))
            faults.Add(at + "/id", "not-yours-to-give", "Leave the id out; the desk gives it.");
        CheckSectors(at + "/sectors", intent.Sectors, faults);
        CheckCodes(at + "/products", intent.Products, 100, faults);
        CheckMarkets(at + "/countries/accept", intent.Countries?.Accept ?? [], faults);
        CheckMarkets(at + "/countries/exclude", intent.Countries?.Exclude ?? [], faults);
        faults.Texts(at + "/requires/certifications", [.. (intent.Requires?.Certifications ?? []).Select(c => c.Code)], 30, Word);
        if (intent.Value is { } value)
            CheckValue(value, at + "/value", faults);
        faults.Optional(at + "/summary", intent.Summary, IntentText);
    }

    private static void CheckValue(ValueRange value, string at, FaultList faults)
    {
        if (value.Min < 0 || value.Max < value.Min || value.Max > 1e15m)
            faults.Add(at, "out-of-range", "Give min of 0 or more and max not below min.");
        if (!CurrencyCode().IsMatch(value.Currency))
            faults.Add(at + "/currency", "malformed", "Give an ISO 4217 currency such as USD.");
    }

    private void CheckSectors(string at, IReadOnlyList<string> slugs, FaultList faults)
    {
        faults.Count(at, slugs, 20);
        for (var i = 0; i < slugs.Count; i++)
            if (sectors.Check(slugs[i], $"{at}/{i}") is { } fault)
                faults.Add(fault);
    }

    private void CheckCodes(string at, IReadOnlyList<CodedTag> tags, int most, FaultList faults)
    {
        faults.Count(at, tags, most);
        for (var i = 0; i < tags.Count; i++)
        {
            if (codes.Check(tags[i].Scheme, tags[i].Code, $"{at}/{i}") is { } fault)
                faults.Add(fault);
            faults.Optional($"{at}/{i}/label", tags[i].Label, Name);
        }
    }

    private void CheckMarkets(string at, IReadOnlyList<string> markets, FaultList faults)
    {
        faults.Count(at, markets, 250);
        for (var i = 0; i < markets.Count; i++)
            if (countries.Find(markets[i]) is null && !countries.IsGroup(markets[i]))
                faults.Add($"{at}/{i}", "unknown-country", $"'{markets[i]}' is no ISO 3166-1 alpha-2 code, bloc or region; see GET /v1/countries.");
    }

    /// <summary>Whether a text is a name for a source.</summary>
    public static bool IsSource(string name) => SourceName().IsMatch(name);

    [GeneratedRegex(@"^[a-z0-9][a-z0-9.-]{0,59}\z")]
    private static partial Regex SourceName();

    [GeneratedRegex(@"^[A-Z]{2}-[A-Z0-9]{1,3}\z")]
    private static partial Regex RegionCode();

    [GeneratedRegex(@"^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}\z")]
    private static partial Regex LanguageTag();

    [GeneratedRegex(@"^[^@\s]+@[^@\s]+\.[^@\s]+\z")]
    private static partial Regex EmailShape();

    [GeneratedRegex(@"^int_[0-9A-Z]{10,26}\z")]
    private static partial Regex IntentId();

    [GeneratedRegex(@"^[A-Z]{3}\z")]
    private static partial Regex CurrencyCode();
}
