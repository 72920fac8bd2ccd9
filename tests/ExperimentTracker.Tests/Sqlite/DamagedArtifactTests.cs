using System.Text;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;

namespace ExperimentTracker.Tests.Sqlite;

/// <summary>Blobs that another program changed or deleted are detected and reported. Their bytes are never returned.</summary>
public sealed class DamagedArtifactTests : IDisposable
{
    private readonly StoreUnderTest underTest = StoreUnderTest.InAFile();
    private readonly TempFolder folder = new();

    private IExperimentStore Store => underTest.Store;

    public void Dispose()
    {
        underTest.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_blob_is_stored_under_its_digest()
    {
        Artifact artifact = Store.AddText(Store.NewRun(), "k", "hello");
        Assert.Equal("artifacts/sha256/2c/f24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", artifact.Location);
        Assert.Equal("hello", File.ReadAllText(FileOf(artifact.Digest!)));
        Assert.Empty(Directory.GetFiles(Path.Combine(Store.Path, "artifacts", "staging")));
    }

    [Theory]
    [InlineData(ArtifactHealth.Corrupt, "ArtifactCorrupt")]
    [InlineData(ArtifactHealth.Missing, "ArtifactMissing")]
    public void A_damaged_blob_is_an_error_and_leaves_nothing_at_its_destination(ArtifactHealth health, string errorId)
    {
        Run run = Store.NewRun(new RunDraft { ExperimentId = Store.NewExperiment("E").Id });
        Artifact damaged = Store.AddText(run, "bad", new string('x', 3_000_000)), intact = Store.AddText(run, "good", "fine");
        Damage(damaged.Digest!, health);
        ArtifactCheck check = ArtifactReader.Check(Store, damaged, null, Expect.None);
        Assert.Equal((health, false, damaged.Digest, "bad", "E/000"), (check.Health, check.IsIntact, check.Digest, check.Key, check.Owner));
        TrackerException error = Expect.Refused(errorId, () => ArtifactReader.ReadBytes(Store, damaged, null, Expect.None));
        Assert.Contains(damaged.Digest!, error.Message, StringComparison.Ordinal);
        Assert.Contains("'bad' of E/000", error.Message, StringComparison.Ordinal);
        Expect.Refused(errorId, () => ArtifactReader.Save(Store, damaged, folder.Sub("new", "out"), overwrite: false, null, Expect.None));
        Assert.Empty(folder.List());
        string mine = folder.Write("mine.txt", "kept");
        Expect.Refused(errorId, () => ArtifactReader.Save(Store, damaged, mine, overwrite: true, null, Expect.None));
        Assert.Equal(("kept", 1), (File.ReadAllText(mine), folder.List().Length));
        Assert.Equal("fine", Encoding.UTF8.GetString(ArtifactReader.ReadBytes(Store, intact, null, Expect.None)));
        Assert.True(ArtifactReader.Check(Store, intact, null, Expect.None).IsIntact);
    }

    [Theory]
    [InlineData(ArtifactHealth.Corrupt, "ArtifactCorrupt")]
    [InlineData(ArtifactHealth.Missing, "ArtifactMissing")]
    public void A_damaged_file_of_a_folder_is_named_and_nothing_of_the_folder_is_saved(ArtifactHealth health, string errorId)
    {
        folder.Write("in/a.txt", "aaa");
        folder.Write("in/sub/b.txt", "bbb");
        folder.Write("in/sub/c.txt", "ccc");
        Artifact artifact = ArtifactIntake.AddFolder(Store, StoreSteps.DraftOf(Store.NewRun(), "folder"), folder.Sub("in"), null, Expect.None);
        string digest = Store.Artifacts.Files(artifact.Id, Expect.None).Single(f => f.Path == "sub/b.txt").Digest;
        Damage(digest, health);
        ArtifactCheck check = ArtifactReader.Check(Store, artifact, null, Expect.None);
        Assert.Equal((health, digest, "sub/b.txt"), (check.Health, check.Digest, check.File));
        string[] before = folder.List();
        Expect.Refused(errorId, () => ArtifactReader.Save(Store, artifact, folder.Sub("out", "deep"), overwrite: false, null, Expect.None));
        Assert.Equal(before, folder.List());
        Assert.Equal("aaa", Encoding.UTF8.GetString(ArtifactReader.ReadBytes(Store, artifact, "a.txt", Expect.None)));
        Expect.Refused(errorId, () => ArtifactReader.ReadBytes(Store, artifact, "sub/b.txt", Expect.None));
    }

    [Theory]
    [InlineData(ArtifactHealth.Corrupt)]
    [InlineData(ArtifactHealth.Missing)]
    public void Adding_it_again_with_force_repairs_it(ArtifactHealth health)
    {
        Run run = Store.NewRun();
        Artifact artifact = Store.AddText(run, "k", "content");
        Damage(artifact.Digest!, health);
        Assert.Equal(artifact.Id, Store.AddText(run, "k", "content", replace: true).Id);
        Assert.True(ArtifactReader.Check(Store, artifact, null, Expect.None).IsIntact);
    }

    [Fact]
    public void Another_owner_that_adds_a_lost_blob_restores_it_for_all()
    {
        Artifact artifact = Store.AddText(Store.NewRun(), "k", "content");
        Damage(artifact.Digest!, ArtifactHealth.Missing);
        Store.AddText(Store.NewRun(), "other", "content");
        Assert.True(ArtifactReader.Check(Store, artifact, null, Expect.None).IsIntact);
    }

    [Fact]
    public void A_changed_length_is_a_change_too()
    {
        Artifact artifact = Store.AddText(Store.NewRun(), "k", "content");
        File.WriteAllText(FileOf(artifact.Digest!), "");
        Assert.Equal(ArtifactHealth.Corrupt, ArtifactReader.Check(Store, artifact, null, Expect.None).Health);
        File.WriteAllText(FileOf(artifact.Digest!), "content and more");
        Assert.Equal(ArtifactHealth.Corrupt, ArtifactReader.Check(Store, artifact, null, Expect.None).Health);
    }

    [Fact]
    public void Staging_that_is_cancelled_or_fails_leaves_no_file()
    {
        using var source = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Store.Artifacts.Stage(() => new Endless(source), null, source.Token));
        Assert.Throws<InvalidOperationException>(() => Store.Artifacts.Stage(() => new Endless(null), null, Expect.None));
        Store.Artifacts.Stage(() => new MemoryStream([1]), null, Expect.None).Dispose();
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(Store.Path, "artifacts", "staging")));
    }

    private string FileOf(string digest) => Path.Combine(Store.Path, "artifacts", "sha256", digest[7..9], digest[9..]);

    private void Damage(string digest, ArtifactHealth health)
    {
        if (health == ArtifactHealth.Missing)
        {
            File.Delete(FileOf(digest));
            return;
        }

        using FileStream file = File.OpenWrite(FileOf(digest));
        file.Position = file.Length / 2;
        file.WriteByte((byte)'?');
    }

    // An endless stream. The third read cancels or fails.
    private sealed class Endless(CancellationTokenSource? source) : MemoryStream
    {
        private int readings;

        public override bool CanSeek => false; // otherwise it would be hashed before it is staged

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (++readings == 3)
            {
                if (source is null) throw new InvalidOperationException();
                source.Cancel();
            }

            return buffer.Length;
        }
    }
}
