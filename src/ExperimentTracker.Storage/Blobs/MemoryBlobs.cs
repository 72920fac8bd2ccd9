using System.Collections.Concurrent;
using System.Security.Cryptography;
using ExperimentTracker.Contracts.Artifacts;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Storage.Blobs;

/// <summary>The blobs of a store in memory.</summary>
internal sealed class MemoryBlobs : IBlobs
{
    /// <summary>The bytes by digest.</summary>
    public ConcurrentDictionary<string, byte[]> Contents { get; } = new(StringComparer.Ordinal);

    public IStagedBlob Stage(Stream content, IProgress<long>? progress, CancellationToken cancellation)
    {
        using var buffer = new MemoryStream();
        byte[] part = new byte[1 << 16];
        int read;
        while ((read = content.Read(part)) > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            buffer.Write(part, 0, read);
            progress?.Report(read);
        }

        byte[] bytes = buffer.ToArray();
        return new Staged(bytes, ArtifactRules.DigestOf(SHA256.HashData(bytes)));
    }

    public void Keep(IStagedBlob staged) => Contents.TryAdd(staged.Digest, ((Staged)staged).Bytes);

    public void Replace(IStagedBlob staged) => Contents[staged.Digest] = ((Staged)staged).Bytes;

    public bool Has(string digest) => Contents.ContainsKey(digest);

    public Stream? Open(string digest) => Contents.TryGetValue(digest, out byte[]? bytes) ? new MemoryStream(bytes, writable: false) : null;

    public string LocationOf(string digest) => digest;

    private sealed record Staged(byte[] Bytes, string Digest) : IStagedBlob
    {
        public long Size => Bytes.Length;

        public void Dispose()
        {
        }
    }
}
