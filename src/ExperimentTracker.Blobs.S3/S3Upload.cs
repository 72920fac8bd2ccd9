using Amazon.S3;
using Amazon.S3.Model;
using ExperimentTracker.Contracts.Blobs;

namespace ExperimentTracker.Blobs.S3;

/// <summary>An upload in parts. The client sends a part again when its connection fails.</summary>
internal sealed class S3Upload : IObjectUpload
{
    private readonly AmazonS3Client client;
    private readonly ArtifactLocation location;
    private readonly string key;
    private readonly string id;
    private readonly List<PartETag> parts = [];
    private bool isComplete;

    public S3Upload(AmazonS3Client client, ArtifactLocation location, string key, CancellationToken cancellation)
    {
        this.client = client;
        this.location = location;
        this.key = key;
        id = S3Errors.Run(location, () => client.InitiateMultipartUploadAsync(new InitiateMultipartUploadRequest { BucketName = location.Container, Key = key }, cancellation)).UploadId;
    }

    public void Add(ReadOnlyMemory<byte> part, CancellationToken cancellation)
    {
        int number = parts.Count + 1;
        UploadPartResponse response = S3Errors.Run(location, async () =>
        {
            using var content = new MemoryStream(part.ToArray(), writable: false);
            return await client.UploadPartAsync(
                new UploadPartRequest { BucketName = location.Container, Key = key, UploadId = id, PartNumber = number, PartSize = part.Length, InputStream = content },
                cancellation).ConfigureAwait(false);
        });
        parts.Add(new PartETag(number, response.ETag));
    }

    public bool Complete(bool overwrite, CancellationToken cancellation)
    {
        try
        {
            S3Errors.Run(location, () => client.CompleteMultipartUploadAsync(
                new CompleteMultipartUploadRequest { BucketName = location.Container, Key = key, UploadId = id, PartETags = parts, IfNoneMatch = overwrite ? null : "*" }, cancellation));
            return isComplete = true;
        }
        catch (AmazonS3Exception e) when (S3Errors.IsTaken(e))
        {
            return false;
        }
    }

    // If the service cannot be reached, a check names what is left, and a garbage collection deletes it.
    public void Dispose()
    {
        if (isComplete) return;
        isComplete = true;
        try
        {
            S3Errors.Run(location, () => client.AbortMultipartUploadAsync(new AbortMultipartUploadRequest { BucketName = location.Container, Key = key, UploadId = id }));
        }
        catch (Exception e) when (e is TrackerException or AmazonS3Exception)
        {
        }
    }
}
