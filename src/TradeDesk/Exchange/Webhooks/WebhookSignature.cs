using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TradeDesk.Exchange;

/// <summary>Signatures and secrets as Standard Webhooks has them: <c>v1,</c> and base64 of HMAC-SHA256 over <c>id.timestamp.body</c>.</summary>
public static class WebhookSignature
{
    private const string Prefix = "whsec_";
    private const int SecretBytes = 32;

    public static string NewSecret() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>The header <c>webhook-signature</c>: one signature a secret, parted by blanks.</summary>
    /// <param name="id">The event's id.</param>
    /// <param name="timestamp">Seconds since 1970 UTC.</param>
    /// <param name="body">As it is sent.</param>
    /// <param name="secrets">Each <c>whsec_</c> and base64.</param>
    public static string Of(string id, long timestamp, ReadOnlySpan<byte> body, IEnumerable<string> secrets)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")), .. body];
        return string.Join(' ', secrets.Select(s => "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(s[Prefix.Length..]), signed))));
    }
}
