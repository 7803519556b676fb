using TradeDesk.Data;

namespace TradeDesk.Access;

internal sealed class KeySql(Dialect dialect)
{
    private const string Columns =
        """
        id AS Id, secret_hash AS SecretHash, label AS Label, partner AS Partner, role AS Role, countries AS Countries,
        cleared AS Cleared, created_at AS CreatedAt, revoked_at AS RevokedAt
        """;

    public string All => dialect.Paged($"SELECT {Columns} FROM api_key ORDER BY created_at, id");

    public string One => $"SELECT {Columns} FROM api_key WHERE id = @id";

    public string Insert =>
        """
        INSERT INTO api_key (id, secret_hash, label, partner, role, countries, cleared, created_at)
        VALUES (@Id, @SecretHash, @Label, @Partner, @Role, @Countries, @Cleared, @CreatedAt)
        """;

    public string Revoke => "UPDATE api_key SET revoked_at = @at WHERE id = @id AND revoked_at IS NULL";
}
