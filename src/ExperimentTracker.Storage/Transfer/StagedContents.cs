using ExperimentTracker.Storage.Blobs;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Storage.Transfer;

/// <summary>The blobs of the source that the target lacks, staged before the transaction begins, because copying takes long and writers would wait.</summary>
internal sealed class StagedContents : IDisposable
{
    private readonly Dictionary<string, StagedContent> staged = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> announced = new(StringComparer.Ordinal);
    private readonly HashSet<string> kept = new(StringComparer.Ordinal);
    private readonly List<string> keptNow = [];
    private readonly List<string> damaged = [];
    private readonly BlobIntake intake;

    private StagedContents(BlobIntake intake) => this.intake = intake;

    /// <summary>The number of blobs that became part of the store.</summary>
    public long Kept => kept.Count;

    /// <summary>Their size in bytes.</summary>
    public long KeptSize { get; private set; }

    /// <summary>The digests of blobs that do not match their digest.</summary>
    public IReadOnlyList<string> Damaged => damaged;

    /// <summary>No blobs, for records whose blobs the store has already.</summary>
    public static StagedContents None(BlobIntake intake) => new(intake);

    public static StagedContents Stage(Database database, BlobIntake intake, ITransferSource source, bool preview, IProgress<string>? progress, CancellationToken cancellation)
    {
        var contents = new StagedContents(intake);
        try
        {
            HashSet<string> here = Existing(database, intake, cancellation);
            foreach ((string digest, long size) in source.Contents(cancellation))
            {
                if (here.Contains(digest)) continue;
                if (preview) contents.announced.Add(digest, size);
                else contents.StageOne(source, digest, progress, cancellation);
            }

            return contents;
        }
        catch
        {
            contents.Dispose();
            throw;
        }
    }

    /// <summary>Begins a transaction, and takes back what an attempt before kept.</summary>
    public void Begin()
    {
        foreach (string digest in keptNow)
        {
            kept.Remove(digest);
            KeptSize -= SizeOf(digest);
        }

        keptNow.Clear();
    }

    /// <summary>What was kept is committed.</summary>
    public void Accept() => keptNow.Clear();

    /// <summary>Makes a blob part of the store, if the source has it and the store does not.</summary>
    /// <returns>Whether it is part of the store now.</returns>
    public bool Keep(StoreConnection connection, string digest)
    {
        long size;
        if (staged.TryGetValue(digest, out StagedContent? blob)) size = blob.Size;
        else if (!announced.TryGetValue(digest, out size)) return BlobRows.StateOf(connection, digest) == BlobState.Stored;
        if (!kept.Add(digest)) return true;
        keptNow.Add(digest);
        if (blob is null) BlobRows.Store(connection, digest, size, sample: null);
        else blob.Keep(connection, replace: false, sample: null);
        KeptSize += size;
        return true;
    }

    public void Dispose()
    {
        foreach (StagedContent blob in staged.Values) blob.Dispose();
    }

    private long SizeOf(string digest) => staged.TryGetValue(digest, out StagedContent? blob) ? blob.Size : announced[digest];

    // The merge holds a pin, so none of these is collected before it is committed.
    private static HashSet<string> Existing(Database database, BlobIntake intake, CancellationToken cancellation)
    {
        List<string> listed = database.Read(connection => connection.Query($"SELECT digest FROM blobs WHERE {BlobRows.IsStored}", row => row.GetString(0)), cancellation);
        return listed.AsParallel().WithCancellation(cancellation).WithDegreeOfParallelism(8).Where(intake.Blobs.Has).ToHashSet(StringComparer.Ordinal);
    }

    private void StageOne(ITransferSource source, string digest, IProgress<string>? progress, CancellationToken cancellation)
    {
        progress?.Report(digest);
        intake.AwaitDeletion(digest, cancellation);
        using Stream? content = source.Open(digest);
        StagedContent? blob = content is null ? null : intake.Stage(content, replace: false, null, cancellation);
        if (blob?.Digest == digest)
        {
            staged.Add(digest, blob);
            return;
        }

        blob?.Dispose();
        damaged.Add(digest);
    }
}
