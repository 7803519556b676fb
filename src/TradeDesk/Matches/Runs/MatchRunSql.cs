using TradeDesk.Data;

namespace TradeDesk.Matches;

internal sealed class MatchRunSql(Dialect dialect)
{
    private const string Row =
        """
        SELECT id AS Id, key_id AS KeyId, partner AS Partner, role AS Role, countries AS Countries, cleared AS Cleared, state AS State, peers AS Peers,
               policy AS Policy, on_day AS OnDay, explained AS Explained, sequence AS Sequence, total AS Total, done AS Done, parts AS Parts,
               last_enterprise AS LastEnterprise, failure AS Failure, created_at AS CreatedAt, started_at AS StartedAt, finished_at AS FinishedAt, expires_at AS ExpiresAt
        FROM match_run
        """;

    private const string IsThere = "state <> 'removed' AND expires_at > @now", IsWaiting = "state IN ('queued', 'running') AND expires_at > @now";
    private const string OfKey = $"key_id = @keyId AND {IsThere}", Free = $"{IsWaiting} AND (owner IS NULL OR owner = @owner OR lease_until < @now)";
    private const string Mine = "id = @id AND owner = @owner AND state = 'running'";

    public string Insert =>
        """
        INSERT INTO match_run (id, key_id, partner, role, countries, cleared, state, peers, policy, on_day, explained, sequence, total, done, parts,
                               last_enterprise, created_at, expires_at, lease_until)
        VALUES (@Id, @KeyId, @Partner, @Role, @Countries, @Cleared, @State, @Peers, @Policy, @OnDay, @Explained, @Sequence, @Total, 0, 0,
                '', @CreatedAt, @ExpiresAt, 0)
        """;

    public string CountOfKey => $"SELECT COUNT(*) FROM match_run WHERE {OfKey}";

    public string CountWaiting => $"SELECT COUNT(*) FROM match_run WHERE {IsWaiting}";

    public string OneOfKey => $"{Row} WHERE id = @id AND {OfKey}";

    public string AllOfKey => dialect.Paged($"{Row} WHERE {OfKey} ORDER BY created_at DESC, id DESC");

    public string One => $"{Row} WHERE id = @id";

    public string NextFree => dialect.Paged($"SELECT id FROM match_run WHERE {Free} ORDER BY created_at, id");

    // The condition again: of two replicas that saw the same free run, the second one changes no row.
    public string Claim =>
        $"""
        UPDATE match_run
        SET state = 'running', owner = @owner, lease_until = @until, started_at = COALESCE(started_at, @now)
        WHERE id = @id AND {Free}
        """;

    public string Release => $"UPDATE match_run SET owner = NULL, lease_until = 0 WHERE {Mine}";

    public string Advance =>
        $"""
        UPDATE match_run
        SET done = done + @Looked, parts = parts + @stored, last_enterprise = @Last, sequence = CASE WHEN done = 0 THEN @Sequence ELSE sequence END,
            lease_until = @until, expires_at = @expiresAt
        WHERE {Mine} AND last_enterprise = @After
        """;

    public string AddPart => "INSERT INTO match_run_part (run_id, number, lines) SELECT id, parts, @Lines FROM match_run WHERE id = @id";

    public string Finish =>
        $"""
        UPDATE match_run
        SET state = @state, failure = @failure, total = CASE WHEN @failure IS NULL THEN done ELSE total END, finished_at = @now, expires_at = @expiresAt,
            owner = NULL, lease_until = 0
        WHERE {Mine}
        """;

    public string Parts => dialect.Paged("SELECT number AS Number, lines AS Lines FROM match_run_part WHERE run_id = @id AND number > @after ORDER BY number");

    public string Remove => $"UPDATE match_run SET state = 'removed', owner = NULL WHERE id = @id AND {OfKey}";

    public string NextOver => dialect.Paged("SELECT id FROM match_run WHERE state = 'removed' OR expires_at <= @now ORDER BY id");

    public string Expire => "UPDATE match_run SET state = 'removed', owner = NULL WHERE id = @id AND (state = 'removed' OR expires_at <= @now)";

    public string LowestPart => "SELECT COALESCE(MIN(number), 0) FROM match_run_part WHERE run_id = @id";

    public string DeleteParts => "DELETE FROM match_run_part WHERE run_id = @id AND number < @below";

    public string Delete => "DELETE FROM match_run WHERE id = @id AND state = 'removed'";
}
