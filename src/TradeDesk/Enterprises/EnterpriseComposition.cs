using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TradeDesk.Http;
using TradeDesk.Taxonomy;

namespace TradeDesk.Enterprises;

/// <summary>Turns a document as it was sent into the document as it is kept: ids, derived sectors, order and case of codes.</summary>
public sealed class EnterpriseComposition(SectorCatalog sectors, CodeSystems codes, EnterpriseSuggestion suggestion, TimeProvider clock)
{
    /// <summary>What the id of an enterprise begins with; a ULID follows.</summary>
    public const string IdPrefix = "ent_";

    /// <summary>The row to save, or null when nothing differs from what is there.</summary>
    /// <param name="sent">A document without faults.</param>
    /// <param name="there">The record it replaces; null for a new one.</param>
    /// <param name="partner">Who owns a new record.</param>
    /// <param name="suggest">Whether words may suggest sectors; null leaves it as it was with the record.</param>
    /// <param name="newId">The id of a new record; null gives it the next one.</param>
    public EnterpriseRow? Compose(Enterprise sent, StoredEnterprise? there, string partner, bool? suggest = null, string? newId = null)
    {
        var before = there?.Read();
        var id = there?.Id ?? newId ?? IdPrefix + Ulid.NewUlid(clock.GetUtcNow());
        var normal = Normalise(sent);
        var content = Suggest(normal, suggest ?? before?.SuggestedSectors is not null) with
        {
            Id = id,
            Version = null,
            Source = sent.Source ?? there?.Source ?? partner,
            ExternalId = sent.ExternalId ?? there?.ExternalId ?? id,
            Intents = WithIds(normal.Intents, before?.Intents ?? []),
            CreatedAt = null,
            UpdatedAt = null,
            MergedInto = null,
        };
        var contact = sent.Contact is { Withheld: not null } ? there?.Contact : Json(sent.Contact);
        content = content with { Contact = contact is null ? null : Contact.UntilIntroduction };
        var hash = HashOf(content, contact);
        if (there?.ContentHash == hash)
            return null;
        var now = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
        var next = content with { Version = (there?.Version ?? 0) + 1, CreatedAt = before?.CreatedAt ?? now, UpdatedAt = now, MergedInto = there?.MergedInto };
        return EnterpriseRow.Of(next, there?.Partner ?? partner, IsControlled(next), hash, contact);
    }

    private static string HashOf(Enterprise content, string? contact)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(content, DeskJson.Options));
        hash.AppendData(Encoding.UTF8.GetBytes("\n" + contact));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>A need that is not stored, completed as a stored one would be.</summary>
    public Enterprise Complete(Enterprise need)
    {
        var normal = Normalise(need);
        return normal with { Id = IdPrefix + Ulid.NewUlid(clock.GetUtcNow()), Intents = WithIds(normal.Intents, []), UpdatedAt = clock.GetUtcNow() };
    }

    /// <summary>An enterprise or intent of a controlled sector puts the whole profile into the export-control compartment.</summary>
    public bool IsControlled(Enterprise enterprise) =>
        enterprise.EffectiveSectors.Concat(enterprise.Intents.SelectMany(i => i.Sectors))
            .Concat(enterprise.Products.Concat(enterprise.Activities).Concat(enterprise.Intents.SelectMany(i => i.Products)).SelectMany(t => codes.SectorsOf(t.Scheme, t.Code)))
            .Any(slug => sectors.Find(slug) is { Controlled: true });

    private Enterprise Normalise(Enterprise sent) => sent with
    {
        LegalName = sent.LegalName.Trim(),
        Sectors = [.. sent.Sectors.Distinct()],
        DerivedSectors = sent.Sectors.Count > 0 ? null : Derive(sent),
        SuggestedSectors = null,
        Certifications = [.. sent.Certifications.Select(c => c.Trim().ToUpperInvariant()).Distinct()],
        Intents = [.. sent.Intents.Select(Normalise)],
    };

    private Enterprise Suggest(Enterprise content, bool asked) =>
        asked && content.EffectiveSectors.Count == 0 ? content with { SuggestedSectors = suggestion.Of(content) } : content;

    private static Intent Normalise(Intent intent) => intent with
    {
        Requires = intent.Requires is null ? null : intent.Requires with { Certifications = [.. intent.Requires.Certifications.Select(c => c with { Code = c.Code.Trim().ToUpperInvariant() })] },
    };

    private List<DerivedSector>? Derive(Enterprise sent)
    {
        var derived = sent.Activities.Concat(sent.Products)
            .SelectMany(tag => codes.SectorsOf(tag.Scheme, tag.Code), (tag, slug) => new DerivedSector(slug, true, tag.Scheme, tag.Code))
            .DistinctBy(d => d.Slug)
            .Take(20).ToList();
        return derived.Count == 0 ? null : derived;
    }

    // A partner that syncs hourly sends intents without ids. Each keeps the id it had: first the one that says the same,
    // then the next of the same type and role.
    private List<Intent> WithIds(IReadOnlyList<Intent> sent, IReadOnlyList<Intent> before)
    {
        var free = before.Where(b => sent.All(s => s.Id != b.Id)).ToList();
        var given = new HashSet<string>(StringComparer.Ordinal);
        return [.. sent.Select(intent => intent.Id is { } id && before.Any(b => b.Id == id) && given.Add(id) ? intent : intent with { Id = Take(intent, free) ?? "int_" + Ulid.NewUlid(clock.GetUtcNow()) })];
    }

    private static string? Take(Intent intent, List<Intent> free)
    {
        var text = Json(intent with { Id = null });
        var match = free.Find(b => Json(b with { Id = null }) == text) ?? free.Find(b => b.Type == intent.Type && b.Role == intent.Role);
        if (match is not null)
            free.Remove(match);
        return match?.Id;
    }

    private static string? Json<T>(T? value) => value is null ? null : JsonSerializer.Serialize(value, DeskJson.Options);
}

/// <summary>The columns of one enterprise, with its tags and intents as JSON lines.</summary>
public sealed record EnterpriseRow(
    string Id, long Version, string Partner, string Source, string ExternalId, string Status, long Controlled, string Country, string? SizeClass,
    long? WomenLed, string? Cluster, string SearchText, string ContentHash, long UpdatedAt, string Document, string? Contact, string Tags, string Intents)
{
    private const string OpenEnded = "9999-12-31";

    public static EnterpriseRow Of(Enterprise e, string partner, bool controlled, string hash, string? contact) => new(
        e.Id!, e.Version!.Value, partner, e.Source!, e.ExternalId!, DeskJson.Word(e.Status), controlled ? 1 : 0, e.Country,
        e.SizeClass is { } size ? DeskJson.Word(size) : null, e.Ownership?.WomenLed is { } womenLed ? (womenLed ? 1 : 0) : null, e.Cluster,
        string.Join(' ', TradeText.Words(string.Join(' ', [e.LegalName, .. e.TradeNames, .. e.Keywords, .. e.Products.Select(p => p.Label), e.Summary, e.City]))),
        hash, e.UpdatedAt!.Value.ToUnixTimeMilliseconds(), JsonSerializer.Serialize(e, DeskJson.Options), contact,
        JsonSerializer.Serialize(TagsOf(e), DeskJson.Options), JsonSerializer.Serialize(e.Intents.Select(i => LineOf(e, i)), DeskJson.Options));

    private static IEnumerable<object> TagsOf(Enterprise e) =>
        e.EffectiveSectors.Concat(e.Intents.SelectMany(i => i.Sectors)).Distinct().Select(s => new { owner = e.Id, kind = "sector", word = s })
            .Concat(e.Certifications.Distinct().Select(c => new { owner = e.Id, kind = "certification", word = c }));

    private static object LineOf(Enterprise e, Intent i) => new
    {
        owner = e.Id,
        id = i.Id,
        type = DeskJson.Word(i.Type),
        role = DeskJson.Word(i.Role),
        status = DeskJson.Word(i.Status),
        until = i.ValidUntil?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? OpenEnded,
        document = i,
    };
}
