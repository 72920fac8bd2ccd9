using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Series;
using ExperimentTracker.Values;
using Microsoft.Extensions.Time.Testing;

namespace ExperimentTracker.Tests.Contract;

public abstract class RunMergeContract(StoreUnderTest store, Func<FakeTimeProvider, StoreUnderTest>? otherWith = null) : TransferContract(store, otherWith)
{
    [Fact]
    public void A_used_number_is_replaced_and_the_others_are_kept()
    {
        Experiment mine = Store.NewExperiment("E", Store.NewProject("P"));
        Run[] here = [Store.NewRun(mine), Store.NewRun(mine)];
        Experiment theirs = Other.NewExperiment("E", Other.NewProject("P"));
        Run[] there = [.. Enumerable.Range(0, 4).Select(_ => Other.NewRun(theirs)), Other.NewRun(new RunDraft { ExperimentId = theirs.Id, Namespace = "n", Name = "mine" })];
        MergeResult result = Merge(Other, Store);
        Assert.Equal(["E/004", "E/005", "E/002", "E/003", "E/n/000"], there.Select(r => Store.Again(r).Path));
        Assert.Equal(["E/000", "E/001"], here.Select(r => Store.Again(r).Path));
        Assert.Equal(["E/000 → E/004", "E/001 → E/005"], result.Renumbered.Select(r => r.ToString()));
        string origin = Other.Describe(None).StoreId;
        Assert.Equal((origin, 0L), (Store.Again(there[0]).Origin.StoreId, Store.Again(there[0]).Origin.Number));
        Assert.Equal((null, null), (Store.Again(there[2]).Origin.StoreId, Store.Again(there[2]).Origin.Number));
        Assert.Equal(["run-004", "run-002", "mine"], new[] { there[0], there[2], there[4] }.Select(r => Store.Again(r).Name));
        Assert.Equal(6, Store.NewRun(mine).Number);
        Assert.Equal((0L, 0L), (Merge(Other, Store).Added, Merge(Other, Store).Changed));
        Merge(Store, Other);
        Assert.Equal(0, Other.Again(there[0]).Number);
    }

    [Fact]
    public void A_run_that_grew_in_the_source_is_merged()
    {
        Run run = Store.NewRun();
        Store.LogAt(run, "loss", [0, 1, 1], [1, 2, double.NaN], [10, 20, 30]);
        AddDistribution(Store, run, "w", 1, 2);
        Merge(Store, Other);
        foreach (int size in new[] { 1, 4 }) AddDistribution(Other, run, "W", 1, size);
        AddDistribution(Other, run, "other", 0, 3);
        Other.LogAt(run, "loss", [1, 3, 0], [9, 3, 0.5], [40, 50, 60]);
        Other.Log(run, "new", [.. Enumerable.Range(0, 1500).Select(i => (double)i)]);
        Other.Parameters.Add(run.Id, StoreSteps.Named(("later", 1L)), None);
        Other.Evaluations.Add([new() { Type = RecordType.Epoch, RunId = run.Id, Accuracy = 0.5, Ticks = UtcTicks.Now(Other.Time) }], None);
        Other.Tags.Set(RecordType.Run, run.Id, StoreSteps.Named(("t", "v")), None);
        Other.End(run, RunStatus.Failed);
        MergeResult result = Merge(Other, Store);
        Assert.Equal((0L, 1L, 1504L), (result.Added, result.Changed, result.Points));
        Run grown = Store.Again(run);
        Assert.Equal((RunStatus.Failed, Other.Again(run).EndedAt, "v"), (grown.Status, grown.EndedAt, grown.Tags["t"]));
        Expect.SameBits([1, 0.5, 2, double.NaN, 9, 3], Store.Points(run, "loss").Values);
        Assert.Equal(StoreRecords.Text(Other), StoreRecords.Text(Store));
        Assert.Equal((0L, 0L), (Merge(Other, Store).Changed, Merge(Store, Other).Changed));
    }

    [Fact]
    public void A_run_that_grew_in_the_target_stays_ahead()
    {
        Run run = Store.NewRun();
        Store.Log(run, "loss", 1, 2);
        Merge(Store, Other);
        Store.Log(run, "loss", 3);
        Store.End(run);
        string before = StoreRecords.Text(Store);
        MergeResult result = Merge(Other, Store);
        Assert.Equal((0L, 0), (result.Changed, result.Conflicts.Count));
        Assert.Equal(before, StoreRecords.Text(Store));
    }

    [Theory]
    [InlineData("points")]
    [InlineData("a point of the same step")]
    [InlineData("points between the extremes, at the same times")]
    [InlineData("points in another order, at the same times")]
    [InlineData("points in another order, and the end of one")]
    [InlineData("a series each")]
    [InlineData("parameters")]
    [InlineData("status")]
    [InlineData("epochs")]
    [InlineData("distributions of one step")]
    [InlineData("distributions of other steps")]
    [InlineData("one side each")]
    public void A_run_that_was_continued_in_both_stores_is_a_conflict_and_is_not_changed(string what)
    {
        Run run = Store.NewRun();
        Store.Log(run, "loss", 1);
        Merge(Store, Other);
        int side = 0;
        foreach (IExperimentStore store in new[] { Store, Other })
        {
            side++;
            switch (what)
            {
                case "points": store.LogAt(run, "loss", [side], [side]); break;
                case "a point of the same step": store.LogAt(run, "loss", [1], [side]); break;
                case "points between the extremes, at the same times":
                    long at = UtcTicks.From(new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc));
                    store.LogAt(run, "acc", [0, 1, 2, 3], [1, 5, 2 + side, 2], [at, at + 1, at + 2, at + 3]);
                    break;
                case "points in another order, at the same times":
                    LogInOrder(store, run, side);
                    break;
                case "points in another order, and the end of one":
                    LogInOrder(store, run, side);
                    if (side == 2) store.End(run);
                    break;
                case "a series each": store.Log(run, side == 1 ? "here" : "there", 1); break;
                case "parameters": store.Parameters.Add(run.Id, StoreSteps.Named(("p", (long)side)), None); break;
                case "status": store.End(run, side == 1 ? RunStatus.Failed : RunStatus.Succeeded); break;
                case "epochs": store.Evaluations.Add([new() { Type = RecordType.Epoch, RunId = run.Id, Index = 0, Ticks = UtcTicks.Now(store.Time) }], None); break;
                case "distributions of one step": AddDistribution(store, run, "w", 3, side); break;
                case "distributions of other steps": AddDistribution(store, run, "w", side, 1); break;
                default:
                    if (side == 1) store.End(run);
                    else store.Log(run, "loss", 2);
                    break;
            }
        }

        string[] before = [.. WithoutExperiments(StoreRecords.Text(Store))];
        MergeConflict conflict = Assert.Single(Merge(Other, Store).Conflicts);
        Assert.Equal((MergeConflictKind.Diverged, "Run", run.Id), (conflict.Kind, conflict.Type, conflict.Id));
        Assert.Equal(before, WithoutExperiments(StoreRecords.Text(Store)));

        static void LogInOrder(IExperimentStore store, Run run, int side) =>
            store.LogAt(run, "acc", [0, 1, 2, 3, 4], side == 1 ? [1, 5, 2, 3, 2] : [1, 5, 3, 2, 2], [10, 20, 30, 40, 50]);

        // The experiment was changed in the target, together with the run.
        static IEnumerable<string> WithoutExperiments(string text) => text.Split('\n').Where(line => !line.StartsWith(nameof(Experiment) + " ", StringComparison.Ordinal));
    }

    private static void AddDistribution(IExperimentStore store, Run run, string key, long step, int size) =>
        store.Distributions.Add([new() { RunId = run.Id, Key = key, Step = step, Ticks = 50, Values = BinnedValues.Of(new double[size]) }], None);

    [Fact]
    public void A_run_that_precedes_its_parent_is_linked_to_it()
    {
        Experiment experiment = Store.NewExperiment("E");
        Run child = Store.NewRun(experiment, start: false), parent = Store.NewRun(experiment, start: false);
        Store.Runs.Update(child.Id, new() { ParentRunId = parent.Id }, None);
        Merge(Store, Other);
        Assert.Equal(parent.Id, Other.Again(child).ParentRunId);
    }

    [Fact]
    public void An_artifact_of_another_content_under_a_used_key_is_reported()
    {
        Run run = Store.NewRun();
        Store.AddText(run, "same", "1");
        Merge(Store, Other);
        Store.AddText(run, "key", "mine");
        Other.AddText(run, "Key", "theirs");
        Other.AddText(run, "more", "1");
        MergeResult result = Merge(Other, Store);
        Assert.Equal(MergeConflictKind.KeyTaken, Assert.Single(result.Conflicts).Kind);
        Assert.Equal(["key", "more", "same"], Store.Artifacts.Query(new(), None).Select(a => a.Key));
        Assert.Equal((1L, 0L), (result.Added, result.Contents));
        Assert.Equal(2, Store.Describe(None).Blobs);
    }
}
