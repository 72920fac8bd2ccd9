using ExperimentTracker.Contracts.Artifacts;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;
using ExperimentTracker.Services;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Tests.Hostile;

/// <summary>No artifact key and no link leads to a path outside the target folder.</summary>
public sealed class HostilePathTests : IDisposable
{
    private const string LinksReason = "Creating links needs a privilege on Windows.";

    private readonly TempFolder folder = new();
    private readonly StoreUnderTest underTest = StoreUnderTest.InAFile();

    private IExperimentStore Store => underTest.Store;

    public void Dispose()
    {
        folder.Dispose();
        underTest.Dispose();
    }

    public static TheoryData<string> Keys => new(HostileValues.Texts.Concat(HostileValues.NoNames).Append("\\").Append("/").Append("a/../../b").Append("a/..").Append("C:\\x\\y"));

    [Theory]
    [MemberData(nameof(Keys))]
    public void An_artifact_is_an_error_or_is_saved_inside_its_folder(string key)
    {
        string inside = folder.Sub("inside");
        Directory.CreateDirectory(inside);
        folder.Write("outside", "mine");
        Artifact? artifact = AddOrRefuse(key);
        if (artifact is null) return;
        string target = Path.GetFullPath(Path.Combine(inside, ArtifactRules.SafePath(artifact.Key)));
        Assert.StartsWith(inside + Path.DirectorySeparatorChar, target, StringComparison.Ordinal);
        try
        {
            ArtifactReader.Save(Store, artifact, target, overwrite: false, null, Expect.None, inside);
            Assert.Equal("content", File.ReadAllText(target));
        }
        catch (TrackerException e)
        {
            // The name is longer than this file system allows.
            Assert.Equal("FileUnavailable", e.ErrorId);
        }

        Assert.Equal(["inside", "outside"], Directory.EnumerateFileSystemEntries(folder.Path).Select(e => Path.GetFileName(e)!).Order());
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("//host/share")]
    [InlineData("../../x")]
    [InlineData("a//b")]
    [InlineData("..\\..\\x")]
    [InlineData("C:\\x")]
    [InlineData("NUL")]
    [InlineData("COM\u00B9.txt")]
    [InlineData("con .txt")]
    [InlineData("CONOUT$")]
    [InlineData("")]
    public void A_safe_path_is_relative_and_no_device_for_any_input(string hostile)
    {
        string safe = ArtifactRules.SafePath(hostile);
        Assert.False(Path.IsPathRooted(safe), safe);
        Assert.DoesNotContain(safe.Split('/'), s => s is "" or "." or "..");
        Assert.DoesNotContain('\\', safe);
        Assert.NotEqual("NUL", safe);
        Assert.DoesNotMatch("(?i)^(con|com.|conout\\$)( *\\.| *$)", safe);
    }

    [NotOnWindowsFact(LinksReason)]
    public void Saving_through_a_link_that_leaves_the_folder_is_refused_and_a_link_in_the_place_of_a_file_is_replaced()
    {
        string outside = Directory.CreateDirectory(folder.Sub("outside")).FullName, inside = Directory.CreateDirectory(folder.Sub("inside")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(inside, "link"), outside);
        Directory.CreateSymbolicLink(Path.Combine(inside, "near"), "real");
        Directory.CreateDirectory(Path.Combine(inside, "real"));
        Run run = Store.NewRun();
        Artifact far = Store.AddText(run, "link/far", "x"), near = Store.AddText(run, "near/file", "y"), file = Store.AddText(run, "file", "z");
        Expect.Refused("LinkLeavesFolder", () => Save(far, inside));
        Expect.Refused("LinkLeavesFolder", () => ArtifactReader.Save(Store, Folder(run, "link/x"), inside, overwrite: true, null, Expect.None));
        Assert.Empty(Directory.EnumerateFileSystemEntries(outside));
        Save(near, inside);
        Assert.Equal("y", File.ReadAllText(Path.Combine(inside, "real", "file")));
        string theirs = folder.Write("theirs", "theirs");
        File.CreateSymbolicLink(Path.Combine(inside, "file"), theirs);
        Save(file, inside);
        Assert.Equal(("z", "theirs", null), (File.ReadAllText(Path.Combine(inside, "file")), File.ReadAllText(theirs), new FileInfo(Path.Combine(inside, "file")).LinkTarget));
    }

    [NotOnWindowsFact(LinksReason)]
    public void Links_that_lead_into_each_other_are_refused_at_once()
    {
        string root = folder.Sub("round");
        for (int i = 0; i < 6; i++) Directory.CreateDirectory(Path.Combine(root, $"d{i}"));
        for (int i = 0; i < 6; i++) for (int j = 0; j < 6; j++) Directory.CreateSymbolicLink(Path.Combine(root, $"d{i}", $"to{j}"), $"../d{j}");
        Run run = Store.NewRun();
        Task<TrackerException> adding = Task.Run(() => Expect.Refused("LinkLeavesFolder", () => ArtifactIntake.AddFolder(Store, StoreSteps.DraftOf(run, "k"), root, null, Expect.None)));
        Assert.True(adding.Wait(TimeSpan.FromSeconds(20)), "It walks round and round.");
        Assert.Equal(0, Store.Describe(Expect.None).Blobs);
    }

    [NotOnWindowsFact("Windows has no such names.")]
    public void A_folder_with_strange_names_is_kept_merged_and_saved_as_it_is()
    {
        string deep = string.Join('/', Enumerable.Repeat("a folder with a long name", 14));
        foreach (string name in new[] { "line\nbreak", "back\\slash", "\u001b[2Jescape", "tab\t", deep + "/file" }) folder.Write($"strange/{name}", name);
        Run run = Store.NewRun();
        Artifact artifact = ArtifactIntake.AddFolder(Store, StoreSteps.DraftOf(run, "strange"), folder.Sub("strange"), null, Expect.None);
        ArtifactReader.Save(Store, artifact, folder.Sub("saved"), overwrite: false, null, Expect.None);
        Assert.Equal(5, Directory.EnumerateFiles(folder.Sub("saved"), "*", SearchOption.AllDirectories).Count());
        using StoreUnderTest other = StoreUnderTest.InMemory();
        using ITransferSource source = Store.Transfer.AsSource(Expect.None);
        other.Store.Transfer.Merge(source, preview: false, null, Expect.None);
        Artifact merged = Assert.Single(other.Store.Artifacts.Query(new(), Expect.None));
        Assert.Equal((artifact.Digest, true), (merged.Digest, ArtifactReader.Check(other.Store, merged, null, Expect.None).IsIntact));
        Assert.DoesNotContain(other.Store.Maintenance.Check(quick: false, null, Expect.None), f => f.Severity > FindingSeverity.Information);
    }

    [Fact]
    public void No_file_name_passes_for_two_files()
    {
        ArtifactFile two = new() { Path = "b", Size = 1, Digest = "sha256:" + new string('b', 64) };
        ArtifactFile[] both = [new() { Path = "a", Size = 1, Digest = "sha256:" + new string('a', 64) }, two];
        ArtifactFile one = both[0] with { Path = $"a\n{two.Digest} 1 b" };
        Assert.NotEqual(ArtifactRules.FolderDigest(both), ArtifactRules.FolderDigest([one]));
        Assert.NotEqual(ArtifactRules.FolderDigest([both[0] with { Path = "x\\ny" }]), ArtifactRules.FolderDigest([both[0] with { Path = "x\ny" }]));
    }

    [NotOnWindowsFact(LinksReason)]
    public void An_import_folder_does_not_follow_links_out_of_it()
    {
        Store.AddText(Store.NewRun(), "k", "kept outside");
        using (ITransferSource source = Store.Transfer.AsSource(Expect.None)) StoreExport.ToFolder(source, folder.Sub("export"), replace: false, null, null, Expect.None);
        string blob = Directory.EnumerateFiles(folder.Sub("export", "artifacts"), "*", SearchOption.AllDirectories).Single();
        string outside = folder.Sub("outside");
        File.Move(blob, outside);
        File.CreateSymbolicLink(blob, outside);
        using StoreUnderTest other = StoreUnderTest.InMemory();
        using ITransferSource import = ImportSource.Open(folder.Sub("export"));
        Assert.Equal((0L, 1L), (other.Store.Transfer.Merge(import, preview: false, null, Expect.None) is var r ? (r.Contents, r.WithoutContent) : default));
    }

    private void Save(Artifact artifact, string root) =>
        ArtifactReader.Save(Store, artifact, Path.Combine(root, ArtifactRules.SafePath(artifact.Key)), overwrite: true, null, Expect.None, root);

    private Artifact Folder(Run run, string file)
    {
        using IStagedBlob blob = Store.Artifacts.Stage(() => new MemoryStream([1]), null, Expect.None);
        return Store.Artifacts.Commit([StoreSteps.DraftOf(run, "folder") with { Kind = ArtifactKind.Folder, Files = [new(file, blob)] }], Expect.None)[0];
    }

    private Artifact? AddOrRefuse(string key)
    {
        try
        {
            return Store.AddText(Store.NewRun(), key, "content");
        }
        catch (TrackerException e)
        {
            Assert.Equal("InvalidArtifactKey", e.ErrorId);
            Assert.Equal(0, Store.Describe(Expect.None).Blobs);
            return null;
        }
    }
}
