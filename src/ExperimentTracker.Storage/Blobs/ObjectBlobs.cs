using System.Security.Cryptography;
using ExperimentTracker.Contracts.Blobs;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Blobs;

/// <summary>
/// Blobs as objects. Bytes are uploaded under their digest when they are staged, unless they are there, and never changed: whoever uploads the same bytes at
/// the same time may win. Content of up to one part is hashed and uploaded from memory. Larger content is hashed first, because its digest is its key, and
/// again while its parts are uploaded, so that bytes that change meanwhile never become a blob.
/// </summary>
/// <param name="objects">The object store, which is opened when it is first used.</param>
/// <param name="place">Its place, for display.</param>
/// <param name="options">The options of the engine.</param>
internal sealed class ObjectBlobs(Lazy<IObjectStore> objects, string place, EngineOptions options) : IBlobs
{
    /// <summary>The size of a part in bytes: S3 accepts 10,000 of them, so an object of up to 156 GiB.</summary>
    internal const int PartSize = 16 << 20;

    private readonly ObjectKeys keys = new(place);

    public IStagedBytes Stage(Stream content, BlobStaging staging, CancellationToken cancellation)
    {
        long start = content.CanSeek ? content.Position : 0;
        var first = new PartReader(content, PartSize);
        ReadOnlyMemory<byte> part = first.Next(cancellation);
        if (first.IsAtEnd) return StageSmall(part, staging, cancellation);
        Stream source = content.CanSeek ? content : TemporaryCopy.Of(part.Span, content, cancellation);
        try
        {
            return StageLarge(source, start, staging, cancellation);
        }
        finally
        {
            if (source != content) source.Dispose();
        }
    }

    // The bytes are there, and the row that announced them keeps them there until the commit.
    public void Keep(IStagedBytes staged, bool replace)
    {
    }

    public bool Has(string digest) => objects.Value.SizeOf(ObjectKeys.Of(digest), CancellationToken.None) is not null;

    public Stream? Open(string digest) => ResumedStream.Open(objects.Value, ObjectKeys.Of(digest));

    public string LocationOf(string digest) => keys.LocationOf(ObjectKeys.Of(digest));

    /// <summary>Reserves the location for a store, so that no other store's garbage collection deletes its blobs.</summary>
    /// <exception cref="TrackerException"><c>ArtifactsTaken</c>, and the errors of the object store.</exception>
    public void Claim(string storeId, CancellationToken cancellation)
    {
        if (objects.Value.Put(ObjectKeys.Owner, System.Text.Encoding.ASCII.GetBytes(storeId), overwrite: false, cancellation)) return;
        using Stream? content = objects.Value.Open(ObjectKeys.Owner, 0, cancellation);
        using var reader = new StreamReader(content ?? Stream.Null);
        string owner = reader.ReadToEnd();
        if (owner != storeId) throw BlobErrors.Taken(place, owner);
    }

    public void Dispose()
    {
        if (objects.IsValueCreated) objects.Value.Dispose();
    }

    private Staged StageSmall(ReadOnlyMemory<byte> bytes, BlobStaging staging, CancellationToken cancellation)
    {
        string digest = ArtifactRules.DigestOf(SHA256.HashData(bytes.Span)), key = ObjectKeys.Of(digest);
        staging.Announce(digest, bytes.Length);
        options.Reached(FaultPoints.Staging);
        bool isWritten = objects.Value.Put(key, bytes, staging.Replace, cancellation);

        // An object of another size is damaged, and is written again.
        if (!isWritten && objects.Value.SizeOf(key, cancellation) != bytes.Length) isWritten = objects.Value.Put(key, bytes, overwrite: true, cancellation);
        staging.Progress?.Report(bytes.Length);
        options.Reached(FaultPoints.Staged);
        return new Staged(digest, bytes.Length, isWritten);
    }

    private Staged StageLarge(Stream source, long start, BlobStaging staging, CancellationToken cancellation)
    {
        source.Position = start;
        string digest = ContentHash.Of(source, null, cancellation), key = ObjectKeys.Of(digest);
        long size = source.Position - start;
        staging.Announce(digest, size);
        long? existing = objects.Value.SizeOf(key, cancellation);
        if (!staging.Replace && existing == size) return new Staged(digest, size, IsWritten: false);
        source.Position = start;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using IObjectUpload upload = objects.Value.BeginUpload(key, cancellation);
        var parts = new PartReader(source, PartSize);
        while (parts.Next(cancellation) is { IsEmpty: false } part)
        {
            hash.AppendData(part.Span);
            upload.Add(part, cancellation);
            staging.Progress?.Report(part.Length);
            options.Reached(FaultPoints.Staging);
        }

        if (ArtifactRules.DigestOf(hash.GetHashAndReset()) != digest) throw BlobErrors.Changing(place);
        bool isWritten = upload.Complete(overwrite: existing is not null, cancellation);
        options.Reached(FaultPoints.Staged);
        return new Staged(digest, size, isWritten);
    }

    private sealed record Staged(string Digest, long Size, bool IsWritten) : IStagedBytes
    {
        public void Dispose()
        {
        }
    }
}
