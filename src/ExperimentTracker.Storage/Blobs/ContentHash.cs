using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Storage.Blobs;

/// <summary>Hashes bytes that stay where they are.</summary>
internal static class ContentHash
{
    // Small enough to stay in the processor's cache between reading and hashing.
    private const int BufferSize = 1 << 17;
    private const int Places = 16;
    private const int PlaceSize = 4096;

    /// <summary>The digest of what is left of a stream.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="progress">Told how many bytes more were read.</param>
    /// <param name="cancellation">Stops reading.</param>
    public static string Of(Stream content, IProgress<long>? progress, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            while ((read = content.Read(buffer)) > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                hash.AppendData(buffer, 0, read);
                progress?.Report(read);
            }

            return ArtifactRules.DigestOf(hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// A number that tells most contents of one size apart: the hash of 16 places of 4 KiB, the first at the beginning and the last at the end; of all the
    /// bytes when they are no more. It says what is worth a closer look, and proves nothing.
    /// </summary>
    public static long Sample(Stream content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> place = stackalloc byte[PlaceSize];
        long beyond = Math.Max(0, content.Length - PlaceSize);
        bool all = content.Length <= Places * PlaceSize;
        for (int i = 0; i < Places; i++)
        {
            content.Position = all ? Math.Min((long)i * PlaceSize, content.Length) : (long)((UInt128)beyond * (uint)i / (Places - 1));
            hash.AppendData(place[..content.ReadAtLeast(place, PlaceSize, throwOnEndOfStream: false)]);
        }

        Span<byte> result = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(result);
        return BinaryPrimitives.ReadInt64BigEndian(result);
    }
}
