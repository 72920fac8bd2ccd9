using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using ExperimentTracker.Contracts.Blobs;

namespace ExperimentTracker.Blobs.S3;

/// <summary>
/// Opens buckets of Amazon S3 and of services with its protocol. Credentials are those of the AWS tools: environment variables, a profile, a web identity, a
/// container or an instance. The region is that of the location, of <c>AWS_REGION</c> or of the profile.
/// </summary>
public sealed class S3Provider : IObjectStoreProvider
{
    private const int Retries = 6;

    // For one request of at most a part; a slower connection is retried.
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public IObjectStore Open(ArtifactLocation location)
    {
        var config = new AmazonS3Config
        {
            MaxErrorRetry = Retries,
            RetryMode = RequestRetryMode.Standard,
            Timeout = Timeout,

            // Services with the protocol of S3 may refuse checksums that they do not know. Parts and objects have a digest of their own.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            ForcePathStyle = location.Options.GetValueOrDefault("pathstyle") == "true",
        };
        string? region = location.Options.GetValueOrDefault("region");
        if (location.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint.AbsoluteUri;
            config.AuthenticationRegion = region ?? "us-east-1";
        }
        else if (region is not null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        try
        {
            return new S3Objects(new AmazonS3Client(config), location);
        }
        catch (AmazonClientException e)
        {
            throw S3Errors.Translate(location, e);
        }
    }
}
