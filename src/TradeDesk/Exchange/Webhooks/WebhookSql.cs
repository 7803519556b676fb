using TradeDesk.Data;

namespace TradeDesk.Exchange;

internal sealed class WebhookSql(Dialect dialect)
{
    private const string Row =
        """
        SELECT id AS Id, version AS Version, partner AS Partner, key_id AS KeyId, url AS Url, description AS Description, kind AS Kind, op AS Op, country AS Country,
               source AS Source, secret AS Secret, old_secret AS OldSecret, old_secret_until AS OldSecretUntil, secret_made AS SecretMade, status AS Status, reason AS Reason, position AS Position,
               attempt AS Attempt, failing_since AS FailingSince, next_at AS NextAt, last_error AS LastError, delivered_at AS DeliveredAt, created_at AS CreatedAt,
               updated_at AS UpdatedAt
        FROM webhook
        """;

    // An administrator gives no partner.
    private const string Theirs = "(@partner IS NULL OR partner = @partner)", One = $"id = @id AND {Theirs}";
    private const string Due = "status = 'active' AND next_at <= @now AND position < COALESCE((SELECT MAX(sequence) FROM change_log), 0) AND (owner IS NULL OR lease_until < @now)";
    private const string Mine = "id = @id AND owner = @owner", MineBehind = "id = @Id AND owner = @Owner AND position = @Before";

    public string Insert =>
        """
        INSERT INTO webhook (id, version, partner, key_id, url, description, kind, op, country, source, secret, status, position, attempt, next_at, created_at, updated_at, lease_until)
        VALUES (@Id, 1, @Partner, @KeyId, @Url, @Description, @Kind, @Op, @Country, @Source, @Secret, @Status, @Position, 0, @NextAt, @CreatedAt, @UpdatedAt, 0)
        """;

    public string CountOfPartner => "SELECT COUNT(*) FROM webhook WHERE partner = @partner";

    public string Find => $"{Row} WHERE {One}";

    public string List => dialect.Paged($"{Row} WHERE {Theirs} AND id > @after ORDER BY id");

    public string Replace =>
        """
        UPDATE webhook
        SET version = version + 1, key_id = @KeyId, url = @Url, description = @Description, kind = @Kind, op = @Op, country = @Country, source = @Source,
            status = @Status, reason = @Reason, updated_at = @UpdatedAt
        WHERE id = @Id AND version = @Version
        """;

    public string TryAtOnce => "UPDATE webhook SET attempt = 0, failing_since = NULL, next_at = @now, last_error = NULL WHERE id = @id";

    public string FindHeld => dialect.Holding("webhook", "id = @id") + Find;

    public string Rotate =>
        """
        UPDATE webhook
        SET version = @Version, old_secret = @OldSecret, old_secret_until = @OldSecretUntil, secret = @Secret, secret_made = @SecretMade, updated_at = @UpdatedAt
        WHERE id = @Id
        """;

    public string Replay =>
        $"""
        UPDATE webhook
        SET version = version + 1, position = @after, attempt = 0, failing_since = NULL, next_at = @now, last_error = NULL, updated_at = @now
        WHERE {One}
        """;

    public string Remove => "DELETE FROM webhook WHERE id = @id AND version = @version";

    public string RemoveDeliveries => "DELETE FROM webhook_delivery WHERE webhook_id = @id";

    public string Deliveries => dialect.Paged(
        """
        SELECT number AS Number, sequence AS Sequence, type AS Type, record_id AS RecordId, attempt AS Attempt, delivered AS Delivered, status AS Status,
               duration AS Duration, error AS Error, at AS At
        FROM webhook_delivery
        WHERE webhook_id = @id AND number < @before
        ORDER BY number DESC
        """);

    public string NextDue => dialect.Paged($"SELECT id FROM webhook WHERE {Due} ORDER BY next_at, id");

    public string NextTurn => "SELECT MIN(next_at) FROM webhook WHERE status = 'active' AND next_at > @now AND owner IS NULL";

    // The condition again: of two replicas that saw the same free webhook, the second one changes no row.
    public string Claim => $"UPDATE webhook SET owner = @owner, lease_until = @until WHERE id IN @ids AND {Due}";

    public string Claimed => $"{Row} WHERE id IN @ids AND owner = @owner";

    public string Held => $"{Row} WHERE {Mine} AND status = 'active' AND lease_until > @now";

    public string Advance =>
        $"""
        UPDATE webhook
        SET position = @Position, attempt = 0, failing_since = NULL, last_error = NULL, delivered_at = @Now, lease_until = @LeaseUntil
        WHERE {MineBehind}
        """;

    // Of another version it is left as its owner has made it meanwhile.
    public string Fail =>
        $"""
        UPDATE webhook
        SET position = @Position, attempt = @FailedAttempts, failing_since = @FailingSince, next_at = @NextAt, last_error = @Error, owner = NULL, lease_until = 0
        WHERE {MineBehind} AND version = @Version
        """;

    public string Disable =>
        $"""
        UPDATE webhook
        SET version = version + 1, status = 'disabled', reason = @Reason, updated_at = @Now
        WHERE id = @Id AND version = @Version AND status = 'active'
        """;

    public string Rest => $"UPDATE webhook SET position = @Position, next_at = @Now, owner = NULL, lease_until = 0 WHERE {MineBehind}";

    public string Release => $"UPDATE webhook SET owner = NULL, lease_until = 0 WHERE {Mine}";

    public string AddDelivery =>
        """
        INSERT INTO webhook_delivery (webhook_id, sequence, type, record_id, attempt, delivered, status, duration, error, at)
        VALUES (@Id, @Sequence, @Type, @RecordId, @Attempt, @Delivered, @Status, @Duration, @Error, @Now)
        """;

    public string ForgetDeliveries =>
        $"""
        DELETE FROM webhook_delivery
        WHERE webhook_id = @id AND number < (SELECT MIN(kept.number) FROM ({dialect.Paged("SELECT number FROM webhook_delivery WHERE webhook_id = @id ORDER BY number DESC")}) kept)
        """;
}
