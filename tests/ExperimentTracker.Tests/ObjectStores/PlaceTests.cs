using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;
using ExperimentTracker.Storage;

namespace ExperimentTracker.Tests.ObjectStores;

/// <summary>Where artifacts are is decided when a store is created.</summary>
[NeedsMoto]
public sealed class PlaceTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_store_finds_its_artifacts_without_being_told_and_refuses_another_place()
    {
        string place = MotoServer.Shared.NewLocation(), other = MotoServer.Shared.NewLocation();
        Artifact artifact;
        using (IExperimentStore made = Open("store", place)) artifact = made.AddText(made.NewRun(), "k", "content");
        using (IExperimentStore again = Open("store")) Assert.Equal("content"u8.ToArray(), ArtifactReader.ReadBytes(again, artifact, null, Expect.None));
        Assert.Equal("store", Assert.Single(MotoServer.Shared.Keys(place), key => !key.StartsWith("sha256/", StringComparison.Ordinal)));
        Expect.Refused("ArtifactsElsewhere", () => Open("store", other));
        using (Open("plain"))
        {
        }

        Assert.Contains("its own folder", Expect.Refused("ArtifactsElsewhere", () => Open("plain", other)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_stores_cannot_share_a_place()
    {
        string place = MotoServer.Shared.NewLocation();
        using (Open("one", place))
        {
        }

        Expect.Refused("ArtifactsTaken", () => Open("two", place));
        Assert.False(File.Exists(folder.Sub("two/tracker.db")));
    }

    [Fact]
    public void A_backup_has_the_artifacts_in_its_folder()
    {
        using IExperimentStore store = Open("store", MotoServer.Shared.NewLocation());
        Artifact artifact = store.AddText(store.NewRun(), "k", "content");
        StoreBackup backup = store.Maintenance.Backup(folder.Sub("copy"), replace: false, null, Expect.None);
        Assert.Equal((1, true), (backup.Blobs, backup.IsComplete));
        using IExperimentStore copy = Open("copy");
        Artifact copied = copy.Artifacts.Query(new(), Expect.None).Single();
        Assert.StartsWith("s3://tests/", artifact.Location, StringComparison.Ordinal);
        Assert.Equal("content", File.ReadAllText(Path.Combine(copy.Path, copied.Location!)));
        Assert.Empty(copy.Findings());
    }

    [Theory]
    [InlineData("s3://nobody/x?endpoint=http://127.0.0.1:1&region=us-east-1&pathstyle=true", "ArtifactsUnreachable")]
    [InlineData("s3://no-such-bucket/x?endpoint={0}&region=us-east-1&pathstyle=true", "ArtifactsNotFound")]
    public void A_place_that_cannot_be_used_is_an_error_and_no_store_is_created(string place, string id)
    {
        Expect.Refused(id, () => Open("store", place.Replace("{0}", $"http://127.0.0.1:{MotoServer.Shared.Port}", StringComparison.Ordinal)));
        Assert.False(File.Exists(folder.Sub("store/tracker.db")));
    }

    private IExperimentStore Open(string name, string? artifacts = null) => new SqliteEngine().Open(StoreAddress.OfFolder(folder.Sub(name)), StoreOpening.OrCreate with { Artifacts = artifacts }, Expect.None);
}
