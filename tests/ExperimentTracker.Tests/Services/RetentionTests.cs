using System.Diagnostics;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;

namespace ExperimentTracker.Tests.Services;

public sealed class RetentionTests : IDisposable
{
    private const int Many = 10_000;

    private readonly StoreUnderTest underTest = StoreUnderTest.InMemory();

    private IExperimentStore Store => underTest.Store;

    public void Dispose() => underTest.Dispose();

    // What must stay is calculated here from what was written, and not by the rules.
    [Fact]
    public void Of_ten_thousand_runs_goes_exactly_what_the_plan_says_and_nothing_that_is_held()
    {
        Run[] runs = NewRuns(Many);
        HashSet<string> stay = [.. runs[^20..].Select(run => run.Id)];

        // Lower is better; the best are the runs 5,000, 5,001 and 4,999.
        stay.UnionWith(new[] { runs[5000].Id, runs[5001].Id, runs[4999].Id });
        Store.Tags.Set(RecordType.Run, runs[7].Id, new([new("keep", null)]), Expect.None);
        Artifact weights = Add(runs[8], "weights"), used = Add(runs[9], "data");
        Add(runs[10], "of no use");
        Model model = Store.Models.Create([new() { Name = "m", ProjectId = Store.Projects.Query(new(), Expect.None)[0].Id }], Expect.None)[0];
        Store.Models.Register([new() { ModelId = model.Id, ArtifactId = weights.Id }], Expect.None);
        ModelVersion version = Store.Models.Register([new() { ModelId = model.Id, RunId = runs[11].Id }], Expect.None)[0];
        Run reader = Store.NewRun();
        Store.Inputs.Add(reader.Id, RunInputKind.Artifact, used.Id, null, Expect.None);
        Store.Inputs.Add(reader.Id, RunInputKind.ModelVersion, version.Id, null, Expect.None);
        Store.Runs.Update(reader.Id, new() { ParentRunId = runs[12].Id }, Expect.None);
        Store.Runs.Update(runs[12].Id, new() { ParentRunId = runs[13].Id }, Expect.None);
        Run open = Store.NewRun(Store.Experiments.Query(new() { Ids = [runs[0].ExperimentId] }, Expect.None)[0]);
        stay.UnionWith(new[] { 7, 8, 9, 11, 12, 13 }.Select(i => runs[i].Id).Append(open.Id));

        var clock = Stopwatch.StartNew();
        RetentionPlan plan = Plan(new() { ExperimentId = runs[0].ExperimentId, KeepBest = 3, Metric = "loss", KeepLast = 20 });
        Assert.Equal(Many + 1, LiveRuns().Count);
        Assert.Equal(runs.Select(run => run.Id).Where(id => !stay.Contains(id)).Order(), plan.Runs.Order());
        Assert.Contains(FormattableString.Invariant($"{Many - stay.Count + 1:N0} runs, {Many - stay.Count + 1:N0} points, 1 artifact"), plan.Weight, StringComparison.Ordinal);
        new Retention(Store, Expect.None).Apply(plan, Expect.None);
        Assert.Equal(stay.Order(), LiveRuns().Order());
        Assert.True(Plan(plan.Policy).IsEmpty);
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1), $"{clock.Elapsed}");

        Store.Runs.Restore([runs[100].Id], Expect.None);
        Assert.Contains(runs[100].Id, LiveRuns());

        HashSet<string> LiveRuns() => [.. Store.Runs.Query(new() { ExperimentIds = [runs[0].ExperimentId] }, Expect.None).Select(run => run.Id)];
    }

    [Fact]
    public void What_became_held_while_the_plan_was_confirmed_stays()
    {
        Run[] runs = NewRuns(8);
        RetentionPlan plan = Plan(new() { ExperimentId = runs[0].ExperimentId, KeepLast = 1 });
        Assert.Equal(7, plan.Runs.Count);
        Store.Tags.Set(RecordType.Run, runs[0].Id, new([new("keep", null)]), Expect.None);
        Store.Runs.ChangeStatus(new() { RunId = runs[1].Id, To = RunStatus.Running, Resuming = true }, Expect.None);
        Model model = Store.Models.Create([new() { Name = "m", ProjectId = Store.Projects.Query(new(), Expect.None)[0].Id }], Expect.None)[0];
        Store.Models.Register([new() { ModelId = model.Id, RunId = runs[2].Id }], Expect.None);
        Store.Inputs.Add(Store.NewRun().Id, RunInputKind.Artifact, Add(runs[3], "input").Id, null, Expect.None);
        RunFactory.Create(Store, new() { ParentRun = runs[4].Id });

        Assert.Equal(2, new Retention(Store, Expect.None).Apply(plan, Expect.None));
        HashSet<string> left = [.. Store.Runs.Query(new() { ExperimentIds = [runs[0].ExperimentId] }, Expect.None).Select(run => run.Id)];
        Assert.Equal([true, true, true, true, true, false, false, true], runs.Select(run => left.Contains(run.Id)));
    }

    [Fact]
    public void Only_the_artifacts_go_if_the_policy_says_so()
    {
        Run[] runs = NewRuns(3);
        Artifact[] artifacts = [.. runs.Select(run => Add(run, $"of {run.Number}"))];
        RetentionPlan plan = Plan(new() { ExperimentId = runs[0].ExperimentId, KeepLast = 1, ArtifactsOnly = true });
        Assert.Equal(artifacts[..2].Select(artifact => artifact.Id).Order(), plan.Artifacts.Order());
        Assert.Equal("2 artifacts of 2 runs; at most 8 B to be freed", plan.Weight);
        new Retention(Store, Expect.None).Apply(plan, Expect.None);
        Assert.Equal(3, Store.Runs.Query(new() { ExperimentIds = [runs[0].ExperimentId] }, Expect.None).Count());
        Assert.Equal([artifacts[2].Id], Store.Artifacts.Query(new(), Expect.None).Select(artifact => artifact.Id));
        Assert.True(Plan(plan.Policy).IsEmpty);
    }

    [Fact]
    public void The_time_of_the_store_says_what_is_old()
    {
        Run[] runs = NewRuns(2);
        var policy = new RetentionPolicy { ExperimentId = runs[0].ExperimentId, OlderThan = TimeSpan.FromDays(30) };
        Assert.True(Plan(policy).IsEmpty);
        underTest.Clock.Advance(TimeSpan.FromDays(31));
        Assert.Equal(2, Plan(policy).Runs.Count);
    }

    [Fact]
    public void A_metric_without_a_goal_is_an_error_before_anything_goes() => Expect.Refused(
        "GoalUnknown", () => Plan(new() { ExperimentId = NewRuns(1)[0].ExperimentId, KeepBest = 1, Metric = "unknown" }));

    private RetentionPlan Plan(RetentionPolicy policy) => new Retention(Store, Expect.None).Plan(policy, Expect.None);

    private Artifact Add(Run run, string text) => ArtifactIntake.AddText(Store, new() { OwnerType = RecordType.Run, OwnerId = run.Id, Key = "k" }, text, Expect.None);

    private Run[] NewRuns(int count)
    {
        string experiment = RunFactory.FindOrCreateExperiment(Store, "many");
        Run[] runs = [.. Store.Runs.Create([.. Enumerable.Range(0, count).Select(i => new Contracts.Runs.RunDraft(new RunRequest()) { ExperimentId = experiment, Start = true })], Expect.None)];
        long[] now = [Store.Time.GetUtcNow().UtcTicks];
        Store.Metrics.Append(
            [.. runs.Select((run, i) => new Series.SeriesAppend { RunId = run.Id, Key = "loss", Values = new[] { Math.Abs(i - 5000.2) }, Ticks = now, Goal = MetricGoal.Minimize })], Expect.None);
        foreach (Run run in runs) Store.Runs.ChangeStatus(new() { RunId = run.Id, To = RunStatus.Succeeded }, Expect.None);
        return runs;
    }
}
