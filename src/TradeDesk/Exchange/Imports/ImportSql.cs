using TradeDesk.Data;

namespace TradeDesk.Exchange;

internal sealed class ImportSql(Dialect dialect)
{
    private const string Row =
        """
        SELECT id AS Id, key_id AS KeyId, partner AS Partner, role AS Role, countries AS Countries, cleared AS Cleared, source AS Source, mode AS Mode, dry_run AS DryRun,
               suggest AS Suggest, most_removed AS MostRemoved, map AS Map, status AS Status, size AS Size, parts AS Parts, read_count AS ReadCount, last_line AS LastLine,
               created AS Created, updated AS Updated, unchanged AS Unchanged, refused AS Refused, removed AS Removed, reasons AS Reasons, error_parts AS ErrorParts,
               failure AS Failure, created_at AS CreatedAt, started_at AS StartedAt, finished_at AS FinishedAt, expires_at AS ExpiresAt,
               attempts AS Attempts
        FROM import_job
        """;

    private const string IsWaiting = "j.status IN ('queued', 'running')", IsThere = "status <> 'receiving' AND status <> 'removed' AND expires_at > @now";
    private const string OfPartner = $"(partner = @partner OR @partner IS NULL) AND {IsThere}", Mine = "id = @id AND owner = @owner AND status = 'running'";

    // One import of a source at a time, in the order they came: what was sent later is the later truth. The clocks of replicas differ, so that one which runs
    // need not be the oldest.
    private const string Free =
        $"""
        {IsWaiting} AND (j.owner IS NULL OR j.owner = @owner OR j.lease_until < @now)
          AND NOT EXISTS (SELECT 1 FROM import_job e WHERE e.source = j.source AND e.status IN ('queued', 'running') AND (e.created_at < j.created_at OR (e.created_at = j.created_at AND e.id < j.id)))
          AND NOT EXISTS (SELECT 1 FROM import_job r WHERE r.source = j.source AND r.id <> j.id AND r.status = 'running' AND r.lease_until >= @now)
        """;

    private const string Over =
        "(status IN ('succeeded', 'failed', 'cancelled') AND (parts > 0 OR expires_at <= @now)) OR status = 'removed' OR (status = 'receiving' AND lease_until < @now)";

    public string Insert =>
        """
        INSERT INTO import_job (id, key_id, partner, role, countries, cleared, source, mode, dry_run, suggest, most_removed, map, status, size, parts, read_count, last_line,
                                created, updated, unchanged, refused, removed, reasons, error_parts, created_at, expires_at, lease_until)
        VALUES (@Id, @KeyId, @Partner, @Role, @Countries, @Cleared, @Source, @Mode, @DryRun, @Suggest, @MostRemoved, @Map, @Status, 0, 0, 0, 0,
                0, 0, 0, 0, 0, '{}', 0, @CreatedAt, @ExpiresAt, @LeaseUntil)
        """;

    public string CountWaiting => "SELECT COUNT(*) FROM import_job WHERE partner = @partner AND (status IN ('queued', 'running') OR (status = 'receiving' AND lease_until > @now))";

    public string One => $"{Row} WHERE id = @id";

    public string OneOfPartner => $"{Row} WHERE id = @id AND {OfPartner}";

    public string Newest => dialect.Paged($"{Row} WHERE {OfPartner} AND (id < @before OR @before IS NULL) ORDER BY id DESC");

    public string Receive => "UPDATE import_job SET parts = parts + 1, size = size + @size, lease_until = @until WHERE id = @id AND status = 'receiving' AND lease_until > @now";

    public string AddPart => "INSERT INTO import_part (import_id, number, content) SELECT id, parts, @content FROM import_job WHERE id = @id";

    // Behind what waits for the same source already, for the clocks of replicas differ.
    public string Received =>
        """
        UPDATE import_job
        SET status = 'queued', expires_at = @expiresAt, lease_until = 0,
            created_at = (SELECT CASE WHEN MAX(e.created_at) >= @now THEN MAX(e.created_at) + 1 ELSE @now END FROM import_job e WHERE e.source = import_job.source AND e.status IN ('queued', 'running'))
        WHERE id = @id AND status = 'receiving' AND lease_until > @now
        """;

    public string Abandon => "UPDATE import_job SET status = 'removed' WHERE id = @id AND status = 'receiving'";

    public string Part => "SELECT content FROM import_part WHERE import_id = @id AND number = @number";

    public string NextFree => dialect.Paged($"SELECT j.id FROM import_job j WHERE {Free} ORDER BY j.created_at, j.id");

    // The condition again: of two replicas that saw the same free import, the second one changes no row.
    public string Claim =>
        $"""
        UPDATE import_job
        SET status = 'running', owner = @owner, lease_until = @until, started_at = COALESCE(started_at, @now), attempts = CASE WHEN owner = @owner THEN attempts ELSE attempts + 1 END
        WHERE id = @id AND EXISTS (SELECT 1 FROM import_job j WHERE j.id = import_job.id AND {Free})
        """;

    public string Renew => $"UPDATE import_job SET lease_until = @until WHERE {Mine}";

    public string Release => $"UPDATE import_job SET owner = NULL, lease_until = 0, attempts = 0 WHERE {Mine}";

    public string Advance =>
        $"""
        UPDATE import_job
        SET read_count = read_count + @Read, last_line = @Line, created = created + @Created, updated = updated + @Updated, unchanged = unchanged + @Unchanged,
            refused = refused + @Refused, reasons = @reasons, error_parts = error_parts + @errorParts, lease_until = @until, attempts = 0
        WHERE {Mine} AND read_count = @before
        """;

    public string AddErrors => "INSERT INTO import_error (import_id, number, lines) SELECT id, error_parts, @lines FROM import_job WHERE id = @id AND refused - @Refused < @most";

    public string Removed => $"UPDATE import_job SET removed = removed + @gone, lease_until = @until, attempts = 0 WHERE {Mine}";

    public string Finish =>
        $"""
        UPDATE import_job
        SET status = @status, failure = @failure, finished_at = @now, expires_at = @expiresAt, owner = NULL, lease_until = 0
        WHERE {Mine}
        """;

    public string Cancel => $"UPDATE import_job SET status = 'cancelled', finished_at = @now, owner = NULL, lease_until = 0 WHERE id = @id AND status IN ('queued', 'running') AND {OfPartner}";

    public string Errors => dialect.Paged("SELECT number AS Number, lines AS Lines FROM import_error WHERE import_id = @id AND number > @after ORDER BY number");

    /// <summary>An import whose file or whose whole is no longer needed.</summary>
    public string NextOver => dialect.Paged($"SELECT id FROM import_job WHERE {Over} ORDER BY id");

    // Asked again where it is deleted: an upload that broke off may have begun anew under its id.
    public string HoldOver => $"UPDATE import_job SET parts = parts WHERE id = @id AND ({Over})";

    public string LowestPart => "SELECT COALESCE(MIN(number), 0) FROM import_part WHERE import_id = @id";

    public string DeleteParts => "DELETE FROM import_part WHERE import_id = @id AND number < @below";

    public string NoParts => "UPDATE import_job SET parts = 0 WHERE id = @id";

    public string LowestError => "SELECT COALESCE(MIN(number), 0) FROM import_error WHERE import_id = @id";

    public string DeleteErrors => "DELETE FROM import_error WHERE import_id = @id AND number < @below";

    public string Delete => "DELETE FROM import_job WHERE id = @id AND (status = 'removed' OR status = 'receiving' OR expires_at <= @now)";
}
