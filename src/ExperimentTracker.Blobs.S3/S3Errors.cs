using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using ExperimentTracker.Contracts.Blobs;

namespace ExperimentTracker.Blobs.S3;

/// <summary>The errors of S3 as those of the contract.</summary>
internal static class S3Errors
{
    private const string Sources = "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile (AWS_PROFILE), or the identity of the machine";

    /// <summary>Whether an object exists that a conditional request did not want, or is being written at the same time.</summary>
    public static bool IsTaken(AmazonS3Exception e) =>
        e.StatusCode == HttpStatusCode.PreconditionFailed || (e.StatusCode == HttpStatusCode.Conflict && e.ErrorCode == "ConditionalRequestConflict");

    public static bool IsMissing(AmazonS3Exception e) => e.StatusCode == HttpStatusCode.NotFound && e.ErrorCode != "NoSuchBucket";

    /// <summary>Runs a request, and waits for it.</summary>
    public static T Run<T>(ArtifactLocation location, Func<Task<T>> request)
    {
        try
        {
            return request().GetAwaiter().GetResult();
        }
        catch (Exception e) when (IsOfTheService(e) && e is not AmazonS3Exception { StatusCode: HttpStatusCode.NotFound, ErrorCode: not "NoSuchBucket" } && !(e is AmazonS3Exception s && IsTaken(s)))
        {
            throw Translate(location, e);
        }
    }

    public static TrackerException Translate(ArtifactLocation location, Exception e) => e switch
    {
        AmazonS3Exception { ErrorCode: "NoSuchBucket" } => BlobErrors.NotFound(location.Place, e),
        AmazonS3Exception { StatusCode: HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized } => BlobErrors.AccessDenied(location.Place, Sources, e),
        AmazonServiceException or HttpRequestException or IOException or TimeoutException => BlobErrors.Unreachable(location.Place, e),

        // The chain of credentials found none, or the region is missing.
        AmazonClientException => BlobErrors.AccessDenied(location.Place, Sources + "; the region from the location, AWS_REGION or the profile", e),
        _ => BlobErrors.Unreachable(location.Place, e),
    };

    private static bool IsOfTheService(Exception e) => e is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TimeoutException;
}
