using ExperimentTracker.BuildServices;
using ExperimentTracker.Contracts.Models;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Summaries;
using ExperimentTracker.Tests.Support.Agents;
using ExperimentTracker.Values;

namespace ExperimentTracker.Tests.BuildServices;

public sealed class RunSummaryTests : IDisposable
{
    private static readonly BuildEnvironment NoBuild = new(_ => null);

    private readonly StoreUnderTest underTest = StoreUnderTest.InMemory();
    private readonly Experiment experiment;

    public RunSummaryTests() => experiment = Store.NewExperiment("iris");

    private IExperimentStore Store => underTest.Store;

    public void Dispose() => underTest.Dispose();

    [Fact]
    public void Successful_runs_are_first_by_the_metric_and_missing_or_NaN_values_last()
    {
        Run low = Ended(0.1), high = Ended(0.9), nan = Ended(double.NaN), none = Ended(null), failed = Ended(2, RunStatus.Failed);
        RunSummary summary = Summarise(new() { Metrics = ["accuracy"] }, failed, none, nan, low, high);
        Assert.Equal([high.Id, low.Id, none.Id, nan.Id, failed.Id], summary.Runs.Select(r => r.Id));
        Assert.Equal(high.Id, summary.Best!.Run.Id);
        Assert.Equal([low.Id, high.Id], Summarise(new() { Metrics = ["accuracy"], Goal = MetricGoal.Minimize }, high, low).Runs.Select(r => r.Id));
    }

    [Fact]
    public void Nothing_ranks_runs_without_a_goal_and_one_alone_is_the_best()
    {
        Run first = Ended(1, goal: null), second = Ended(2, goal: null);
        Assert.Null(Summarise(new(), first, second).Best);
        Assert.Equal(first.Id, Summarise(new(), first).Best!.Run.Id);
        Assert.Null(Summarise(new(), Ended(1, RunStatus.Failed), Ended(2, RunStatus.Killed)).Best);
    }

    [Fact]
    public void The_best_run_is_compared_with_the_mean_of_the_baseline()
    {
        Run[] baseline = [Ended(0.8), Ended(0.9)];
        Run run = Ended(0.68);
        RunSummary summary = Summarise(new() { Baseline = _ => baseline }, run);
        MetricTest difference = Assert.Single(summary.Differences);
        Assert.Equal((0.85, -0.17), (Math.Round(difference.Baseline!.Value, 9), Math.Round(difference.Difference!.Value, 9)));
        string text = RunSummaryMarkdown.Write(summary);
        Assert.Contains("### Against the mean of 2 runs", text, StringComparison.Ordinal);
        Assert.Contains("| accuracy | 0.68 | 0.85 | ▼ 0.17 (−20 %) | **worse** |", text, StringComparison.Ordinal);
        Assert.Contains("| loss | 0.32 | 0.15 | ▲ 0.17 (+113.33 %) |", RunSummaryMarkdown.Write(Summarise(new() { Baseline = _ => [WithLoss(0.15)] }, WithLoss(0.32))), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_has_the_board_the_failures_the_artifacts_and_the_addresses_of_the_build()
    {
        Run best = Curve("a", [0.1, 0.5, 0.9]), other = Curve("b", [0.1, 0.2, 0.3]), failed = Ended(0.2, RunStatus.Failed, error: "out of memory\nat line 1"), third = Curve("c", [0.1, 0.15, 0.2]);
        Store.AddText(best, "model.json", "{}");
        Store.Artifacts.Commit([StoreSteps.DraftOf(best, "report") with { Kind = ArtifactKind.Reference, Location = "https://host/a b|c" }], Expect.None);
        string text = RunSummaryMarkdown.Write(RunSummaries.Build(
            [new(Store, [other, best, failed, third], [])], new() { Top = 2 }, Builds.Of(Builds.Azure()), Expect.None));
        Assert.Contains("Best of 3 runs: **iris/000** — accuracy **0.9**", text, StringComparison.Ordinal);
        Assert.Contains("3 succeeded, 1 failed · [Build](<https://dev.azure.com/fabrikam/Vision%20Team/_build/results?buildId=4711>)", text, StringComparison.Ordinal);
        Assert.Contains("|  | Run | Status | name | accuracy | Duration | Trend of accuracy |", text, StringComparison.Ordinal);
        Assert.Matches(@"\| 1 \| iris/000 \| Succeeded \| a \| 0\.9 \| .+ \| ▁.█ \|", text);
        Assert.Contains("1 more runs are not shown.", text, StringComparison.Ordinal);
        Assert.Contains("| iris/002 | Failed | out of memory |", text, StringComparison.Ordinal);
        Assert.Contains("[model.json](<https://dev.azure.com/fabrikam/Vision%20Team/_build/results?buildId=4711&view=artifacts", text, StringComparison.Ordinal);
        Assert.Contains("[report](<https://host/a%20b%7Cc>)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_of_a_name_or_a_text_becomes_a_command_or_a_part_of_the_page()
    {
        const string evil = "x | y ##vso[task.complete result=Failed] [a](javascript:b) <img src=x> `c` ##[error]";
        Run run = Store.NewRun(new RunDraft
        {
            ExperimentId = Store.NewExperiment("::error::" + evil).Id, Name = "##vso[task.setvariable variable=a]b", Start = true,
            Parameters = StoreSteps.Named((evil, evil)), Tags = StoreSteps.Named((evil, evil)),
        });
        Store.Metrics.Append([new() { RunId = run.Id, Key = evil, Unit = "##[group]", Goal = MetricGoal.Minimize, Values = new double[] { 1, 2 }, Ticks = new long[] { 1, 2 } }], Expect.None);
        Store.AddText(run, "##vso[task.x]|k", "t");
        Store.Artifacts.Commit([StoreSteps.DraftOf(run, "ref") with { Kind = ArtifactKind.Reference, Location = "javascript:alert(1)" }], Expect.None);
        Store.Runs.ChangeStatus(new() { RunId = run.Id, To = RunStatus.Failed, ErrorMessage = "::error::gone ##vso[task.x]\n| a | b |" }, Expect.None);
        Run other = Store.NewRun(Store.NewExperiment("other"));
        string text = RunSummaryMarkdown.Write(Summarise(new() { Title = evil }, Store.Again(run), other));
        Assert.Empty(AzureAgent.Read(text));
        Assert.Empty(GitHubRunner.Read(text));
        string unescaped = text.Replace(@"\]", "", StringComparison.Ordinal).Replace(@"\<", "", StringComparison.Ordinal);
        Assert.DoesNotContain("](", unescaped, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", unescaped, StringComparison.Ordinal);

        // Each row of a table has as many cells as its header.
        int cells = 0;
        foreach (string line in text.Replace(@"\|", "", StringComparison.Ordinal).Split('\n'))
        {
            int found = line.StartsWith('|') ? line.Count(c => c == '|') : 0;
            Assert.True(found == 0 || cells == 0 || found == cells, line);
            cells = found;
        }
    }

    [Fact]
    public void Variables_can_be_read_back_and_have_names_valid_in_every_shell()
    {
        Run parent = Store.NewRun(experiment);
        Run run = Store.NewRun(new RunDraft { ExperimentId = experiment.Id, ParentRunId = parent.Id, Start = true });
        Store.Log(run, "val/loss", 0.1 + 0.2);
        Store.Log(run, "val.loss", double.NaN);
        Model model = Store.Models.Create([new ModelDraft { Name = "iris model", ProjectId = experiment.ProjectId }], Expect.None)[0];
        Store.Models.Register([new ModelVersionDraft { ModelId = model.Id, RunId = run.Id }], Expect.None);
        Dictionary<string, string> variables = SummaryVariables.Of(Summarise(new(), Store.Again(run))).ToDictionary(v => v.Key, v => v.Value);
        Assert.Equal(run.Id, variables["EXPERIMENT_RUN_ID"]);
        Assert.Equal((run.Id, "iris model/1"), (variables["EXPERIMENT_PARENT_RUN"], variables["EXPERIMENT_MODEL_VERSION"]));
        Assert.Equal(["0.30000000000000004", "NaN"], variables.Where(v => v.Key.StartsWith("EXPERIMENT_METRIC_VAL_LOSS", StringComparison.Ordinal)).Select(v => v.Value).Order());
        Run second = Store.NewRun(new RunDraft { ExperimentId = experiment.Id, ParentRunId = parent.Id, Start = true });
        Assert.Contains(KeyValuePair.Create("EXPERIMENT_PARENT_RUN", parent.Id), SummaryVariables.Of(Summarise(new(), Store.Again(run), second)));

        // A name with characters that are special in a shell is not part of a command.
        Model odd = Store.Models.Create([new ModelDraft { Name = "x; rm -rf $HOME", ProjectId = experiment.ProjectId }], Expect.None)[0];
        ModelVersion version = Store.Models.Register([new ModelVersionDraft { ModelId = odd.Id, RunId = second.Id }], Expect.None)[0];
        Assert.Equal(version.Id, SummaryVariables.Of(Summarise(new(), second)).Single(v => v.Key == "EXPERIMENT_MODEL_VERSION").Value);
    }

    [Fact]
    public void An_id_that_looks_like_a_command_is_not_passed_on()
    {
        Run run = Store.NewRun(new RunDraft { ExperimentId = experiment.Id, Id = "##vso[task.complete result=Failed]", Start = true });
        Expect.Refused("UnsafeVariable", () => SummaryVariables.Of(Summarise(new(), run)));
    }

    [Fact]
    public void What_cannot_be_summarised_is_refused()
    {
        Expect.Refused("NothingToSummarize", () => Summarise(new()));
        Expect.Refused("MetricNotFound", () => Summarise(new() { Metrics = ["nothing"] }, Ended(1)));
    }

    [Fact]
    public void The_runs_of_a_build_are_found_in_all_its_jobs_and_no_others()
    {
        NamedValues Tags(string id, string provider) => StoreSteps.Named(("ci.build-id", id), ("ci.provider", provider));
        Run mine = Store.NewRun(new RunDraft { ExperimentId = experiment.Id, Tags = Tags("4711", "azure-pipelines") });
        Store.NewRun(new RunDraft { ExperimentId = experiment.Id, Tags = Tags("4712", "azure-pipelines") });
        Store.NewRun(new RunDraft { ExperimentId = experiment.Id, Tags = Tags("4711", "github-actions") });
        Store.NewRun(experiment);
        Assert.Equal([mine.Id], BuildRuns.Find(Store, Builds.Of(Builds.Azure()), Expect.None).Select(r => r.Id));
        Assert.Empty(BuildRuns.Find(Store, NoBuild, Expect.None));
    }

    private RunSummary Summarise(RunSummaryOptions options, params Run[] runs) =>
        RunSummaries.Build([new(Store, runs, [])], options, NoBuild, Expect.None);

    private Run Ended(double? accuracy, RunStatus status = RunStatus.Succeeded, MetricGoal? goal = MetricGoal.Maximize, string? error = null)
    {
        Run run = Store.NewRun(experiment);
        if (accuracy is { } value) Append(run, "accuracy", goal, value);
        return Store.Runs.ChangeStatus(new() { RunId = run.Id, To = status, ErrorMessage = error }, Expect.None);
    }

    private Run WithLoss(double loss)
    {
        Run run = Store.NewRun(experiment);
        Append(run, "loss", MetricGoal.Minimize, loss);
        return Store.Again(run);
    }

    private Run Curve(string name, double[] values)
    {
        Run run = Store.NewRun(new RunDraft { ExperimentId = experiment.Id, Start = true, Parameters = StoreSteps.Named(("name", name)) });
        Append(run, "accuracy", MetricGoal.Maximize, values);
        return Store.End(run);
    }

    private void Append(Run run, string key, MetricGoal? goal, params double[] values) =>
        Store.Metrics.Append([new() { RunId = run.Id, Key = key, Goal = goal, Values = values, Ticks = new[] { UtcTicks.Now(Store.Time) } }], Expect.None);
}
