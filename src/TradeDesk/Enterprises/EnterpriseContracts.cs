using System.Text.Json.Serialization;
using TradeDesk.Matching;

namespace TradeDesk.Enterprises;

/// <summary>One SME and its profile: the aggregate that is saved, versioned and synced whole.</summary>
public sealed record Enterprise
{
    /// <summary>Given by the desk: <c>ent_</c> and 26 letters or digits, ordered by time of creation. Read-only.</summary>
    /// <example>ent_01JD8Q4Z7K5V3M2N1P0R9S8T7W</example>
    public string? Id { get; init; }

    /// <summary>Counts the changes of this record from 1; also its ETag. Read-only.</summary>
    /// <example>3</example>
    public long? Version { get; init; }

    /// <summary>The register or feed that the record comes from: 1 to 60 of a-z, 0-9, dot and hyphen. Together with <c>externalId</c> it names the record from outside.</summary>
    /// <example>in-demo</example>
    public string? Source { get; init; }

    /// <summary>The partner's own id of the record, 1 to 150 characters without blanks at its ends.</summary>
    /// <example>PB-0042</example>
    public string? ExternalId { get; init; }

    /// <summary>The registered name, 2 to 300 characters.</summary>
    /// <example>Sutlej Ghee and Dairy Private Limited</example>
    public required string LegalName { get; init; }

    /// <summary>Other names it trades under; at most 10.</summary>
    public IReadOnlyList<string> TradeNames { get; init; } = [];

    /// <summary>ISO 3166-1 alpha-2.</summary>
    /// <example>IN</example>
    public required string Country { get; init; }

    /// <summary>ISO 3166-2 subdivision of that country.</summary>
    /// <example>IN-PB</example>
    public string? Region { get; init; }

    /// <example>Ludhiana</example>
    public string? City { get; init; }

    /// <summary>Slug of the industrial cluster it belongs to.</summary>
    /// <example>ludhiana-dairy</example>
    public string? Cluster { get; init; }

    public SizeClass? SizeClass { get; init; }

    /// <summary>People employed, 0 to 10,000,000.</summary>
    /// <example>84</example>
    public int? Employees { get; init; }

    /// <summary>Year of founding, 1500 to this year.</summary>
    /// <example>2009</example>
    public int? Established { get; init; }

    /// <summary>Official registration numbers, each checked by its scheme; at most 20.</summary>
    public IReadOnlyList<Identifier> Identifiers { get; init; } = [];

    public Ownership? Ownership { get; init; }

    /// <summary>Sector slugs from <c>GET /v1/sectors</c>; at most 20. Leave it empty to have them derived from activities and products.</summary>
    public IReadOnlyList<string> Sectors { get; init; } = [];

    /// <summary>Sectors the desk derived because none were stated, each with the code that led there. Read-only.</summary>
    public IReadOnlyList<DerivedSector>? DerivedSectors { get; init; }

    /// <summary>Sectors the desk suggests from keywords, summary, labels and names because none were stated and no code leads to one, and the sender asked for it (<c>suggest=true</c>). Read-only.</summary>
    public IReadOnlyList<SuggestedSector>? SuggestedSectors { get; init; }

    /// <summary>What it does, in any known activity scheme; at most 30.</summary>
    public IReadOnlyList<CodedTag> Activities { get; init; } = [];

    /// <summary>What it makes or trades, in any known product scheme; at most 100.</summary>
    public IReadOnlyList<CodedTag> Products { get; init; } = [];

    /// <summary>Certificates held, as upper-case codes; at most 50.</summary>
    public IReadOnlyList<string> Certifications { get; init; } = [];

    /// <summary>Working languages, BCP 47; at most 20.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>What it does in plain words, at most 4,000 characters. No contact data of persons.</summary>
    public string? Summary { get; init; }

    /// <summary>Words a partner would search for; at most 60 of at most 80 characters.</summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>Countries it sells to now, ISO 3166-1 alpha-2.</summary>
    public IReadOnlyList<string> ExportsTo { get; init; } = [];

    /// <summary>http or https address.</summary>
    /// <example>https://example.org</example>
    public string? Website { get; init; }

    /// <summary>What it wants; at most 100.</summary>
    public IReadOnlyList<Intent> Intents { get; init; } = [];

    /// <summary>A person to speak to. Stored apart; shown only to the partner that sent it.</summary>
    public Contact? Contact { get; init; }

    public Verification? Verification { get; init; }

    /// <summary><c>draft</c>: seen by its own partner only. <c>inactive</c>: kept, never matched. Default <c>active</c>.</summary>
    public EnterpriseStatus Status { get; init; } = EnterpriseStatus.Active;

    public Consent? Consent { get; init; }

    /// <summary>Read-only.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Read-only.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Read-only: the record that stands for this firm since a merge; its own source still keeps this one. Absent while it stands for itself.</summary>
    public string? MergedInto { get; init; }

    /// <summary>The sectors that count: the stated ones, or else the derived ones, or else the suggested ones.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> EffectiveSectors => Sectors.Count > 0 ? Sectors
        : DerivedSectors is { Count: > 0 } derived ? [.. derived.Select(d => d.Slug).Distinct()]
        : [.. (SuggestedSectors ?? []).Select(s => s.Slug)];
}

public enum EnterpriseStatus
{
    Draft = 1,
    Active = 2,
    Inactive = 3,
}

/// <summary>An official number in a named register.</summary>
/// <param name="Scheme">An org-id.guide code (<c>IN-MCA</c>, <c>IN-PAN</c>, <c>GB-COH</c>, <c>XI-LEI</c> ...) or a desk-local one (<c>IN-UDYAM</c>, <c>IN-GSTIN</c>, <c>IN-IEC</c>).</param>
/// <param name="Value">The number as the register writes it.</param>
public sealed record Identifier(string Scheme, string Value);

/// <summary>Who owns it.</summary>
/// <param name="WomenLed">Used for filters and reports, never in a score.</param>
/// <param name="Group">A name shared by enterprises of one owner; two of them are never matched with each other.</param>
public sealed record Ownership(bool? WomenLed = null, string? Group = null);

/// <summary>A code of a code system, kept as it was sent.</summary>
/// <param name="Scheme">The code system with its edition, such as <c>NIC-2008</c>, <c>ISIC-4</c> or <c>HS-2022</c>.</param>
/// <param name="Code">The code; dots and blanks are allowed and left out.</param>
/// <param name="Label">The partner's own word for it.</param>
public sealed record CodedTag(string Scheme, string Code, string? Label = null);

/// <summary>A sector that the desk derived from a code.</summary>
/// <param name="Slug">The sector.</param>
/// <param name="Derived">Always true.</param>
/// <param name="Scheme">The scheme of the code that led there.</param>
/// <param name="Code">The code that led there.</param>
public sealed record DerivedSector(string Slug, bool Derived, string Scheme, string Code);

/// <summary>A sector that the desk suggests from plain words.</summary>
/// <param name="Slug">The sector.</param>
/// <param name="Suggested">Always true.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Because">The words that led there.</param>
public sealed record SuggestedSector(string Slug, bool Suggested, double Confidence, IReadOnlyList<string> Because);

/// <summary>One thing an enterprise wants.</summary>
public sealed record Intent
{
    /// <summary>Given by the desk: <c>int_</c> and 26 letters or digits. An intent without an id keeps the id of the one of the same type and role that was there before.</summary>
    public string? Id { get; init; }

    public required PartnershipType Type { get; init; }

    public required IntentRole Role { get; init; }

    /// <summary>Sector slugs; empty means the enterprise's.</summary>
    public IReadOnlyList<string> Sectors { get; init; } = [];

    /// <summary>Products; empty means the enterprise's.</summary>
    public IReadOnlyList<CodedTag> Products { get; init; } = [];

    public WantedCountries? Countries { get; init; }

    public Requirements? Requires { get; init; }

    public ValueRange? Value { get; init; }

    /// <summary>What it brings into a joint venture or R&amp;D cooperation.</summary>
    public IReadOnlyList<Contribution> Contributes { get; init; } = [];

    /// <summary>What it needs from the other side of a joint venture or R&amp;D cooperation.</summary>
    public IReadOnlyList<Contribution> Needs { get; init; } = [];

    /// <summary>At most 2,000 characters.</summary>
    public string? Summary { get; init; }

    /// <summary>Last day it is open; absent means open-ended.</summary>
    public DateOnly? ValidUntil { get; init; }

    public IntentStatus Status { get; init; } = IntentStatus.Open;
}

public enum IntentStatus
{
    Open = 1,
    Closed = 2,
}

/// <summary>What one side brings into a joint venture or R&amp;D cooperation.</summary>
public enum Contribution
{
    MarketAccess = 1,
    Technology = 2,
    Capital = 3,
    Plant = 4,
    Brand = 5,
    RawMaterial = 6,
    Skills = 7,
}

/// <summary>Where an intent looks: ISO 3166-1 alpha-2 codes, blocs (<c>EU</c>, <c>GCC</c>) or regions (<c>europe</c>, <c>western-asia</c>) from <c>GET /v1/countries</c>.</summary>
public sealed record WantedCountries
{
    /// <summary>Empty means anywhere.</summary>
    public IReadOnlyList<string> Accept { get; init; } = [];

    public IReadOnlyList<string> Exclude { get; init; } = [];
}

/// <summary>What the other side must or should have.</summary>
public sealed record Requirements
{
    public IReadOnlyList<WantedCertificate> Certifications { get; init; } = [];

    public IReadOnlyList<SizeClass> SizeClasses { get; init; } = [];
}

/// <summary>A certificate that is wanted; a mandatory one is a hard constraint.</summary>
public sealed record WantedCertificate(string Code, bool Mandatory = false);

/// <summary>The expected value of the partnership a year.</summary>
/// <param name="Min">0 or more.</param>
/// <param name="Max">Not below min.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record ValueRange(decimal Min, decimal Max, string Currency);

/// <summary>A person to speak to, or the word that it is withheld and until when.</summary>
public sealed record Contact
{
    public string? Name { get; init; }

    public string? Email { get; init; }

    public string? Phone { get; init; }

    /// <summary>Read-only: <c>until-introduction</c> stands in place of the contact.</summary>
    /// <example>until-introduction</example>
    public string? Withheld { get; init; }

    /// <summary>What everyone but the record's own partner sees.</summary>
    public static readonly Contact UntilIntroduction = new() { Withheld = "until-introduction" };
}

/// <summary>How far the profile was checked.</summary>
/// <param name="Level"><c>register-verified</c> is given by an administrator only.</param>
/// <param name="At">When.</param>
public sealed record Verification(VerificationLevel Level, DateOnly? At = null);

/// <summary>What the enterprise has agreed to.</summary>
/// <param name="Matching">It may be shown as a match. Default true.</param>
public sealed record Consent(bool Matching = true);

/// <summary>One line of the board of open intents.</summary>
/// <param name="Intent">The intent.</param>
/// <param name="Enterprise">Who wants it.</param>
public sealed record BoardItem(Intent Intent, EnterpriseCard Enterprise);

/// <summary>An enterprise in a line.</summary>
public sealed record EnterpriseCard(string Id, string LegalName, string Country, IReadOnlyList<string> Sectors, SizeClass? SizeClass = null, string? City = null);
