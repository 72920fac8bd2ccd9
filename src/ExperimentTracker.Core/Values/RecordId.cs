using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ExperimentTracker.Values;

/// <summary>
/// Ids of records: strings that are unique in a store, chosen by the caller or generated here. Generated ids are UUIDs of version 7 (RFC 9562,
/// section 5.7), so they sort by the time they were generated.
/// </summary>
public static class RecordId
{
    /// <summary>The maximum length of an id, in characters.</summary>
    public const int MaxLength = 200;

    private const int UuidLength = 36;
    private const int ShortLength = 8;

    /// <summary>Generates a new id.</summary>
    /// <param name="time">The clock that provides the time in the id.</param>
    public static string New(TimeProvider time)
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes[6..]);
        long milliseconds = time.GetUtcNow().ToUnixTimeMilliseconds();
        BinaryPrimitives.WriteInt16BigEndian(bytes, (short)(milliseconds >> 32));
        BinaryPrimitives.WriteInt32BigEndian(bytes[2..], (int)milliseconds);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x70);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    /// <summary>
    /// Derives the id of a record that another tracker identifies differently. The same parts give the same id: a UUID of version 8 (RFC 9562,
    /// section 5.8) of their SHA-256.
    /// </summary>
    public static string From(params string[] parts)
    {
        byte[] bytes = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join('\0', parts)))[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    /// <summary>Whether an id looks like one that <see cref="From"/> derived.</summary>
    internal static bool IsDerived(string id) => id.Length == UuidLength && id[14] == '8';

    /// <summary>The short form for display and input: the random tail of a generated id. An id that a caller chose is returned unchanged.</summary>
    public static string Shorten(string id) =>
        id.Length == UuidLength && Guid.TryParseExact(id, "D", out _) ? id[^ShortLength..] : id;
}
