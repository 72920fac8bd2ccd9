using System.Security.Cryptography;
using System.Text;
using ExperimentTracker.Contracts.Artifacts;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;
using ExperimentTracker.Services;

namespace ExperimentTracker.Tests.Artifacts;

/// <summary>A content that the store has is recognised by its hash and not written again. If it is deleted meanwhile, it is written.</summary>
public sealed class KnownContentTests : IDisposable
{
    private readonly StoreUnderTest underTest = StoreUnderTest.InAFile();
    private readonly TempFolder folder = new();
    private readonly Run run;

    public KnownContentTests() => run = Store.NewRun();

    private IExperimentStore Store => underTest.Store;

    private string Staging => Path.Combine(Store.Path, "artifacts", "staging");

    public void Dispose()
    {
        underTest.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(5_000_000)]
    public void A_known_file_is_read_and_not_written(int size)
    {
        string path = NewFile("known", size);
        Artifact first = AddFile("a", path);
        Directory.Delete(Staging);
        Artifact second = AddFile("b", path);
        Assert.False(Directory.Exists(Staging)); // staging would have created it
        Assert.Equal((first.Digest, first.Size, first.Location), (second.Digest, second.Size, second.Location));
        CheckAll(2);
    }

    [Fact]
    public void Known_files_of_a_folder_are_not_written_and_a_new_one_beside_them_is()
    {
        for (int i = 0; i < 5; i++) NewFile($"in/{i}", 1000 * i);
        AddFolder("a");
        Directory.Delete(Staging);
        AddFolder("b");
        Store.AddText(run, "text", "");
        Assert.False(Directory.Exists(Staging));
        NewFile("in/new", 3000);
        AddFolder("c");
        Assert.True(Directory.Exists(Staging));
        CheckAll(4);
        Assert.Equal(6, Store.Describe(Expect.None).Blobs);
    }

    [Fact]
    public void Content_with_the_sample_of_a_known_blob_is_stored_as_another_blob()
    {
        byte[] bytes = RandomNumberGenerator.GetBytes(1_000_000);
        Artifact first = AddFile("a", folder.Sub("one"), bytes);
        bytes[5000] ^= 1; // outside the sampled bytes
        Artifact second = AddFile("b", folder.Sub("two"), bytes);
        Assert.NotEqual(first.Digest, second.Digest);
        Assert.Equal(ArtifactRules.DigestOf(SHA256.HashData(bytes)), second.Digest);
        CheckAll(2);
    }

    [Fact]
    public void A_file_that_changes_after_it_was_recognised_is_what_it_was_then()
    {
        string path = NewFile("file", 100_000);
        Artifact known = AddFile("a", path);
        using IStagedBlob blob = Stage(path);
        File.WriteAllText(path, "changed");
        Artifact added = Commit("b", blob);
        Assert.Equal((known.Digest, 100_000), (added.Digest, added.Size));
        CheckAll(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_blob_that_was_collected_after_it_was_recognised_is_copied_from_the_current_file(bool changes)
    {
        string path = NewFile("file", 100_000);
        Artifact removed = AddFile("a", path);
        using IStagedBlob blob = Stage(path);
        RemoveAndCollect(removed);
        Assert.Null(Store.Artifacts.Open(removed.Digest!));
        if (changes) File.WriteAllText(path, "changed");
        Artifact added = Commit("b", blob);
        Assert.Equal(ArtifactRules.DigestOf(SHA256.HashData(File.ReadAllBytes(path))), added.Digest);
        Assert.Equal(new FileInfo(path).Length, added.Size);
        CheckAll(1);
    }

    [Fact]
    public void A_missing_blob_whose_file_is_missing_too_is_an_error_that_leaves_nothing()
    {
        string path = NewFile("file", 10);
        Artifact removed = AddFile("a", path);
        using IStagedBlob blob = Stage(path);
        RemoveAndCollect(removed);
        File.Delete(path);
        Assert.Throws<FileNotFoundException>(() => Commit("b", blob));
        Assert.Equal((0L, 0L), (Store.Describe(Expect.None).Artifacts, Store.Describe(Expect.None).Blobs));
    }

    [Fact]
    public void Of_a_folder_only_what_was_collected_is_copied()
    {
        string kept = NewFile("kept", 10), lost = NewFile("lost", 10);
        AddFile("kept", kept);
        Artifact removed = AddFile("gone", lost);
        using IStagedBlob one = Stage(kept), two = Stage(lost);
        RemoveAndCollect(removed);
        Store.Artifacts.Commit(
            [StoreSteps.DraftOf(run, "folder") with { Kind = ArtifactKind.Folder, Files = [new("one", one), new("two", two), new("again", two)] }], Expect.None);
        CheckAll(2);
        Assert.Empty(Directory.GetFileSystemEntries(Staging));
    }

    [Fact]
    public void A_blob_merged_from_another_store_is_recognised_once_it_was_hashed()
    {
        using StoreUnderTest other = StoreUnderTest.InAFile();
        other.Store.AddText(other.Store.NewRun(), "k", "content");
        Store.Transfer.Merge(other.Store.Transfer.AsSource(Expect.None), preview: false, null, Expect.None);
        Store.AddText(run, "a", "content");
        Directory.Delete(Staging);
        Store.AddText(run, "b", "content");
        Assert.False(Directory.Exists(Staging));
        CheckAll(3);
    }

    [Fact]
    public async Task Blobs_that_are_collected_and_added_at_the_same_time_are_never_missing()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        Run live = Store.NewRun();
        Task collecting = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested) Store.Maintenance.Collect(null, null, Expect.None);
        });
        int rounds = 0;
        for (; !stop.IsCancellationRequested; rounds++)
        {
            Artifact artifact = Store.AddText(live, "k", "comes and goes", replace: false);
            Assert.Equal("comes and goes", Encoding.UTF8.GetString(ArtifactReader.ReadBytes(Store, artifact, null, Expect.None)));
            Store.Artifacts.Remove([artifact.Id], Expect.None);
        }

        await collecting;
        Assert.InRange(rounds, 2, int.MaxValue);
        Assert.Empty(Store.Findings());
    }

    private string NewFile(string name, int size)
    {
        string path = folder.Write(name, "");
        File.WriteAllBytes(path, RandomNumberGenerator.GetBytes(size));
        return path;
    }

    private Artifact AddFile(string key, string path, byte[]? bytes = null)
    {
        if (bytes is not null) File.WriteAllBytes(path, bytes);
        return ArtifactIntake.AddFile(Store, StoreSteps.DraftOf(run, key), path, null, Expect.None);
    }

    private void AddFolder(string key) => ArtifactIntake.AddFolder(Store, StoreSteps.DraftOf(run, key), folder.Sub("in"), null, Expect.None);

    private IStagedBlob Stage(string path) => Store.Artifacts.Stage(() => File.OpenRead(path), null, Expect.None);

    private Artifact Commit(string key, IStagedBlob blob) => Store.Artifacts.Commit([StoreSteps.DraftOf(run, key) with { Kind = ArtifactKind.File, Blob = blob }], Expect.None)[0];

    private void RemoveAndCollect(Artifact artifact)
    {
        Store.Artifacts.Remove([artifact.Id], Expect.None);
        Store.Maintenance.Collect(null, null, Expect.None);
    }

    private void CheckAll(int count)
    {
        IReadOnlyList<Artifact> artifacts = Store.Artifacts.Query(new(), Expect.None);
        Assert.Equal(count, artifacts.Count);
        Assert.All(artifacts, a => Assert.Equal(ArtifactHealth.Intact, ArtifactReader.Check(Store, a, null, Expect.None).Health));
        Assert.Empty(Store.Findings());
    }
}
