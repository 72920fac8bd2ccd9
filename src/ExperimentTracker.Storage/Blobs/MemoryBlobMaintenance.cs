using ExperimentTracker.Contracts.Blobs;

namespace ExperimentTracker.Storage.Blobs;

/// <summary>Maintenance of blobs in memory, which are private to this process, so that there are no leftovers and no quarantine.</summary>
internal sealed class MemoryBlobMaintenance(MemoryBlobs blobs) : IBlobMaintenance
{
    public TimeSpan Grace => TimeSpan.Zero;

    public bool HasQuarantine => false;

    public IEnumerable<BlobFile> List(CancellationToken cancellation) =>
        blobs.Contents.Select(blob => new BlobFile(blob.Key, blob.Key, blob.Value.Length, DateTime.MaxValue));

    public string? DigestAt(string location) => blobs.Contents.ContainsKey(location) ? location : null;

    public long? SizeOf(string digest) => blobs.Contents.TryGetValue(digest, out byte[]? bytes) ? bytes.Length : null;

    public void Delete(string digest) => blobs.Contents.TryRemove(digest, out _);

    public string? FindElsewhere(string digest) => null;

    public void MoveBack(string location, string digest) => throw new NotSupportedException("There is no quarantine in memory.");

    public string MoveToQuarantine(string digest, string quarantine) => throw new NotSupportedException("There is no quarantine in memory.");

    public IReadOnlyList<BlobLeftover> Leftovers(DateTime begunBefore) => [];

    public void DeleteLeftover(BlobLeftover leftover) => throw new NotSupportedException("There are no leftovers in memory.");
}
