using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TradeDesk.Client;

/// <summary>What a webhook's signature says.</summary>
public enum WebhookVerdict
{
    /// <summary>The desk sent this body, now.</summary>
    Valid = 1,

    /// <summary>A header is missing or not of the documented shape.</summary>
    Malformed = 2,

    /// <summary>Signed more than five minutes ago, or ahead of now: sent again by someone, or a clock is wrong.</summary>
    WrongTime = 3,

    /// <summary>No signature is of any of the secrets, or the body is another.</summary>
    WrongSignature = 4,
}

/// <summary>Checks that a webhook comes from the desk (Standard Webhooks, version 1).</summary>
public static class WebhookSignature
{
    /// <summary>How far the time of a signature may be from now.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private const string SecretPrefix = "whsec_", Version = "v1,";

    /// <summary>Checks one webhook. Answer anything but <see cref="WebhookVerdict.Valid"/> with 401 and do nothing. A webhook may come twice; <c>webhook-id</c> is then the same.</summary>
    /// <param name="secrets">The secret, <c>whsec_</c> and Base64; while it is being changed, the new and the old one.</param>
    /// <param name="header">Gives a request header by its name, null where it is absent.</param>
    /// <param name="body">The body as it arrived, byte for byte: not read and written again.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="ArgumentException">There is no secret, or one is not of its shape: that is a fault here, not in the webhook.</exception>
    public static WebhookVerdict Verify(IReadOnlyCollection<string> secrets, Func<string, string?> header, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        var keys = secrets.Select(Key).ToList();
        if (keys.Count == 0)
            throw new ArgumentException("Give the secret of the webhook.", nameof(secrets));
        var (id, timestamp, signatures) = (header("webhook-id"), header("webhook-timestamp"), header("webhook-signature"));
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(signatures) || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return WebhookVerdict.Malformed;
        if (Math.Abs((decimal)now.ToUnixTimeSeconds() - seconds) > (decimal)Tolerance.TotalSeconds)
            return WebhookVerdict.WrongTime;
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var expected = keys.Select(key => HMACSHA256.HashData(key, signed)).ToList();
        var valid = false;
        // Every pair is compared whatever was found, so that the time taken tells nothing.
        foreach (var given in signatures.Split(' ').Where(s => s.StartsWith(Version, StringComparison.Ordinal)).Select(s => Bytes(s[Version.Length..])))
        {
            foreach (var right in expected)
                valid |= CryptographicOperations.FixedTimeEquals(right, given);
        }

        return valid ? WebhookVerdict.Valid : WebhookVerdict.WrongSignature;
    }

    private static byte[] Key(string secret)
    {
        var key = secret.StartsWith(SecretPrefix, StringComparison.Ordinal) ? Bytes(secret[SecretPrefix.Length..]) : [];
        return key.Length > 0 ? key : throw new ArgumentException("A secret is whsec_ and Base64, as the desk showed it.", nameof(secret));
    }

    private static byte[] Bytes(string base64) => Base64.IsValid(base64) ? Convert.FromBase64String(base64) : [];
}
