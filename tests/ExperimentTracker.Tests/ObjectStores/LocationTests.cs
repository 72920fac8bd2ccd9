using ExperimentTracker.Contracts.Blobs;

namespace ExperimentTracker.Tests.ObjectStores;

/// <summary>How locations of artifacts are read, and what they refuse.</summary>
public sealed class LocationTests
{
    [Theory]
    [InlineData("s3://bucket", "s3://bucket", "bucket", null, "")]
    [InlineData("S3://bucket/a/b/?region=eu-central-1", "s3://bucket/a/b?region=eu-central-1", "bucket", null, "a/b")]
    [InlineData("s3://b/p?pathstyle=true&endpoint=http://127.0.0.1:9000/", "s3://b/p?endpoint=http%3A%2F%2F127.0.0.1%3A9000&pathstyle=true", "b", null, "p")]
    [InlineData("azure://account/box/team%20a", "azure://account/box/team a", "box", "account", "team a")]
    public void A_location_has_a_normal_form(string text, string normal, string container, string? account, string prefix)
    {
        ArtifactLocation location = ArtifactLocation.Parse(text);
        Assert.Equal((normal, container, account, prefix), (location.Text, location.Container, location.Account, location.Prefix));
        Assert.True(location.IsSamePlace(ArtifactLocation.Parse(location.Text)));
    }

    [Theory]
    [InlineData("bucket/prefix", "form")]
    [InlineData("ftp://host/x", "'ftp'")]
    [InlineData("s3://", "form")]
    [InlineData("s3://bucket//x", "empty name")]
    [InlineData("s3://bucket/../other", "'..'")]
    [InlineData("s3://Bucket/x", "lower-case")]
    [InlineData("azure://account", "container is missing")]
    [InlineData("s3://bucket?region=", "'region' is empty")]
    [InlineData("s3://bucket?region=a&region=b", "named twice")]
    [InlineData("s3://bucket?pathstyle=yes", "true or false")]
    [InlineData("s3://bucket?endpoint=http://example.com", "https")]
    [InlineData("s3://bucket?endpoint=file:///etc", "http or https")]
    public void A_location_that_is_not_valid_says_why(string text, string why) =>
        Assert.Contains(why, Expect.Refused("ArtifactsLocationInvalid", () => ArtifactLocation.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("s3://key:hunter2@bucket/x")]
    [InlineData("s3://bucket/x?secret=hunter2")]
    [InlineData("azure://account/box?sig=hunter2&se=2030")]
    [InlineData("s3://bucket?endpoint=https://user:hunter2@example.com")]
    public void A_secret_is_refused_and_not_repeated(string text)
    {
        TrackerException e = Expect.Refused("ArtifactsLocationInvalid", () => ArtifactLocation.Parse(text));
        Assert.DoesNotContain("hunter2", e.Message + e.Target, StringComparison.Ordinal);
    }
}
