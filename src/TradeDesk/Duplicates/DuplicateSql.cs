using TradeDesk.Data;
using TradeDesk.Enterprises;

namespace TradeDesk.Duplicates;

internal sealed class DuplicateSql(Dialect dialect)
{
    private const string Row =
        """
        SELECT d.first_id AS First, d.second_id AS Second, d.version AS Version, d.decision AS Decision, d.kept_id AS Kept, d.note AS Note,
               d.decided_by AS DecidedBy, d.decided_at AS DecidedAt
        FROM duplicate_decision d
        """;

    public string One => $"{Row} WHERE d.first_id = @First AND d.second_id = @Second";

    public string Some => $"{Row} WHERE d.first_id IN @firsts AND d.second_id IN @seconds";

    public string Records =>
        """
        SELECT id AS Id, version AS Version, partner AS Partner, source AS Source, external_id AS ExternalId, status AS Status,
               controlled AS Controlled, country AS Country, content_hash AS ContentHash, document AS Document, merged_into AS MergedInto
        FROM enterprise
        WHERE id IN @ids
        """;

    public string Insert =>
        """
        INSERT INTO duplicate_decision (first_id, second_id, version, decision, kept_id, score, note, decided_by, decided_at)
        VALUES (@First, @Second, @Version, @Decision, @Kept, @Score, @Note, @DecidedBy, @DecidedAt)
        """;

    public string Update =>
        """
        UPDATE duplicate_decision
        SET version = @Version, decision = @Decision, kept_id = @Kept, score = @Score, note = @Note, decided_by = @DecidedBy, decided_at = @DecidedAt
        WHERE first_id = @First AND second_id = @Second AND version = @Version - 1
        """;

    public string Decided(DuplicateFilter filter, Visibility visibility) => dialect.Paged(
        $"""
        {Row}
        WHERE d.decision = @decision AND d.score >= @score AND (d.first_id > @first OR (d.first_id = @first AND d.second_id > @second))
          AND d.first_id IN (SELECT e.id FROM enterprise e WHERE {visibility.Sql})
          AND d.second_id IN (SELECT e.id FROM enterprise e WHERE {visibility.Sql}){Either(filter.Source, "e.source = @source")}{Either(filter.Country, "e.country = @country")}
        ORDER BY d.first_id, d.second_id
        """);

    private static string Either(string? given, string condition) => given is null
        ? ""
        : $" AND (d.first_id IN (SELECT e.id FROM enterprise e WHERE {condition}) OR d.second_id IN (SELECT e.id FROM enterprise e WHERE {condition}))";
}
