using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ExperimentTracker.Alerts;

/// <summary>
/// The signature of a request to a web hook: HMAC-SHA256 of the id of the delivery, the time in seconds since 1970 and the body, joined by full stops. A receiver compares it, and refuses a time
/// that is some minutes old.
/// </summary>
/// <remarks>Source: «Standard Webhooks»: the headers <c>webhook-id</c>, <c>webhook-timestamp</c> and <c>webhook-signature</c>, and keys of the form <c>whsec_</c> and base64.</remarks>
internal static class WebHookSignature
{
    private const string KeyPrefix = "whsec_";

    /// <summary>The value of the header <c>webhook-signature</c>.</summary>
    /// <param name="secret">The secret: <c>whsec_</c> and the key in base64, or any other text, whose bytes in UTF-8 are the key.</param>
    /// <param name="id">The id of the delivery.</param>
    /// <param name="time">The time in seconds since 1970.</param>
    /// <param name="body">The body.</param>
    public static string Of(string secret, string id, long time, ReadOnlySpan<byte> body)
    {
        byte[] head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{time}."));
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(KeyOf(secret), (byte[])[.. head, .. body]))}";
    }

    private static byte[] KeyOf(string secret)
    {
        if (!secret.StartsWith(KeyPrefix, StringComparison.Ordinal)) return Encoding.UTF8.GetBytes(secret);
        var key = new byte[secret.Length];
        return Convert.TryFromBase64String(secret[KeyPrefix.Length..], key, out int length) ? key[..length] : Encoding.UTF8.GetBytes(secret);
    }
}
