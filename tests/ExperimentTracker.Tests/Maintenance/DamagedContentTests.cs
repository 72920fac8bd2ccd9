using ExperimentTracker.Contracts.Artifacts;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Maintenance;
using ExperimentTracker.Rules;
using ExperimentTracker.Services;

namespace ExperimentTracker.Tests.Maintenance;

/// <summary>Damaged, missing and unreferenced blobs and files are reported with their owners. A repair loses no data.</summary>
public sealed class DamagedContentTests : IDisposable
{
    private readonly StoreUnderTest underTest = StoreUnderTest.InAFile();
    private readonly TempFolder folder = new();
    private readonly Run run;
    private readonly Artifact artifact;

    public DamagedContentTests()
    {
        Experiment experiment = Store.NewExperiment("E");
        run = Store.NewRun(experiment);
        artifact = Store.AddText(run, "weights", "the weights");
        Store.AddText(Store.NewRun(experiment), "other", "other");
    }

    private IExperimentStore Store => underTest.Store;

    public void Dispose()
    {
        underTest.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("flipped", false, "BlobCorrupt", "they do not match their digest")]
    [InlineData("longer", true, "BlobCorrupt", "they are 12 bytes and not 11")]
    [InlineData("gone", true, "BlobMissing", "are missing")]
    public void A_damaged_blob_is_reported_with_its_owner_and_stays_damaged(string how, bool seenQuickly, string problem, string fragment)
    {
        string file = Store.FileOf(artifact.Digest!);
        if (how == "flipped") StoreDamage.Flip(file);
        else if (how == "longer") File.AppendAllText(file, "!");
        else File.Delete(file);
        StoreFinding finding = Store.Findings().Single();
        Assert.Equal(
            (FindingSeverity.Error, StoreArea.Artifacts, problem, artifact.Digest, "artifact 'weights' of E/000", artifact.Id, false),
            (finding.Severity, finding.Area, finding.Problem, finding.Subject, finding.Owner, finding.OwnerId, finding.IsRepairable));
        Assert.Contains(fragment, finding.Message, StringComparison.Ordinal);
        Assert.Equal(seenQuickly, Store.Findings(quick: true).Count == 1);
        Assert.False(Store.Maintenance.Repair([finding], null, Expect.None).Single().IsRepaired);
        Store.AddText(run, "weights", "the weights", replace: true);
        Assert.Empty(Store.Findings());
    }

    [Fact]
    public void A_blob_of_many_owners_is_reported_once()
    {
        folder.Write("in/sub/f", "the weights");
        ArtifactIntake.AddFolder(Store, StoreSteps.DraftOf(run, "folder"), folder.Sub("in"), null, Expect.None);
        Store.AddText(Store.NewRun(), "again", "the weights");
        File.Delete(Store.FileOf(artifact.Digest!));
        Assert.Equal("artifact 'weights' of E/000 and 2 more", Store.Findings().Single().Owner);
    }

    [Fact]
    public void A_backup_of_a_store_with_damaged_blobs_has_all_the_others_and_reports_what_it_lacks()
    {
        StoreDamage.Flip(Store.FileOf(artifact.Digest!));
        StoreBackup backup = Store.Maintenance.Backup(folder.Sub("copy"), replace: false, null, Expect.None);
        Assert.Equal((false, 1, 5), (backup.IsComplete, backup.Blobs, backup.ArtifactSize));
        Assert.Equal(("BlobCorrupt", artifact.Digest), (backup.Damaged.Single().Problem, backup.Damaged.Single().Subject));
        using IExperimentStore copy = StoreUnderTest.Open(backup.Path);
        Assert.Equal(["BlobMissing"], copy.Findings().Select(f => f.Problem));
    }

    [Fact]
    public void An_intact_blob_in_the_trash_or_in_the_quarantine_is_moved_back()
    {
        foreach (string place in (string[])["artifacts/trash", "quarantine/20240101T000000Z"])
        {
            string elsewhere = Path.Combine(Store.Path, place, artifact.Digest![7..]);
            Directory.CreateDirectory(Path.GetDirectoryName(elsewhere)!);
            File.Move(Store.FileOf(artifact.Digest), elsewhere);
            StoreFinding finding = Store.Findings().Single(f => f.Area == StoreArea.Artifacts);
            Assert.Equal(("BlobMissing", true), (finding.Problem, finding.IsRepairable));
            Assert.Contains(place, Store.Maintenance.Repair([finding], null, Expect.None).Single().Action, StringComparison.Ordinal);
            Assert.Empty(Store.Findings());
        }

        string damaged = Path.Combine(Store.Path, "artifacts/trash", artifact.Digest![7..]);
        File.Move(Store.FileOf(artifact.Digest), damaged);
        StoreDamage.Flip(damaged);
        Assert.False(Store.Findings().Single(f => f.Area == StoreArea.Artifacts).IsRepairable);
    }

    [Fact]
    public void A_blob_without_a_row_gets_one()
    {
        Store.Sql($"DELETE FROM blobs WHERE digest = '{artifact.Digest}'");
        StoreFinding finding = Store.Findings().Single();
        Assert.Equal(("BlobUnlisted", FindingSeverity.Warning, true), (finding.Problem, finding.Severity, finding.IsRepairable));
        Store.Maintenance.Repair([finding], null, Expect.None);
        Assert.Empty(Store.Findings());
        Assert.Equal(16, Store.Describe(Expect.None).ArtifactSize);
    }

    [Fact]
    public void A_folder_that_lost_a_file_from_its_list_is_found()
    {
        folder.Write("in/a", "1");
        folder.Write("in/b", "2");
        ArtifactIntake.AddFolder(Store, StoreSteps.DraftOf(run, "folder"), folder.Sub("in"), null, Expect.None);
        Assert.Empty(Store.Findings());
        Store.Sql("DELETE FROM artifact_files WHERE path = 'b'");
        StoreFinding finding = Store.Findings().Single();
        Assert.Equal(("ManifestDiffers", "artifact 'folder' of E/000"), (finding.Problem, finding.Owner));
    }

    [Fact]
    public void An_unknown_blob_is_moved_to_the_quarantine_and_not_deleted()
    {
        string digest = ArtifactRules.DigestOf(System.Security.Cryptography.SHA256.HashData("stray"u8));
        Directory.CreateDirectory(Path.GetDirectoryName(Store.FileOf(digest))!);
        File.WriteAllText(Store.FileOf(digest), "stray");
        StoreFinding finding = Store.Findings(quick: true).Single();
        Assert.Equal((FindingSeverity.Information, StoreArea.Files, "StrayBlob", true), (finding.Severity, finding.Area, finding.Problem, finding.IsRepairable));
        Store.Maintenance.Collect(null, null, Expect.None);
        Assert.True(File.Exists(Store.FileOf(digest)));
        StoreRepair repair = Store.Maintenance.Repair([finding], null, Expect.None).Single();
        Assert.Equal("stray", File.ReadAllText(Path.Combine(repair.Quarantine!, digest[7..])));
        Assert.Empty(Store.Findings());

        // A blob that a writer refers to meanwhile is not unreferenced any more, and is kept.
        Store.AddText(run, "named", "stray");
        Assert.False(Store.Maintenance.Repair([finding], null, Expect.None).Single().IsRepaired);
        Assert.Empty(Store.Findings());
    }

    [Fact]
    public void A_forged_finding_cannot_reach_outside_of_the_store()
    {
        string mine = folder.Write("mine", "mine");
        string way = Path.GetRelativePath(Store.Path, mine);
        StoreFinding stray = ContentFindings.StrayBlob(way, canBeMoved: true), missing = ContentFindings.BlobMissing("sha256:../../" + way, "nobody", null, isElsewhere: true);
        Assert.False(Store.Maintenance.Repair([stray], null, Expect.None).Single().IsRepaired);
        Expect.Refused("InvalidDigest", () => Store.Maintenance.Repair([missing], null, Expect.None));
        Assert.Equal("mine", File.ReadAllText(mine));
    }

    [Fact]
    public void A_file_that_is_not_a_blob_is_reported_and_not_changed()
    {
        string file = Path.Combine(Store.Path, "artifacts", "sha256", "notes.txt");
        File.WriteAllText(file, "mine");
        StoreFinding finding = Store.Findings().Single();
        Assert.Equal(("ForeignFile", "artifacts/sha256/notes.txt", false), (finding.Problem, finding.Subject, finding.IsRepairable));
        Store.Maintenance.Collect(null, null, Expect.None);
        Assert.Equal("mine", File.ReadAllText(file));
    }

    [Fact]
    public void A_staging_file_is_no_leftover_while_its_process_is_running()
    {
        using IStagedBlob staged = Store.Artifacts.Stage(() => new MemoryStream([1, 2, 3]), null, Expect.None);
        Assert.Empty(Store.Findings());
        Assert.Equal(0, Store.Maintenance.Collect(null, null, Expect.None).StagingFiles);
        Artifact added = Store.Artifacts.Commit([StoreSteps.DraftOf(run, "staged") with { Kind = ArtifactKind.Bytes, Blob = staged }], Expect.None)[0];
        Assert.Equal([1, 2, 3], ArtifactReader.ReadBytes(Store, added, null, Expect.None));
    }

    [Fact]
    public void Checking_changes_no_file()
    {
        Store.Sql("UPDATE metrics SET count = 0; UPDATE run_counters SET next = 0");
        StoreDamage.Flip(Store.FileOf(artifact.Digest!));
        string[] before = StoreDamage.Snapshot(Store.Path);
        Assert.NotEmpty(Store.Findings());
        Assert.Equal(before, StoreDamage.Snapshot(Store.Path));
    }
}
