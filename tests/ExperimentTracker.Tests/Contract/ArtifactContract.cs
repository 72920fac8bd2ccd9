using System.Text;
using ExperimentTracker.Contracts.Artifacts;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Json;
using ExperimentTracker.Rules;
using ExperimentTracker.Services;

namespace ExperimentTracker.Tests.Contract;

public abstract class ArtifactContract(StoreUnderTest store) : StoreContract(store)
{
    // printf 'hello' | sha256sum
    private const string Hello = "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    [Fact]
    public void Text_bytes_and_objects_are_read_back_unchanged()
    {
        Run run = Store.NewRun(new RunDraft { ExperimentId = Store.NewExperiment("E").Id });
        Artifact text = ArtifactIntake.AddText(
            Store, StoreSteps.DraftOf(run, "notes") with { Type = "note", Config = StoreSteps.Named(("k", 1.0)) }, "hello", None);
        Assert.Equal((Hello, 5L, ArtifactKind.Text, "text/plain", 1L), (text.Digest, text.Size, text.Kind, text.MediaType, text.FileCount));
        Assert.Equal(("note", RecordType.Run, run.Id, "E/000"), (text.Type, text.OwnerType, text.OwnerId, text.Owner));
        Assert.Equal(StoreSteps.Named(("k", 1.0)), text.Config);
        Assert.Equal("hello", Encoding.UTF8.GetString(ArtifactReader.ReadBytes(Store, text, null, None)));
        byte[] bytes = [0, 255, 13, 10];
        Artifact binary = ArtifactIntake.AddBytes(Store, StoreSteps.DraftOf(run, "data.bin"), bytes, None);
        Assert.Equal(bytes, ArtifactReader.ReadBytes(Store, binary, null, None));
        NamedValues value = StoreSteps.Named(("w", new object?[] { 1.0, double.NaN }));
        Artifact model = ArtifactIntake.AddObject(Store, StoreSteps.DraftOf(run, "model.json"), value, None);
        Assert.Equal(value, JsonText.Read(Encoding.UTF8.GetString(ArtifactReader.ReadBytes(Store, model, null, None))));
        Assert.Equal(["data.bin", "model.json", "notes"], Store.Artifacts.Query(new() { OwnerIds = [run.Id] }, None).Select(a => a.Key));
    }

    [Fact]
    public void Empty_content_is_stored()
    {
        Artifact empty = Store.AddText(Store.NewRun(), "empty", "");
        Assert.Equal((0L, ArtifactHealth.Intact), (empty.Size, ArtifactReader.Check(Store, empty, null, None).Health));
        Assert.Empty(ArtifactReader.ReadBytes(Store, empty, null, None));
    }

    [Fact]
    public void The_same_content_is_stored_once()
    {
        string content = new('x', 100_000);
        Run one = Store.NewRun(), two = Store.NewRun();
        Store.AddText(one, "a", content);
        Store.AddText(one, "b", content);
        Store.AddText(two, "a", content);
        StoreInfo info = Store.Describe(None);
        Assert.Equal((3L, 1L, 100_000L), (info.Artifacts, info.Blobs, info.ArtifactSize));
        Assert.Equal(3, Store.Artifacts.Query(new() { Digest = Store.Artifacts.Query(new(), None)[0].Digest }, None).Count);
    }

    [Fact]
    public void The_same_content_under_the_same_key_changes_nothing()
    {
        Run run = Store.NewRun();
        Artifact first = Store.AddText(run, "plots/Loss.txt", "hello");
        Assert.Equal(first.Id, Store.AddText(run, @"PLOTS\loss.txt", "hello").Id);
        Assert.Equal([first], Store.Artifacts.Query(new(), None));
    }

    [Fact]
    public void Other_content_under_a_used_key_is_an_error_unless_it_replaces()
    {
        Run run = Store.NewRun();
        Artifact first = Store.AddText(run, "Key", "old");
        Expect.Refused("ArtifactExists", () => Store.AddText(run, "key", "new"));
        Assert.Equal([first], Store.Artifacts.Query(new(), None));
        Artifact second = Store.AddText(run, "key", "new", replace: true);
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal([second], Store.Artifacts.Query(new(), None));
        Assert.Equal("old", Encoding.UTF8.GetString(ArtifactReader.ReadBytes(Store, first, null, None)));
    }

    [Fact]
    public void Runs_and_experiments_have_separate_keys_and_accept_artifacts_after_the_end()
    {
        Experiment experiment = Store.NewExperiment("E");
        Run run = Store.End(Store.NewRun(experiment));
        Store.AddText(run, "report", "of the run");
        Artifact of = ArtifactIntake.AddText(Store, StoreSteps.DraftOf(experiment, "report"), "of the experiment", None);
        Assert.Equal((RecordType.Experiment, experiment.Id, "E"), (of.OwnerType, of.OwnerId, of.Owner));
        Assert.Equal([of.Id], Store.Artifacts.Query(new() { OwnerType = RecordType.Experiment }, None).Select(a => a.Id));
        Assert.Equal(2, Store.Artifacts.Query(new(), None).Count);
    }

    [Fact]
    public void A_reference_is_recorded_and_not_copied()
    {
        Run run = Store.NewRun();
        ArtifactDraft draft = StoreSteps.DraftOf(run, "data") with { Kind = ArtifactKind.Reference, Location = "s3://bucket/data" };
        Artifact reference = Store.Artifacts.Commit([draft], None)[0];
        Assert.Equal(("external", "s3://bucket/data", 0L, false), (reference.Backend, reference.Location, reference.FileCount, reference.IsStored));
        Assert.Equal(reference.Id, Store.Artifacts.Commit([draft], None)[0].Id);
        Expect.Refused("ArtifactExists", () => Store.Artifacts.Commit([draft with { Location = "s3://elsewhere" }], None));
        Assert.Equal(ArtifactHealth.NotStored, ArtifactReader.Check(Store, reference, null, None).Health);
        Expect.Refused("ArtifactNotStored", () => ArtifactReader.ReadBytes(Store, reference, null, None));
    }

    [Fact]
    public void A_record_keeps_a_digest_in_lower_case_and_a_size()
    {
        Run run = Store.NewRun();
        ArtifactDraft draft = StoreSteps.DraftOf(run, "model") with { Kind = ArtifactKind.Record, Digest = Hello.Replace("2cf", "2CF", StringComparison.Ordinal), Size = 5 };
        Artifact record = Store.Artifacts.Commit([draft], None)[0];
        Assert.Equal((Hello, 5L, "external", ArtifactKind.Record), (record.Digest, record.Size, record.Backend, record.Kind));
        Assert.Equal(record.Id, Store.Artifacts.Commit([draft], None)[0].Id);
        Assert.Contains("digest only", Expect.Refused("ArtifactNotStored", () => ArtifactReader.ReadBytes(Store, record, null, None)).Message, StringComparison.Ordinal);
        foreach (string bad in new[] { "", "sha256:", "md5:00", Hello[..^1], Hello + "0", Hello.Replace('2', 'g') })
        {
            Expect.Refused("InvalidDigest", () => Store.Artifacts.Commit([draft with { Key = "other", Digest = bad }], None));
        }

        foreach (long bad in new[] { -1, ArtifactRules.LargestSize + 1, long.MaxValue })
        {
            Expect.Refused("InvalidSize", () => Store.Artifacts.Commit([draft with { Key = "other", Size = bad }], None));
        }
    }

    [Fact]
    public void A_bad_one_in_a_batch_leaves_nothing_of_the_batch()
    {
        Run run = Store.NewRun();
        using IStagedBlob blob = Store.Artifacts.Stage(() => new MemoryStream([1, 2, 3]), null, None);
        ArtifactDraft good = StoreSteps.DraftOf(run, "good") with { Kind = ArtifactKind.Bytes, Blob = blob };
        Expect.Refused("InvalidArtifactKey", () => Store.Artifacts.Commit([good, good with { Key = "../up" }], None));
        Expect.Refused("RunNotFound", () => Store.Artifacts.Commit([good, good with { OwnerId = "nope" }], None));
        Expect.Refused("ExperimentNotFound", () => Store.Artifacts.Commit([good, good with { OwnerType = RecordType.Experiment }], None));
        Assert.Empty(Store.Artifacts.Query(new(), None));
        Assert.Equal((0L, 0L), (Store.Describe(None).Artifacts, Store.Describe(None).Blobs));
    }

    [Fact]
    public void A_removed_artifact_frees_its_key()
    {
        Run run = Store.NewRun();
        Artifact first = Store.AddText(run, "key", "old");
        Store.Artifacts.Remove([first.Id], None);
        Assert.Empty(Store.Artifacts.Query(new(), None));
        Assert.NotEqual(first.Id, Store.AddText(run, "key", "new").Id);
    }

    [Fact]
    public void Staging_can_be_cancelled_and_disposed_bytes_are_not_stored()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Store.Artifacts.Stage(() => new MemoryStream([1]), null, source.Token));
        IStagedBlob blob = Store.Artifacts.Stage(() => new MemoryStream([1, 2, 3]), null, None);
        blob.Dispose();
        Assert.Null(Store.Artifacts.Open(blob.Digest));
    }
}
