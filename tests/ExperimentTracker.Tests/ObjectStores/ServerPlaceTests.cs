using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;
using ExperimentTracker.Storage.Postgres;

namespace ExperimentTracker.Tests.ObjectStores;

/// <summary>Where the artifacts of a store on a server are: in its database, or in a bucket that is named when the store is created.</summary>
[NeedsPostgres]
public sealed class ServerPlaceTests
{
    [Fact]
    public void Without_a_location_they_are_in_the_database()
    {
        using StoreUnderTest underTest = StoreUnderTest.OnPostgres();
        Artifact artifact = underTest.Store.AddText(underTest.Store.NewRun(), "k", "content");
        Assert.Equal($"objects/sha256/{artifact.Digest![7..9]}/{artifact.Digest[9..]}", artifact.Location);
        using IExperimentStore another = underTest.OpenAnother();
        Assert.Equal("content"u8.ToArray(), ArtifactReader.ReadBytes(another, artifact, null, Expect.None));
        Assert.Null(another.Describe(Expect.None).ArtifactLocation);
        TrackerException e = Expect.Refused("ArtifactsElsewhere", () => Open(underTest.Store.Address, "s3://bucket/x"));
        Assert.Contains("in its database, not in s3://bucket/x", e.Message, StringComparison.Ordinal);
    }

    [NeedsMotoFact]
    public void A_bucket_is_recorded_and_no_other_store_can_have_it()
    {
        using StoreUnderTest underTest = StoreUnderTest.OnPostgresWith(MotoServer.Shared);
        Artifact artifact = underTest.Store.AddText(underTest.Store.NewRun(), "k", "content");
        string place = underTest.Store.Describe(Expect.None).ArtifactLocation!;
        Assert.Contains($"sha256/{artifact.Digest![7..9]}/{artifact.Digest[9..]}", MotoServer.Shared.Keys(place));
        using (IExperimentStore another = underTest.OpenAnother()) Assert.Equal("content"u8.ToArray(), ArtifactReader.ReadBytes(another, artifact, null, Expect.None));
        Expect.Refused("ArtifactsElsewhere", () => Open(underTest.Store.Address, MotoServer.Shared.NewLocation()));
        StoreAddress second = PostgresSchemas.New();
        Expect.Refused("ArtifactsTaken", () => Open(second, place));
        Expect.Refused("StoreNotFound", () => Open(second, null, StoreOpening.Existing));
    }

    [Fact]
    public void A_bucket_that_cannot_be_used_is_an_error_and_no_store_is_created()
    {
        StoreAddress address = PostgresSchemas.New();
        Expect.Refused("ArtifactsUnreachable", () => Open(address, "s3://nobody/x?endpoint=http://127.0.0.1:1&region=us-east-1&pathstyle=true"));
        Expect.Refused("StoreNotFound", () => Open(address, null, StoreOpening.Existing));
    }

    private static void Open(StoreAddress address, string? artifacts, StoreOpening? opening = null)
    {
        using IExperimentStore store = new PostgresEngine().Open(
            address, (opening ?? StoreOpening.OrCreate) with { Artifacts = artifacts, Credentials = PostgresSchemas.Admin }, Expect.None);
    }
}
