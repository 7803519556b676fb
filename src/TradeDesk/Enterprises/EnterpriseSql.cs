using System.Text.Json;
using TradeDesk.Data;

namespace TradeDesk.Enterprises;

internal sealed class EnterpriseSql(Dialect dialect)
{
    private const string Row =
        """
        SELECT id AS Id, version AS Version, partner AS Partner, source AS Source, external_id AS ExternalId, status AS Status,
               controlled AS Controlled, country AS Country, content_hash AS ContentHash, document AS Document, contact AS Contact, merged_into AS MergedInto
        FROM enterprise
        """;

    private const string OnBoard =
        """
        FROM intent i
        JOIN enterprise e ON e.id = i.enterprise_id
        """;

    private const string OfId = "id = @id", OfSource = "source = @source AND external_id = @externalId";

    /// <summary>Ids as the statements about some take them.</summary>
    public static string Keys(IEnumerable<string> ids) => JsonSerializer.Serialize(ids.Select(id => new { id }));

    public string ById => $"{Row} WHERE {OfId}";

    public string ByIdHeld => dialect.Holding("enterprise", OfId) + ById;

    public string BySource => $"{Row} WHERE {OfSource}";

    public string BySourceHeld => dialect.Holding("enterprise", OfSource) + BySource;

    public string SomeBySource => $"{Row} WHERE {AnyOfSource}";

    public string SomeBySourceHeld => dialect.Holding("enterprise", AnyOfSource) + SomeBySource;

    public string InsertTags => $"INSERT INTO enterprise_tag (enterprise_id, kind, value) SELECT tag.owner, tag.kind, tag.word FROM {dialect.JsonRows("@tags", ["owner", "kind", "word"])} AS tag";

    public string InsertIntents =>
        $"""
        INSERT INTO intent (id, enterprise_id, type, role, status, valid_until, document)
        SELECT line.id, line.owner, line.type, line.role, line.status, line.until, line.document
        FROM {dialect.JsonRows("@intents", ["owner", "id", "type", "role", "status", "until"], "document")} AS line
        """;

    public string LogCreated =>
        $"""
        INSERT INTO change_log (at, actor, kind, op, id, version, source, external_id, country, partner, hidden)
        SELECT @at, @actor, 'enterprise', 'upsert', id, version, source, external_id, country, partner, CASE WHEN status = 'draft' THEN {ChangeEntry.Draft} ELSE 0 END + CASE WHEN controlled = 0 THEN 0 ELSE {ChangeEntry.Controlled} END
        FROM enterprise
        WHERE {AnyId}
        ORDER BY id
        """;

    public string OfSourceAfter => dialect.Paged(
        """
        SELECT id AS Id, version AS Version, partner AS Partner, external_id AS ExternalId, country AS Country, updated_at AS UpdatedAt, merged_into AS MergedInto
        FROM enterprise
        WHERE source = @source AND external_id > @after
        ORDER BY external_id
        """);

    public string PartnerOfSource => "SELECT partner FROM source WHERE name = @source";

    // A partner's name is its own source when it states none: nobody else may take it first.
    public string ClaimSource =>
        """
        INSERT INTO source (name, partner)
        SELECT @source, @partner
        WHERE NOT EXISTS (SELECT 1 FROM source WHERE name = @source)
          AND NOT EXISTS (SELECT 1 FROM api_key WHERE partner = @source AND partner <> @partner)
        """;

    public string Insert =>
        """
        INSERT INTO enterprise (id, version, partner, source, external_id, status, controlled, country, size_class, women_led, cluster,
                                search_text, content_hash, updated_at, document, contact)
        VALUES (@Id, @Version, @Partner, @Source, @ExternalId, @Status, @Controlled, @Country, @SizeClass, @WomenLed, @Cluster,
                @SearchText, @ContentHash, @UpdatedAt, @Document, @Contact)
        """;

    public string Update =>
        """
        UPDATE enterprise
        SET version = @Version, source = @Source, external_id = @ExternalId, status = @Status, controlled = @Controlled, country = @Country,
            size_class = @SizeClass, women_led = @WomenLed, cluster = @Cluster, search_text = @SearchText, content_hash = @ContentHash,
            updated_at = @UpdatedAt, document = @Document, contact = @Contact
        WHERE id = @Id AND version = @Version - 1
        """;

    public string Hold => "UPDATE enterprise SET version = version WHERE id = @id AND version = @version";

    public string Delete => "DELETE FROM enterprise WHERE id = @id AND version = @version";

    public string Forward => "UPDATE enterprise SET version = @Version, merged_into = @MergedInto, updated_at = @UpdatedAt, document = @Document WHERE id = @Id AND version = @Version - 1";

    public string MergedIntoHeld => dialect.Holding("enterprise", "merged_into = @id") + $"{Row} WHERE merged_into = @id";

    public string Decided =>
        """
        SELECT first_id AS First, second_id AS Second, version AS Version
        FROM duplicate_decision
        WHERE decision IS NOT NULL AND (first_id = @id OR second_id = @id) AND (@other IS NULL OR first_id = @other OR second_id = @other)
        """;

    public string TakeBack => "UPDATE duplicate_decision SET version = version + 1, decision = NULL, kept_id = NULL WHERE first_id = @First AND second_id = @Second";

    public string DeleteDecisions => "DELETE FROM duplicate_decision WHERE first_id = @id OR second_id = @id";

    public string DeleteTags => "DELETE FROM enterprise_tag WHERE enterprise_id = @id";

    public string DeleteIntents => "DELETE FROM intent WHERE enterprise_id = @id";

    public string Owned => "SELECT partner AS Partner, document AS Document FROM enterprise WHERE merged_into IS NULL ORDER BY id";

    public string SomeOwned => $"SELECT partner AS Partner, document AS Document FROM enterprise WHERE {AnyId} AND merged_into IS NULL ORDER BY id";

    public string IdsOfCountry => dialect.Paged("SELECT id FROM enterprise WHERE country = @country AND merged_into IS NULL AND id > @after ORDER BY id");

    public string Count => "SELECT COUNT(*) FROM enterprise";

    public string List(EnterpriseFilter filter, Visibility visibility) => dialect.Paged(
        $"""
        SELECT e.id AS [Key], e.document AS Document
        FROM enterprise e
        WHERE e.id > @after AND {visibility.Sql}{Conditions(filter)}{Intents(filter)}
        ORDER BY e.id
        """);

    public string Board(EnterpriseFilter filter, Visibility visibility) => dialect.Paged(
        $"""
        SELECT i.id AS [Key], i.document AS Document, e.document AS Enterprise
        {OnBoard}
        WHERE i.id > @after AND {OpenIntents(filter, visibility)}
        ORDER BY i.id
        """);

    public string SectorCounts(EnterpriseFilter filter, Visibility visibility) =>
        $"""
        SELECT tree.node AS [Value], COUNT(DISTINCT e.id) AS [Count]
        FROM enterprise e
        {SectorTags}
        WHERE {visibility.Sql}{Conditions(filter)}{Intents(filter)}
        GROUP BY tree.node
        """;

    public string CountryCounts(EnterpriseFilter filter, Visibility visibility) =>
        $"""
        SELECT e.country AS [Value], COUNT(*) AS [Count]
        FROM enterprise e
        WHERE {visibility.Sql}{Conditions(filter)}{Intents(filter)}
        GROUP BY e.country
        """;

    public string IntentTypeCounts(EnterpriseFilter filter, Visibility visibility) =>
        $"""
        SELECT i.type AS [Value], COUNT(DISTINCT e.id) AS [Count]
        FROM enterprise e
        JOIN intent i ON i.enterprise_id = e.id
        WHERE {visibility.Sql}{Conditions(filter)}{OfIntent(filter)}
        GROUP BY i.type
        """;

    public string BoardSectorCounts(EnterpriseFilter filter, Visibility visibility) =>
        $"""
        SELECT tree.node AS [Value], COUNT(DISTINCT i.id) AS [Count]
        {OnBoard}
        {SectorTags}
        WHERE {OpenIntents(filter, visibility)}
        GROUP BY tree.node
        """;

    public string BoardCountryCounts(EnterpriseFilter filter, Visibility visibility) =>
        $"""
        SELECT e.country AS [Value], COUNT(*) AS [Count]
        {OnBoard}
        WHERE {OpenIntents(filter, visibility)}
        GROUP BY e.country
        """;

    public string BoardIntentTypeCounts(EnterpriseFilter filter, Visibility visibility) =>
        $"""
        SELECT i.type AS [Value], COUNT(*) AS [Count]
        {OnBoard}
        WHERE {OpenIntents(filter, visibility)}
        GROUP BY i.type
        """;

    // Hundreds of keys in one JSON parameter: SQLite looks for each of many parameters among all of them by name.
    private string AnyId => Any("id");

    private string AnyOfSource => "source = @source AND " + Any("external_id");

    private string Any(string column) => $"{column} IN (SELECT {dialect.AsKey("one.id")} FROM {dialect.JsonRows("@ids", ["id"])} AS one)";

    // Each tag counts for its own node and for the node above: what a filter on that node would find.
    private string SectorTags =>
        $"JOIN enterprise_tag t ON t.enterprise_id = e.id AND t.kind = 'sector'\nJOIN {dialect.JsonRows("@tree", ["leaf", "node"])} AS tree ON {dialect.AsKey("tree.leaf")} = t.value";

    private static string OpenIntents(EnterpriseFilter filter, Visibility visibility) =>
        $"i.status = 'open' AND i.valid_until >= @today AND e.status = 'active' AND e.merged_into IS NULL AND {visibility.Sql}{Conditions(filter)}{OfIntent(filter)}";

    private static string OfIntent(EnterpriseFilter filter) => When(filter.IntentType, "i.type = @intentType") + When(filter.Role, "i.role = @role");

    private static string Conditions(EnterpriseFilter filter) => string.Concat(
        filter.Source is null && !filter.WithMerged ? " AND e.merged_into IS NULL" : "",
        When(filter.Country, "e.country = @country"),
        When(filter.Size, "e.size_class = @size"),
        When(filter.Cluster, "e.cluster = @cluster"),
        When(filter.Source, "e.source = @source"),
        When(filter.WomenLed, "e.women_led = @womenLed"),
        When(filter.UpdatedSince, "e.updated_at >= @updatedSince"),
        When(filter.Sectors.Count > 0 ? filter : null, "e.id IN (SELECT t.enterprise_id FROM enterprise_tag t WHERE t.kind = 'sector' AND t.value IN @sectors)"),
        When(filter.Certification, "e.id IN (SELECT t.enterprise_id FROM enterprise_tag t WHERE t.kind = 'certification' AND t.value = @certification)"),
        string.Concat(filter.Words.Select((_, i) => $" AND e.search_text LIKE @word{i}")));

    private static string Intents(EnterpriseFilter filter) =>
        filter.IntentType is null && filter.Role is null
            ? ""
            : $" AND e.id IN (SELECT i.enterprise_id FROM intent i WHERE 1 = 1{OfIntent(filter)})";

    private static string When(object? given, string condition) => given is null ? "" : " AND " + condition;
}
