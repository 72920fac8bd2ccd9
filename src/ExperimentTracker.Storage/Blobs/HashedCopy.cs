using System.Security.Cryptography;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Blobs;

/// <summary>
/// Copies bytes to a file and hashes them on another thread while they are written, so it takes as long as the slower of the two. The hash is that of
/// the written bytes, even if the source changes.
/// </summary>
internal static class HashedCopy
{
    /// <returns>The digest and the size. The bytes are flushed to disk.</returns>
    public static (string Digest, long Size) To(FileStream file, Stream content, EngineOptions options, IProgress<long>? progress, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using AlignedBuffer one = new(), other = new();
        var writer = new UncachedWriter(file);
        Task hashing = Task.CompletedTask;
        try
        {
            for (AlignedBuffer buffer = one; ; buffer = buffer == one ? other : one)
            {
                Memory<byte> piece = buffer.Bytes[..content.ReadAtLeast(buffer.Bytes.Span, buffer.Bytes.Length, throwOnEndOfStream: false)];
                hashing.GetAwaiter().GetResult();
                if (piece.IsEmpty) break;
                cancellation.ThrowIfCancellationRequested();
                hashing = Task.Run(() => hash.AppendData(piece.Span), CancellationToken.None);
                writer.Write(piece.Span);
                progress?.Report(piece.Length);
                options.Reached(FaultPoints.Staging);
            }

            file.Flush(flushToDisk: true);
            return (ArtifactRules.DigestOf(hash.GetHashAndReset()), writer.Written);
        }
        finally
        {
            // It must not use the buffer after it was returned to the pool.
            hashing.ContinueWith(static _ => { }, TaskScheduler.Default).GetAwaiter().GetResult();
        }
    }
}
