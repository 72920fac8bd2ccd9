using System.Security.Cryptography;
using System.Text;

namespace ExperimentTracker.Web.Access;

/// <summary>Random texts that cannot be guessed.</summary>
internal static class Secrets
{
    private const int Bytes = 32;

    /// <summary>Returns a new secret in the characters of base64url.</summary>
    public static string New() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>The digest of a secret. Digests are compared, because comparing texts of different lengths would take different times.</summary>
    public static byte[] Digest(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>Whether a text is the secret with this digest, in a time that does not depend on the text.</summary>
    public static bool Equal(string? given, byte[] digest) => given is not null && CryptographicOperations.FixedTimeEquals(Digest(given), digest);
}
