using System.Collections.Concurrent;
using System.Security.Cryptography;
using ExperimentTracker.Contracts.Blobs;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Storage.Blobs;

/// <summary>The blobs of a store in memory.</summary>
internal sealed class MemoryBlobs : IBlobs
{
    /// <summary>The bytes by digest.</summary>
    public ConcurrentDictionary<string, byte[]> Contents { get; } = new(StringComparer.Ordinal);

    public IStagedBytes Stage(Stream content, BlobStaging staging, CancellationToken cancellation)
    {
        using var buffer = new MemoryStream();
        byte[] part = new byte[1 << 16];
        int read;
        while ((read = content.Read(part)) > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            buffer.Write(part, 0, read);
            staging.Progress?.Report(read);
        }

        byte[] bytes = buffer.ToArray();
        return new Staged(bytes, ArtifactRules.DigestOf(SHA256.HashData(bytes)));
    }

    public void Keep(IStagedBytes staged, bool replace)
    {
        if (replace) Contents[staged.Digest] = ((Staged)staged).Bytes;
        else Contents.TryAdd(staged.Digest, ((Staged)staged).Bytes);
    }

    public bool Has(string digest) => Contents.ContainsKey(digest);

    public Stream? Open(string digest) => Contents.TryGetValue(digest, out byte[]? bytes) ? new MemoryStream(bytes, writable: false) : null;

    public string LocationOf(string digest) => digest;

    public void Dispose()
    {
    }

    private sealed record Staged(byte[] Bytes, string Digest) : IStagedBytes
    {
        public long Size => Bytes.Length;

        public bool IsWritten => true;

        public void Dispose()
        {
        }
    }
}
