namespace TradeDesk.Data;

internal sealed class ChangeLogSql(Dialect dialect)
{
    public string Append => dialect.InsertAnswering(
        "change_log", "sequence",
        "at, actor, kind, op, id, version, source, external_id, country",
        "@at, @Actor, @Kind, @Op, @Id, @Version, @Source, @ExternalId, @Country");

    public string After => dialect.Paged(
        """
        SELECT sequence AS Sequence, at AS At, actor AS Actor, kind AS Kind, op AS Op, id AS Id, version AS Version,
               source AS Source, external_id AS ExternalId, country AS Country
        FROM change_log
        WHERE sequence > @sequence
        ORDER BY sequence
        """);

    public string Last => "SELECT COALESCE(MAX(sequence), 0) FROM change_log";
}
