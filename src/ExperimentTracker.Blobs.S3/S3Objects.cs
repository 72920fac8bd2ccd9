using Amazon.S3;
using Amazon.S3.Model;
using ExperimentTracker.Contracts.Blobs;

namespace ExperimentTracker.Blobs.S3;

/// <summary>The objects of a bucket below a prefix.</summary>
internal sealed class S3Objects(AmazonS3Client client, ArtifactLocation location) : IObjectStore
{
    private const string Absent = "*";

    public bool Put(string key, ReadOnlyMemory<byte> bytes, bool overwrite, CancellationToken cancellation)
    {
        try
        {
            return Run(async () =>
            {
                using var content = new MemoryStream(bytes.ToArray(), writable: false);
                await client.PutObjectAsync(
                    new PutObjectRequest
                    {
                        BucketName = location.Container,
                        Key = FullKey(key),
                        InputStream = content,
                        AutoCloseStream = false,
                        IfNoneMatch = overwrite ? null : Absent,
                        ChecksumSHA256 = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(bytes.Span)),
                    },
                    cancellation).ConfigureAwait(false);
                return true;
            });
        }
        catch (AmazonS3Exception e) when (S3Errors.IsTaken(e))
        {
            return false;
        }
    }

    public IObjectUpload BeginUpload(string key, CancellationToken cancellation) => new S3Upload(client, location, FullKey(key), cancellation);

    public long? SizeOf(string key, CancellationToken cancellation)
    {
        try
        {
            return Run(() => client.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = location.Container, Key = FullKey(key) }, cancellation)).ContentLength;
        }
        catch (AmazonS3Exception e) when (S3Errors.IsMissing(e))
        {
            return null;
        }
    }

    public Stream? Open(string key, long offset, CancellationToken cancellation)
    {
        try
        {
            GetObjectResponse response = Run(() => client.GetObjectAsync(
                new GetObjectRequest { BucketName = location.Container, Key = FullKey(key), ByteRange = offset == 0 ? null : new ByteRange($"bytes={offset}-") }, cancellation));
            return new S3Content(response);
        }
        catch (AmazonS3Exception e) when (S3Errors.IsMissing(e))
        {
            return null;
        }
        catch (AmazonS3Exception e) when (e.StatusCode == System.Net.HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            return Stream.Null; // all bytes were read before
        }
    }

    public void Delete(string key, CancellationToken cancellation) =>
        Run(() => client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = location.Container, Key = FullKey(key) }, cancellation));

    public IEnumerable<StoredObject> List(string prefix, CancellationToken cancellation)
    {
        var request = new ListObjectsV2Request { BucketName = location.Container, Prefix = FullKey(prefix) };
        while (true)
        {
            ListObjectsV2Response page = Run(() => client.ListObjectsV2Async(request, cancellation));
            foreach (S3Object found in page.S3Objects ?? [])
            {
                yield return new StoredObject(KeyOf(found.Key), found.Size ?? 0, (found.LastModified ?? default).ToUniversalTime());
            }

            if (page.IsTruncated != true) yield break;
            request.ContinuationToken = page.NextContinuationToken;
        }
    }

    public IEnumerable<UnfinishedUpload> Unfinished(CancellationToken cancellation)
    {
        var request = new ListMultipartUploadsRequest { BucketName = location.Container, Prefix = FullKey("") };
        while (true)
        {
            ListMultipartUploadsResponse page = Run(() => client.ListMultipartUploadsAsync(request, cancellation));
            foreach (MultipartUpload found in page.MultipartUploads ?? [])
            {
                if (!found.Key.StartsWith(FullKey(""), StringComparison.Ordinal)) continue;
                yield return new UnfinishedUpload(KeyOf(found.Key), found.UploadId, (found.Initiated ?? default).ToUniversalTime());
            }

            if (page.IsTruncated != true) yield break;
            (request.KeyMarker, request.UploadIdMarker) = (page.NextKeyMarker, page.NextUploadIdMarker);
        }
    }

    public void Abort(UnfinishedUpload upload, CancellationToken cancellation)
    {
        try
        {
            Run(() => client.AbortMultipartUploadAsync(
                new AbortMultipartUploadRequest { BucketName = location.Container, Key = FullKey(upload.Key), UploadId = upload.Id }, cancellation));
        }
        catch (AmazonS3Exception e) when (S3Errors.IsMissing(e))
        {
            // Completed or aborted meanwhile.
        }
    }

    public void Dispose() => client.Dispose();

    private string FullKey(string key) => location.Prefix.Length == 0 ? key : $"{location.Prefix}/{key}";

    private string KeyOf(string full) => location.Prefix.Length == 0 ? full : full[(location.Prefix.Length + 1)..];

    private T Run<T>(Func<Task<T>> request) => S3Errors.Run(location, request);
}
