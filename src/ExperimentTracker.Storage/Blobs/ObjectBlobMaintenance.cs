using ExperimentTracker.Contracts.Blobs;

namespace ExperimentTracker.Storage.Blobs;

/// <summary>Maintenance of blobs that are objects. Nothing can be moved there; what no record refers to is deleted when it is older than the grace.</summary>
/// <param name="objects">The object store, which is opened when it is first used.</param>
/// <param name="place">Its place, for display.</param>
/// <param name="grace">See <see cref="IBlobMaintenance.Grace"/>.</param>
internal sealed class ObjectBlobMaintenance(Lazy<IObjectStore> objects, string place, TimeSpan grace) : IBlobMaintenance
{
    private readonly ObjectKeys keys = new(place);

    public TimeSpan Grace => grace;

    public bool HasQuarantine => false;

    public IEnumerable<BlobFile> List(CancellationToken cancellation) => objects.Value.List(ObjectKeys.Contents, cancellation)
        .Select(found => new BlobFile(keys.LocationOf(found.Key), ObjectKeys.DigestAt(found.Key), found.Size, found.WrittenAt));

    public string? DigestAt(string location) =>
        keys.KeyAt(location) is { } key && ObjectKeys.DigestAt(key) is { } digest && SizeOf(digest) is not null ? digest : null;

    public long? SizeOf(string digest) => objects.Value.SizeOf(ObjectKeys.Of(digest), CancellationToken.None);

    public void Delete(string digest) => objects.Value.Delete(ObjectKeys.Of(digest), CancellationToken.None);

    public string? FindElsewhere(string digest) => null;

    public void MoveBack(string location, string digest) => throw new NotSupportedException("An object store has no quarantine.");

    public string MoveToQuarantine(string digest, string quarantine) => throw new NotSupportedException("An object store has no quarantine.");

    public IReadOnlyList<BlobLeftover> Leftovers(DateTime begunBefore) =>
    [
        .. objects.Value.Unfinished(CancellationToken.None)
            .Where(upload => upload.BegunAt <= begunBefore)
            .Select(upload => new BlobLeftover(keys.LocationOf(upload.Key), null, upload.Id, ObjectKeys.DigestAt(upload.Key))),
    ];

    public void DeleteLeftover(BlobLeftover leftover) =>
        objects.Value.Abort(new UnfinishedUpload(keys.KeyAt(leftover.Location)!, leftover.Id, default), CancellationToken.None);
}
