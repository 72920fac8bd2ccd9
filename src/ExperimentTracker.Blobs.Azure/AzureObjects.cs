using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using ExperimentTracker.Contracts.Blobs;

namespace ExperimentTracker.Blobs.Azure;

/// <summary>The block blobs of a container below a prefix.</summary>
internal sealed class AzureObjects(BlobContainerClient container, ArtifactLocation location) : IObjectStore
{
    /// <summary>The condition that there is no blob.</summary>
    public static readonly BlobRequestConditions Absent = new() { IfNoneMatch = ETag.All };

    public bool Put(string key, ReadOnlyMemory<byte> bytes, bool overwrite, CancellationToken cancellation)
    {
        try
        {
            return Run(() =>
            {
                using var content = new MemoryStream(bytes.ToArray(), writable: false);
                ClientOf(key).Upload(content, new BlobUploadOptions { Conditions = overwrite ? null : Absent }, cancellation);
                return true;
            });
        }
        catch (RequestFailedException e) when (AzureErrors.IsTaken(e))
        {
            return false;
        }
    }

    public IObjectUpload BeginUpload(string key, CancellationToken cancellation) => new AzureUpload(ClientOf(key), location);

    public long? SizeOf(string key, CancellationToken cancellation)
    {
        try
        {
            return Run(() => ClientOf(key).GetProperties(cancellationToken: cancellation)).Value.ContentLength;
        }
        catch (RequestFailedException e) when (AzureErrors.IsMissing(e))
        {
            return null;
        }
    }

    public Stream? Open(string key, long offset, CancellationToken cancellation)
    {
        try
        {
            return new AzureContent(Run(() => ClientOf(key).DownloadStreaming(new BlobDownloadOptions { Range = new HttpRange(offset) }, cancellation)).Value.Content);
        }
        catch (RequestFailedException e) when (AzureErrors.IsMissing(e))
        {
            return null;
        }
        catch (TrackerException e) when (e.InnerException?.InnerException is RequestFailedException { Status: 416 })
        {
            return Stream.Null; // it is empty, or all bytes were read before
        }
    }

    public void Delete(string key, CancellationToken cancellation) => Run(() => ClientOf(key).DeleteIfExists(cancellationToken: cancellation));

    public IEnumerable<StoredObject> List(string prefix, CancellationToken cancellation)
    {
        using IEnumerator<BlobItem> found = container.GetBlobs(BlobTraits.None, BlobStates.None, FullKey(prefix), cancellation).GetEnumerator();
        while (Run(found.MoveNext))
        {
            yield return new StoredObject(
                KeyOf(found.Current.Name), found.Current.Properties.ContentLength ?? 0, (found.Current.Properties.LastModified ?? default).UtcDateTime);
        }
    }

    // Azure deletes blocks that were not committed a week after the last one. Until then they have no date and cannot be deleted without a write to the blob,
    // which could be another writer's.
    public IEnumerable<UnfinishedUpload> Unfinished(CancellationToken cancellation) => [];

    public void Abort(UnfinishedUpload upload, CancellationToken cancellation) => throw new NotSupportedException("Azure deletes uncommitted blocks itself.");

    public void Dispose()
    {
    }

    private BlockBlobClient ClientOf(string key) => container.GetBlockBlobClient(FullKey(key));

    private string FullKey(string key) => location.Prefix.Length == 0 ? key : $"{location.Prefix}/{key}";

    private string KeyOf(string full) => location.Prefix.Length == 0 ? full : full[(location.Prefix.Length + 1)..];

    private T Run<T>(Func<T> request) => AzureErrors.Run(location, request);
}
