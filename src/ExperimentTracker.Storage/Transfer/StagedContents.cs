using ExperimentTracker.Contracts.Artifacts;
using ExperimentTracker.Storage.Blobs;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Storage.Transfer;

/// <summary>The blobs of the source that the target lacks, staged before the transaction begins, because copying takes long and writers would wait.</summary>
internal sealed class StagedContents : IDisposable
{
    private readonly Dictionary<string, IStagedBlob> staged = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> announced = new(StringComparer.Ordinal);
    private readonly HashSet<string> spared = new(StringComparer.Ordinal);
    private readonly HashSet<string> kept = new(StringComparer.Ordinal);
    private readonly List<string> damaged = [];
    private readonly IBlobs blobs;
    private readonly ITransferSource source;

    private StagedContents(IBlobs blobs, ITransferSource source) => (this.blobs, this.source) = (blobs, source);

    /// <summary>The number of blobs that became part of the store.</summary>
    public long Kept => kept.Count;

    /// <summary>Their size in bytes.</summary>
    public long KeptSize { get; private set; }

    /// <summary>The digests of blobs that do not match their digest.</summary>
    public IReadOnlyList<string> Damaged => damaged;

    public static StagedContents Stage(Database database, IBlobs blobs, ITransferSource source, bool preview, IProgress<string>? progress, CancellationToken cancellation)
    {
        var contents = new StagedContents(blobs, source);
        try
        {
            HashSet<string> here = database.Read(connection => connection.Query("SELECT digest FROM blobs", row => row.GetString(0)).ToHashSet(StringComparer.Ordinal), cancellation);
            foreach ((string digest, long size) in source.Contents(cancellation))
            {
                if (here.Contains(digest)) contents.spared.UnionWith(preview ? [] : [digest]);
                else if (preview) contents.announced.Add(digest, size);
                else contents.StageOne(digest, progress, cancellation);
            }

            return contents;
        }
        catch
        {
            contents.Dispose();
            throw;
        }
    }

    /// <summary>Makes a blob part of the store, if the source has it and the store does not.</summary>
    /// <returns>Whether it is part of the store now.</returns>
    public bool Keep(StoreConnection connection, string digest)
    {
        bool isListed = connection.Scalar("SELECT 1 FROM blobs WHERE digest = @1", digest) is not null;
        bool wasSpared = spared.Remove(digest);
        if (isListed && !(wasSpared && !blobs.Has(digest))) return true;

        // It existed when the merge began, and was collected since.
        if (wasSpared) StageOne(digest, null, CancellationToken.None);
        long size;
        if (staged.TryGetValue(digest, out IStagedBlob? blob))
        {
            blobs.Keep(blob);
            size = blob.Size;
        }
        else if (!announced.TryGetValue(digest, out size))
        {
            return false;
        }

        connection.Execute("INSERT INTO blobs (digest, size, created_at) VALUES (@1, @2, @3) ON CONFLICT DO NOTHING", digest, size, connection.NowTicks);
        kept.Add(digest);
        KeptSize += size;
        return true;
    }

    public void Dispose()
    {
        foreach (IStagedBlob blob in staged.Values) blob.Dispose();
    }

    private void StageOne(string digest, IProgress<string>? progress, CancellationToken cancellation)
    {
        progress?.Report(digest);
        using Stream? content = source.Open(digest);
        IStagedBlob? blob = content is null ? null : blobs.Stage(content, null, cancellation);
        if (blob?.Digest == digest)
        {
            staged.Add(digest, blob);
            return;
        }

        blob?.Dispose();
        damaged.Add(digest);
    }
}
