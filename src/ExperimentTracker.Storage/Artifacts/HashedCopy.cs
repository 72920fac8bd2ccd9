using System.Buffers;
using System.Security.Cryptography;

namespace ExperimentTracker.Storage.Artifacts;

/// <summary>
/// Copies bytes to a file and hashes them meanwhile: each piece is hashed on another thread while it is written, and the disk begins to take in what
/// was written before all of it is. So it takes as long as the slowest of the three.
/// </summary>
internal static class HashedCopy
{
    private const int BufferSize = 1 << 20;
    private const int FlushEach = 16 << 20;

    /// <returns>The digest and the size. The bytes are on the disk.</returns>
    public static (string Digest, long Size) To(FileStream file, Stream content, IProgress<long>? progress, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[][] buffers = [ArrayPool<byte>.Shared.Rent(BufferSize), ArrayPool<byte>.Shared.Rent(BufferSize)];
        (Task hashing, Task flushing) = (Task.CompletedTask, Task.CompletedTask);
        long size = 0, flushed = 0;
        try
        {
            for (int turn = 0; ; turn ^= 1)
            {
                byte[] buffer = buffers[turn];
                int read = content.Read(buffer);
                hashing.GetAwaiter().GetResult();
                if (read == 0) break;
                cancellation.ThrowIfCancellationRequested();
                hashing = Task.Run(() => hash.AppendData(buffer, 0, read), CancellationToken.None);
                file.Write(buffer, 0, read);
                size += read;
                progress?.Report(read);
                Milestones.Pass(Milestones.Staging);
                if (size - flushed < FlushEach || !flushing.IsCompleted) continue;
                flushing.GetAwaiter().GetResult();
                flushed = size;
                flushing = Task.Run(() => RandomAccess.FlushToDisk(file.SafeFileHandle), CancellationToken.None);
            }

            flushing.GetAwaiter().GetResult();
            file.Flush(flushToDisk: true);
            return (ArtifactRules.DigestOf(hash.GetHashAndReset()), size);
        }
        finally
        {
            // Neither may go on with what is given back or closed below them.
            Task.WhenAll(hashing, flushing).ContinueWith(static _ => { }, TaskScheduler.Default).GetAwaiter().GetResult();
            foreach (byte[] buffer in buffers) ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
