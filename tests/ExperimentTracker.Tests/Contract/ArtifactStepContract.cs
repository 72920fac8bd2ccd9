using System.Text;
using ExperimentTracker.Contracts.Artifacts;
using ExperimentTracker.Services;
using Microsoft.Extensions.Time.Testing;

namespace ExperimentTracker.Tests.Contract;

public abstract class ArtifactStepContract(StoreUnderTest store, Func<FakeTimeProvider, StoreUnderTest>? otherWith = null) : TransferContract(store, otherWith)
{
    [Fact]
    public void Each_key_and_step_has_its_own_content_and_they_are_sorted_by_step()
    {
        Run run = Store.NewRun();
        foreach (long? step in new long?[] { 200, null, 10, 0, long.MaxValue }) Add(run, "samples", step, $"at {step}");
        Add(run, "other", 10, "");
        Assert.Equal(["other@10", "samples", "samples@0", "samples@10", "samples@200", $"samples@{long.MaxValue}"], All(run).Select(a => a.ToString()));
        Assert.Equal(["at ", "at 0", "at 10", "at 200", $"at {long.MaxValue}"], All(run).Skip(1).Select(Text));
        Assert.Equal(["other@10", "samples@0", "samples@10"], Store.Artifacts.Query(new() { OwnerIds = [run.Id], Steps = [10, 0, 7] }, None).Select(a => a.ToString()));
        Assert.Empty(Store.Artifacts.Query(new() { OwnerIds = [run.Id], Steps = [] }, None));
    }

    [Fact]
    public void Another_content_at_the_same_step_needs_to_replace_it_and_leaves_the_others()
    {
        Run run = Store.NewRun();
        Artifact first = Add(run, "samples", 1, "one");
        Add(run, "samples", 2, "two");
        Assert.Equal(first.Id, Add(run, "SAMPLES", 1, "one").Id);
        Assert.Contains("step 1", Expect.Refused("ArtifactExists", () => Add(run, "Samples", 1, "other")).Message, StringComparison.Ordinal);
        Expect.Refused("InvalidStep", () => Add(run, "samples", -1, "x"));
        Assert.NotEqual(first.Id, Add(run, "samples", 1, "other", replace: true).Id);
        Assert.Equal(["other", "two"], All(run).Select(Text));
        Expect.Refused("ArtifactKeyConflict", () => Add(run, "samples/more", 1, "x"));
        Store.Artifacts.Remove([All(run)[0].Id], None);
        Assert.Equal(1, Add(run, "samples", 1, "again").Step);
    }

    [Fact]
    public void Steps_are_merged_once_and_another_content_of_a_step_is_a_conflict()
    {
        Run run = Store.NewRun();
        Add(run, "samples", 1, "one");
        Merge(Store, Other);
        foreach (long step in new long[] { 2, 3 }) ArtifactIntake.AddText(Other, Draft(run, "samples", step), $"{step}", None);
        Assert.Equal(2, Merge(Other, Store).Added);
        Assert.Equal((0L, 0L), (Merge(Store, Other).Added, Merge(Other, Store).Added));
        Assert.Equal([1L, 2, 3], All(run).Select(a => a.Step!.Value));
        Add(run, "samples", 4, "here");
        ArtifactIntake.AddText(Other, Draft(run, "samples", 4), "there", None);
        Assert.Equal(MergeConflictKind.KeyTaken, Assert.Single(Merge(Other, Store).Conflicts).Kind);
        Assert.Equal("here", Text(All(run)[^1]));
    }

    private static ArtifactDraft Draft(Run run, string key, long? step) => StoreSteps.DraftOf(run, key) with { Step = step };

    private Artifact Add(Run run, string key, long? step, string text, bool replace = false) =>
        ArtifactIntake.AddText(Store, Draft(run, key, step) with { Replace = replace }, text, None);

    private IReadOnlyList<Artifact> All(Run run) => Store.Artifacts.Query(new() { OwnerIds = [run.Id] }, None);

    private string Text(Artifact artifact) => Encoding.UTF8.GetString(ArtifactReader.ReadBytes(Store, artifact, null, None));
}
