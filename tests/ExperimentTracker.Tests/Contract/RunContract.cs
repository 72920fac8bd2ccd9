using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Runs;

namespace ExperimentTracker.Tests.Contract;

public abstract class RunContract(StoreUnderTest store) : StoreContract(store)
{
    [Fact]
    public void A_run_is_returned_as_it_was_created()
    {
        var origin = new RunOrigin
        {
            Host = "host", User = "user", CommandLine = "pwsh -f x", Script = "/x.ps1", WorkingDirectory = "/w", GitCommit = "abc", GitBranch = "main",
            GitDirty = false, OperatingSystem = "os", PowerShellVersion = "7.6", RuntimeVersion = "10", ModuleVersion = "0.1",
            Process = new ProcessIdentity { Id = 42, BootId = "boot", PidNamespace = "pid:[1]", StartedAt = DateTime.Now },
        };
        Experiment experiment = Store.NewExperiment("E", Store.NewProject("P"));
        Run made = Store.NewRun(new RunDraft
        {
            Id = "run_1", ExperimentId = experiment.Id, Namespace = "a/b", Name = "mine", Description = "d", TraceId = "t", SpanId = "s", Origin = origin,
            Parameters = StoreSteps.Named(("lr", 0.1)), Tags = StoreSteps.Named(("baseline", null)), Start = true,
        });
        Run read = Store.Again(made);
        Assert.Equal(made, read);
        Assert.Equal(("run_1", "E", "P", "a/b", "mine", "d"), (read.Id, read.Experiment, read.Project, read.Namespace, read.Name, read.Description));
        Assert.Equal(("t", "s", origin), (read.TraceId, read.SpanId, read.Origin));
        Assert.Equal((0.1, true), (read.Parameters["lr"], read.Tags.Contains("baseline")));
        Assert.Equal((RunStatus.Running, read.CreatedAt, null), (read.Status, read.StartedAt, read.EndedAt));
        Assert.Equal("E/a/b/000", read.Path);
    }

    [Fact]
    public void A_run_without_a_name_is_named_by_its_number()
    {
        Experiment experiment = Store.NewExperiment("E");
        Store.NewRun(experiment);
        Run second = Store.NewRun(experiment);
        Assert.Equal(("run-001", "001", "E/001"), (second.Name, second.Uid, second.Path));
    }

    [Fact]
    public void Names_of_runs_may_repeat()
    {
        Experiment experiment = Store.NewExperiment();
        Run[] runs = [.. Store.Runs.Create([new() { ExperimentId = experiment.Id, Name = "same" }, new() { ExperimentId = experiment.Id, Name = "SAME" }], None)];
        Assert.Equal([0L, 1L], runs.Select(r => r.Number));
    }

    [Fact]
    public void Numbers_are_counted_within_experiment_and_namespace()
    {
        Experiment one = Store.NewExperiment(), two = Store.NewExperiment();
        Assert.Equal([0L, 0, 1, 0, 1, 2], new[]
        {
            Store.NewRun(one), Store.NewRun(one, place: "x"), Store.NewRun(one), Store.NewRun(two), Store.NewRun(one, place: "x"), Store.NewRun(one),
        }.Select(r => r.Number));
    }

    [Fact]
    public void A_number_is_never_reused()
    {
        Experiment experiment = Store.NewExperiment();
        Store.NewRun(experiment, start: false);
        Run last = Store.NewRun(experiment, start: false);
        Store.Runs.Remove([last.Id], None);
        Assert.Equal(2, Store.NewRun(experiment).Number);
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("/", "")]
    [InlineData("a//b/", "a/b")]
    [InlineData(@"\a\b", "a/b")]
    [InlineData("Sweep 1/ä", "Sweep 1/ä")]
    public void A_namespace_has_one_form(string? given, string kept)
    {
        Run run = Store.NewRun(Store.NewExperiment(), place: given!);
        Assert.Equal(kept, run.Namespace);
        Assert.Equal(run.Id, Store.Runs.Query(new() { Namespace = kept }, None).Single().Id);
    }

    [Theory]
    [InlineData("a/../b")]
    [InlineData(".")]
    [InlineData("a\u0007")]
    public void A_namespace_that_climbs_or_has_control_characters_is_refused(string place)
    {
        Experiment experiment = Store.NewExperiment();
        Expect.Refused("InvalidName", () => Store.NewRun(experiment, place: place));
        Assert.Empty(Store.Runs.Query(new(), None));
    }

    [Fact]
    public void A_bad_one_in_a_batch_leaves_nothing_of_the_batch()
    {
        Experiment experiment = Store.NewExperiment();
        RunDraft good = new() { ExperimentId = experiment.Id, Parameters = StoreSteps.Named(("a", 1L)), Tags = StoreSteps.Named(("t", null)), Start = true };
        Refuse("ExperimentNotFound", good with { ExperimentId = "nope" });
        Refuse("RunNotFound", good with { ParentRunId = "nope" });
        Refuse("RunIdExists", good with { Id = "twice" }, good with { Id = "twice" });
        Refuse("InvalidName", good with { Name = " " });
        Refuse("InvalidName", good with { Parameters = StoreSteps.Named(("", 1L)) });
        Refuse("InvalidName", good with { Tags = StoreSteps.Named(("\n", 1L)) });
        Refuse("ParameterConflict", good with { Parameters = StoreSteps.Named(("lr", 1L), ("LR", 2L)) });
        Refuse("InvalidId", good with { Id = "" });
        Assert.Empty(Store.Runs.Query(new() { Removed = RemovedFilter.All }, None));
        Assert.Equal(0, Store.NewRun(experiment).Number);

        void Refuse(string errorId, params RunDraft[] bad) => Expect.Refused(errorId, () => Store.Runs.Create([good, .. bad], None));
    }

    [Fact]
    public void What_stays_open_on_an_ended_run_can_be_changed()
    {
        Run run = Store.End(Store.NewRun());
        Run changed = Store.Runs.Update(run.Id, new() { Name = "new", Description = "later", GitDirty = true }, None);
        Assert.Equal(("new", "later", true), (changed.Name, changed.Description, changed.Origin.GitDirty));
        Assert.Equal(RunStatus.Succeeded, changed.Status);
        changed = Store.Runs.Update(run.Id, new() { Description = "" }, None);
        Assert.Equal(("new", null, true), (changed.Name, changed.Description, changed.Origin.GitDirty));
        Expect.Refused("InvalidName", () => Store.Runs.Update(run.Id, new() { Name = "" }, None));
        Expect.Refused("RunNotFound", () => Store.Runs.Update("nope", new() { Name = "x" }, None));
    }
}
