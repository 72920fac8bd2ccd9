using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Storage.Blobs;

/// <summary>Hashes bytes that are not copied.</summary>
internal static class ContentHash
{
    // Small enough to stay in the processor's cache between reading and hashing.
    private const int BufferSize = 1 << 17;
    private const int Places = 16;
    private const int PlaceSize = 4096;

    /// <summary>Returns the digest of the rest of a stream.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="progress">Receives the number of bytes that were read since the last report.</param>
    /// <param name="cancellation">Cancels the operation.</param>
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
    /// Returns a number that differs for most contents of the same size: the hash of 16 samples of 4 KiB, the first at the beginning and the last at
    /// the end; for small content, the hash of all bytes. Equal samples only mean that it is worth comparing the digests.
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
