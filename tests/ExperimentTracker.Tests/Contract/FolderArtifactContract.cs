using System.Security.Cryptography;
using System.Text;
using ExperimentTracker.Services;

namespace ExperimentTracker.Tests.Contract;

public abstract class FolderArtifactContract(StoreUnderTest store) : StoreContract(store)
{
    [Fact]
    public void A_folder_is_a_manifest_of_its_files()
    {
        using TempFolder folder = Sample();
        Artifact artifact = Add(folder.Sub("in"));
        Assert.Equal((ArtifactKind.Folder, 3L, 9L), (artifact.Kind, artifact.FileCount, artifact.Size));
        Assert.Equal(["B.txt", "a.txt", "sub/deep/c.txt"], Store.Artifacts.Files(artifact.Id, None).Select(f => f.Path));
        string manifest = $"{DigestOf("bb")} 2 B.txt\n{DigestOf("aaa")} 3 a.txt\n{DigestOf("cccc")} 4 sub/deep/c.txt\n";
        Assert.Equal(DigestOf(manifest), artifact.Digest);
    }

    [Fact]
    public void A_folder_is_saved_as_it_was()
    {
        using TempFolder folder = Sample();
        Artifact artifact = Add(folder.Sub("in"));
        ArtifactReader.Save(Store, artifact, folder.Sub("out"), overwrite: false, null, None);
        Assert.Equal(["out/B.txt", "out/a.txt", "out/sub", "out/sub/deep", "out/sub/deep/c.txt"], folder.List().Where(p => p.StartsWith("out/", StringComparison.Ordinal)));
        Assert.Equal("cccc", File.ReadAllText(folder.Sub("out", "sub", "deep", "c.txt")));
        Assert.Equal("bb", Encoding.UTF8.GetString(ArtifactReader.ReadBytes(Store, artifact, "B.txt", None)));
        Expect.Refused("ArtifactFileNotFound", () => ArtifactReader.ReadBytes(Store, artifact, "b.txt", None));
        Expect.Refused("ArtifactIsFolder", () => ArtifactReader.ReadBytes(Store, artifact, null, None));
    }

    [Fact]
    public void Saving_over_existing_files_is_an_error_and_changes_none_of_them()
    {
        using TempFolder folder = Sample();
        Artifact artifact = Add(folder.Sub("in"));
        folder.Write("out/sub/deep/c.txt", "mine");
        Expect.Refused("DestinationExists", () => ArtifactReader.Save(Store, artifact, folder.Sub("out"), overwrite: false, null, None));
        Assert.Equal(["out/sub", "out/sub/deep", "out/sub/deep/c.txt"], folder.List().Where(p => p.StartsWith("out/", StringComparison.Ordinal)));
        ArtifactReader.Save(Store, artifact, folder.Sub("out"), overwrite: true, null, None);
        Assert.Equal("cccc", File.ReadAllText(folder.Sub("out", "sub", "deep", "c.txt")));
    }

    [Fact]
    public void An_empty_folder_is_kept_and_saved()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.Sub("in"));
        Artifact artifact = Add(folder.Sub("in"));
        Assert.Equal((0L, 0L, true), (artifact.FileCount, artifact.Size, ArtifactReader.Check(Store, artifact, null, None).IsIntact));
        ArtifactReader.Save(Store, artifact, folder.Sub("out"), overwrite: false, null, None);
        Assert.Equal(["in", "out"], folder.List());
    }

    [Fact]
    public void The_same_files_are_the_same_folder_under_any_name()
    {
        using TempFolder one = Sample(), two = Sample();
        Run run = Store.NewRun();
        Artifact first = Add(one.Sub("in"), run);
        Assert.Equal(first.Id, Add(two.Sub("in"), run).Id);
        two.Write("in/a.txt", "AAA");
        Expect.Refused("ArtifactExists", () => Add(two.Sub("in"), run));
        Assert.Equal([first], Store.Artifacts.Query(new(), None));
        Assert.Equal(3, Store.Describe(None).Blobs);
    }

    [NotOnWindowsFact("Creating links needs a privilege on Windows.")]
    public void A_link_is_followed_inside_and_refused_when_it_leaves_the_folder_or_never_ends()
    {
        using TempFolder folder = Sample();
        File.CreateSymbolicLink(folder.Sub("in", "link.txt"), "sub/deep/c.txt");
        Directory.CreateSymbolicLink(folder.Sub("in", "linked"), "sub");
        Artifact artifact = Add(folder.Sub("in"));
        Assert.Equal(
            ["B.txt", "a.txt", "link.txt", "linked/deep/c.txt", "sub/deep/c.txt"], Store.Artifacts.Files(artifact.Id, None).Select(f => f.Path));
        Assert.Equal("cccc", Encoding.UTF8.GetString(ArtifactReader.ReadBytes(Store, artifact, "link.txt", None)));
        foreach (string target in new[] { "../outside", "/etc", "..", "." })
        {
            File.Delete(folder.Sub("in", "linked"));
            Directory.CreateDirectory(folder.Sub("outside"));
            Directory.CreateSymbolicLink(folder.Sub("in", "linked"), target);
            Assert.Throws<TrackerException>(() => Add(folder.Sub("in")));
        }

        Assert.Single(Store.Artifacts.Query(new(), None));
    }

    [Fact]
    public void What_cannot_be_kept_is_left_out_and_reported()
    {
        using TempFolder folder = Sample();
        File.CreateSymbolicLink(folder.Sub("in", "nowhere"), "gone");
        Directory.CreateDirectory(folder.Sub("in", "void"));
        var warnings = new List<string>();
        Artifact artifact = ArtifactIntake.AddFolder(Store, StoreSteps.DraftOf(Store.NewRun(), "folder"), folder.Sub("in"), null, None, warnings.Add);
        Assert.Equal(["B.txt", "a.txt", "sub/deep/c.txt"], Store.Artifacts.Files(artifact.Id, None).Select(f => f.Path));
        Assert.Collection(warnings, link => Assert.EndsWith("Unicode: nowhere.", link), empty => Assert.EndsWith("empty folders: void/.", empty));
    }

    [Fact]
    public void A_key_is_not_a_file_and_a_folder_at_once()
    {
        Run run = Store.NewRun();
        Store.AddText(run, "A/b", "x");
        foreach (string key in new[] { "a", "a/B/c", "a/b/c/d" }) Expect.Refused("ArtifactKeyConflict", () => Store.AddText(run, key, "x"));
        foreach (string key in new[] { "a/b0", "a/b.c", "b", "a/c" }) Store.AddText(run, key, "x");
        Store.AddText(Store.NewRun(), "a", "x");
    }

    [Fact]
    public void A_file_a_folder_and_a_missing_path_are_distinguished()
    {
        using TempFolder folder = Sample();
        Run run = Store.NewRun();
        Expect.Refused("NotAFolder", () => Add(folder.Sub("in", "a.txt"), run));
        Expect.Refused("NotAFile", () => ArtifactIntake.AddFile(Store, StoreSteps.DraftOf(run, "k"), folder.Sub("in"), null, None));
        Expect.Refused("FileNotFound", () => ArtifactIntake.AddFile(Store, StoreSteps.DraftOf(run, "k"), folder.Sub("nope"), null, None));
        Expect.Refused("FileNotFound", () => Add(folder.Sub("nope"), run));
        Assert.Equal(0, Store.Describe(None).Blobs);
    }

    [Fact]
    public void A_folder_that_is_cancelled_half_way_leaves_nothing()
    {
        using TempFolder folder = Sample();
        using var source = new CancellationTokenSource();
        var progress = new Steps(source, 2);
        Assert.ThrowsAny<OperationCanceledException>(
            () => ArtifactIntake.AddFolder(Store, StoreSteps.DraftOf(Store.NewRun(), "k"), folder.Sub("in"), progress, source.Token));
        Assert.Equal(0, Store.Describe(None).Blobs);
        Assert.Null(Store.Artifacts.Open(DigestOf("bb")));
    }

    private Artifact Add(string path, Run? run = null) =>
        ArtifactIntake.AddFolder(Store, StoreSteps.DraftOf(run ?? Store.NewRun(), "folder"), path, null, None);

    private static TempFolder Sample()
    {
        var folder = new TempFolder();
        folder.Write("in/a.txt", "aaa");
        folder.Write("in/B.txt", "bb");
        folder.Write("in/sub/deep/c.txt", "cccc");
        return folder;
    }

    private static string DigestOf(string content) =>
        "sha256:" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(content))).ToLowerInvariant();

    private sealed class Steps(CancellationTokenSource source, int last) : IProgress<long>
    {
        private int step;

        public void Report(long value)
        {
            if (++step == last) source.Cancel();
        }
    }
}
