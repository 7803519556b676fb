namespace TradeDesk.Http;

internal sealed class IdempotencySql
{
    private const string This = "key_id = @KeyId AND idempotency_key = @Key";

    public string Forget => "DELETE FROM idempotent_request WHERE expires_at <= @now";

    public string TakeOver => $"UPDATE idempotent_request SET lease_until = @until WHERE {This} AND request_hash = @Request AND status IS NULL AND lease_until <= @now";

    public string Claim =>
        $"""
        INSERT INTO idempotent_request (key_id, idempotency_key, request_hash, made, lease_until, expires_at)
        SELECT @KeyId, @Key, @Request, @Made, @until, @expiresAt
        WHERE NOT EXISTS (SELECT 1 FROM idempotent_request WHERE {This})
        """;

    public string Find =>
        $"""
        SELECT request_hash AS Request, made AS Made, body_hash AS BodyHash, status AS Status, headers AS Headers, body AS Body
        FROM idempotent_request
        WHERE {This}
        """;

    public string Renew => $"UPDATE idempotent_request SET lease_until = @until WHERE {This} AND made = @Made AND status IS NULL";

    public string Answer => $"UPDATE idempotent_request SET body_hash = @BodyHash, status = @Status, headers = @Headers, body = @Body WHERE {This} AND made = @Made AND status IS NULL";
}
