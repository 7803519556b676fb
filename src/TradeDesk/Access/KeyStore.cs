using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using TradeDesk.Data;
using TradeDesk.Http;

namespace TradeDesk.Access;

/// <summary>Keys: made once, shown once, stored as a hash.</summary>
public sealed class KeyStore(Database database, ChangeLog log, TimeProvider clock)
{
    private const int Most = 10_000;
    private readonly KeySql sql = new(database.Dialect);

    /// <summary>Makes a key; its text is in the answer and nowhere else.</summary>
    public async Task<(ApiKey Key, string Text)> CreateAsync(string label, string partner, DeskRole role, IReadOnlyList<string> countries, bool cleared, CancellationToken cancellation)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var key = new ApiKey
        {
            Id = id,
            SecretHash = Hash(secret),
            Label = label,
            Partner = partner,
            Role = DeskJson.Word(role),
            Countries = string.Join(',', countries),
            Cleared = cleared ? 1 : 0,
            CreatedAt = clock.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        await database.WriteAsync(async w =>
        {
            await w.ExecuteAsync(sql.Insert, key);
            return await log.AppendAsync(w, new("command-line", "key", "upsert", id, 1));
        }, cancellation);
        return (key, $"td_{id}_{secret}");
    }

    /// <returns>False when there is no such valid key.</returns>
    public Task<bool> RevokeAsync(string id, CancellationToken cancellation) => database.WriteAsync(async w =>
    {
        var revoked = await w.ExecuteAsync(sql.Revoke, new { id, at = clock.GetUtcNow().ToUnixTimeMilliseconds() }) == 1;
        if (revoked)
            await log.AppendAsync(w, new("command-line", "key", "delete", id, 2));
        return revoked;
    }, cancellation);

    public Task<IReadOnlyList<ApiKey>> AllAsync(CancellationToken cancellation) =>
        database.ReadAsync(r => r.ListAsync<ApiKey>(sql.All, new { limit = Most }), cancellation);

    public Task<ApiKey?> FindAsync(string id, CancellationToken cancellation) =>
        database.ReadAsync(r => r.FindAsync<ApiKey>(sql.One, new { id }), cancellation);

    /// <summary>The id and secret in a key's text, or null when it has not the shape of a key.</summary>
    public static (string Id, string Secret)? Parse(string text) =>
        text.Length is > 40 and < 100 && text.Split('_', 3) is ["td", { Length: 12 } id, { Length: 43 } secret] ? (id, secret) : null;

    public static bool Matches(ApiKey key, string secret) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(key.SecretHash), Encoding.ASCII.GetBytes(Hash(secret)));

    // The secret is 256 random bits: a slow password hash would add nothing but latency.
    private static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
