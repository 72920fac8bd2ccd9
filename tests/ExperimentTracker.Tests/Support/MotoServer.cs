using Amazon.S3;
using Amazon.S3.Model;

namespace ExperimentTracker.Tests.Support;

/// <summary>Moto, an emulator of S3 in Python.</summary>
public sealed class MotoServer : ObjectService
{
    private const string Bucket = "tests";

    private MotoServer()
    {
    }

    public static MotoServer Shared { get; } = new();

    /// <summary>A client of the service itself, as an independent view of what is there.</summary>
    public AmazonS3Client NewClient() => NewClient(Port);

    private static AmazonS3Client NewClient(int port) => new(new AmazonS3Config { ServiceURL = $"http://127.0.0.1:{port}", ForcePathStyle = true, AuthenticationRegion = "us-east-1" });

    /// <summary>The keys of all objects of a location.</summary>
    public List<string> Keys(string location)
    {
        using AmazonS3Client client = NewClient();
        string prefix = Contracts.Blobs.ArtifactLocation.Parse(location).Prefix + "/";
        return [.. (client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = Bucket, Prefix = prefix }).Result.S3Objects ?? []).Select(o => o.Key[prefix.Length..])];
    }

    protected override string? Missing()
    {
        if (OperatingSystem.IsWindows() || Tools.Find("python3") is null) return "'python3' is not on the PATH of this machine; it runs moto, an emulator of S3.";
        try
        {
            Tools.Run("python3", Path.GetTempPath(), "-c", "import moto.server");
            return null;
        }
        catch (Xunit.Sdk.XunitException)
        {
            return "Python has no module moto.server on this machine, an emulator of S3; with a network: pip install 'moto[server,s3]'.";
        }
    }

    protected override (string Program, string[] Arguments) CommandFor(int port) => ("python3", ["-m", "moto.server", "-H", "127.0.0.1", "-p", $"{port}"]);

    protected override void Prepare(int port)
    {
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "tests");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "tests");
        using AmazonS3Client client = NewClient(port);
        client.PutBucketAsync(new PutBucketRequest { BucketName = Bucket }).Wait();
    }

    protected override string LocationOf(string prefix, int port) => $"s3://{Bucket}/{prefix}?endpoint=http://127.0.0.1:{port}&pathstyle=true&region=us-east-1";
}
