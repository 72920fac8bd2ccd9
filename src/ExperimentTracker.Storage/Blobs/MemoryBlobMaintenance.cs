namespace ExperimentTracker.Storage.Blobs;

/// <summary>Maintenance of blobs in memory, which are private to this process, so that there are no leftovers and no quarantine.</summary>
internal sealed class MemoryBlobMaintenance(MemoryBlobs blobs) : IBlobMaintenance
{
    public IEnumerable<BlobFile> List() => blobs.Contents.Keys.Select(digest => new BlobFile(digest, digest));

    public string? DigestAt(string location) => blobs.Contents.ContainsKey(location) ? location : null;

    public long? SizeOf(string digest) => blobs.Contents.TryGetValue(digest, out byte[]? bytes) ? bytes.Length : null;

    public void MoveToTrash(string digest) => blobs.Contents.TryRemove(digest, out _);

    public IReadOnlyList<string> Trash() => [];

    public void Discard(string digest)
    {
    }

    public string? FindElsewhere(string digest) => null;

    public void MoveBack(string location, string digest)
    {
    }

    public string MoveToQuarantine(string digest, string quarantine) => digest;

    public IReadOnlyList<string> Abandoned() => [];

    public void DeleteAbandoned(string location)
    {
    }

    public IDisposable? Pin() => null;

    public bool IsPinned() => false;
}
