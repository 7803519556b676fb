namespace TradeDesk.Data;

internal sealed class ChangeLogSql(Dialect dialect)
{
    public string Append => dialect.InsertAnswering(
        "change_log", "sequence",
        "at, actor, kind, op, id, version, source, external_id, country, partner, hidden",
        "@at, @Actor, @Kind, @Op, @Id, @Version, @Source, @ExternalId, @Country, @Partner, @Hidden");

    public string After => dialect.Paged(
        """
        SELECT sequence AS Sequence, at AS At, actor AS Actor, kind AS Kind, op AS Op, id AS Id, version AS Version,
               source AS Source, external_id AS ExternalId, country AS Country
        FROM change_log
        WHERE sequence > @sequence
        ORDER BY sequence
        """);

    public string LastOfEach => dialect.Paged(
        """
        SELECT c.sequence AS Sequence, c.at AS At, c.actor AS Actor, c.kind AS Kind, c.op AS Op, c.id AS Id, c.version AS Version,
               c.source AS Source, c.external_id AS ExternalId, c.country AS Country
        FROM change_log c
        WHERE c.sequence > @after AND c.sequence <= @until AND c.kind = @kind
          AND NOT EXISTS (SELECT 1 FROM change_log l WHERE l.kind = c.kind AND l.id = c.id AND l.sequence > c.sequence AND l.sequence <= @until)
        ORDER BY c.sequence
        """);

    // A stretch from the oldest line on, as far as all in it is old enough; the last line stays, for it tells where the log is.
    public string Forget =>
        """
        DELETE FROM change_log
        WHERE sequence < (SELECT MIN(sequence) FROM change_log) + @limit
          AND sequence < COALESCE((SELECT MIN(sequence) FROM change_log WHERE at >= @before), (SELECT MAX(sequence) FROM change_log))
        """;

    public string First => "SELECT COALESCE(MIN(sequence), 0) FROM change_log";

    public string Last => "SELECT COALESCE(MAX(sequence), 0) FROM change_log";
}
