using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Runs;

namespace ExperimentTracker.Tests.Contract;

public abstract class TrialContract(StoreUnderTest store) : StoreContract(store)
{
    [Fact]
    public void A_trial_is_returned_as_it_was_created()
    {
        Experiment experiment = Store.NewExperiment();
        long start = new DateTime(2024, 3, 1, 12, 0, 0, DateTimeKind.Utc).Ticks + 1;
        NamedValues config = StoreSteps.Named(("lr", 0.1), ("layers", new object?[] { 3L, 4.0 }));
        Trial made = Create(new() { Id = "trial_1", ExperimentId = experiment.Id, Name = "Größe", Description = "slow", Config = config, StartedAt = start });
        Assert.Equal(made, Read(made.Id));
        Assert.Equal(("trial_1", "Größe", "slow", experiment.Name), (made.Id, made.Name, made.Description, made.Experiment));
        Assert.Equal(config, made.Config);
        Assert.Equal(start, Expect.TicksOf(made.StartedAt));
    }

    [Fact]
    public void The_start_time_defaults_to_the_creation()
    {
        Trial made = Create(new() { ExperimentId = Store.NewExperiment().Id, Name = "t" });
        Assert.Equal(made.CreatedAt, made.StartedAt);
        long start = new DateTime(1999, 12, 31, 0, 0, 0, DateTimeKind.Utc).Ticks;
        Trial changed = Store.Trials.Update(made.Id, new() { StartedAt = start }, None);
        Assert.Equal(start, Expect.TicksOf(changed.StartedAt));
        Assert.Equal(made.CreatedAt, changed.CreatedAt);
    }

    [Fact]
    public void A_change_touches_what_it_names_only()
    {
        Trial made = Create(new() { ExperimentId = Store.NewExperiment().Id, Name = "t", Description = "d", Config = 5L });
        Trial renamed = Store.Trials.Update(made.Id, new() { Name = "T" }, None);
        Assert.Equal(("T", "d", (object?)5L), (renamed.Name, renamed.Description, renamed.Config));
        Assert.True(renamed.UpdatedAt > made.UpdatedAt);
        Trial emptied = Store.Trials.Update(made.Id, new() { Description = "", SetsConfig = true }, None);
        Assert.Equal(("T", null, null), (emptied.Name, emptied.Description, emptied.Config));
    }

    [Fact]
    public void Names_of_live_trials_are_unique_in_their_experiment_ignoring_case()
    {
        Experiment one = Store.NewExperiment(), two = Store.NewExperiment();
        Trial trial = Create(new() { ExperimentId = one.Id, Name = "größe" });
        Create(new() { ExperimentId = two.Id, Name = "größe" });
        Expect.Refused("TrialExists", () => Create(new() { ExperimentId = one.Id, Name = "GRÖßE" }));
        Trial other = Create(new() { ExperimentId = one.Id, Name = "other" });
        Expect.Refused("TrialExists", () => Store.Trials.Update(other.Id, new() { Name = "Größe", Description = "lost" }, None));
        Assert.Null(Read(other.Id).Description);
        Store.Trials.Remove([trial.Id], None);
        Store.Trials.Update(other.Id, new() { Name = "Größe" }, None);
        Expect.Refused("TrialExists", () => Store.Trials.Restore([trial.Id], None));
    }

    [Theory]
    [InlineData("default")]
    [InlineData("DEFAULT")]
    [InlineData("x/Default")]
    [InlineData(" ")]
    public void The_name_of_the_default_trial_is_reserved(string name)
    {
        Experiment experiment = Store.NewExperiment();
        Expect.Refused("InvalidName", () => Create(new() { ExperimentId = experiment.Id, Name = name }));
        Trial made = Create(new() { ExperimentId = experiment.Id, Name = "t" });
        Expect.Refused("InvalidName", () => Store.Trials.Update(made.Id, new() { Name = name }, None));
        Expect.Refused("InvalidId", () => Create(new() { ExperimentId = experiment.Id, Name = "u", Id = $"{experiment.Id}/default" }));
    }

    [Fact]
    public void A_bad_one_in_a_batch_leaves_nothing_of_the_batch()
    {
        Experiment experiment = Store.NewExperiment();
        TrialDraft good = new() { ExperimentId = experiment.Id, Name = "a" };
        Expect.Refused("TrialExists", () => Store.Trials.Create([good, good with { Name = "A" }], None));
        Expect.Refused("TrialIdExists", () => Store.Trials.Create([good with { Id = "x" }, good with { Name = "b", Id = "x" }], None));
        Expect.Refused("ExperimentNotFound", () => Store.Trials.Create([good, good with { Name = "b", ExperimentId = "nope" }], None));
        Assert.Empty(Store.Trials.Query(new() { Removed = RemovedFilter.All }, None));
    }

    [Fact]
    public void The_runs_of_a_removed_trial_are_kept_and_belong_to_it_again_when_it_is_restored()
    {
        Experiment experiment = Store.NewExperiment();
        Trial trial = Create(new() { ExperimentId = experiment.Id, Name = "t" });
        Run inside = Store.NewRun(new RunDraft { ExperimentId = experiment.Id, TrialId = trial.Id });
        Run removed = Store.NewRun(new RunDraft { ExperimentId = experiment.Id, TrialId = trial.Id });
        Run outside = Store.NewRun(new RunDraft { ExperimentId = experiment.Id });
        Store.Runs.Remove([removed.Id], None);
        Assert.Equal(1, Read(trial.Id).RunCount);
        Assert.Equal([inside.Id], Of(trial.Id));
        Store.Trials.Remove([trial.Id], None);
        Assert.Equal((null, null), (Store.Again(inside).TrialId, Store.Again(inside).Trial));
        Assert.Equal([outside.Id, inside.Id], Of(Trial.DefaultIdOf(experiment.Id)));
        Store.Trials.Restore([trial.Id], None);
        Assert.Equal((trial.Id, "t"), (Store.Again(inside).TrialId, Store.Again(inside).Trial));
        Assert.Equal([outside.Id], Of(Trial.DefaultIdOf(experiment.Id)));

        IEnumerable<string> Of(string id) => Store.Runs.Query(new() { TrialIds = [id] }, None).Select(r => r.Id);
    }

    [Fact]
    public void What_belongs_to_something_removed_is_not_listed_nor_changed()
    {
        Experiment experiment = Store.NewExperiment();
        Trial trial = Create(new() { ExperimentId = experiment.Id, Name = "t" });
        Store.Experiments.Remove([experiment.Id], None);
        Assert.Empty(Store.Trials.Query(new(), None));
        Expect.Refused("RecordRemoved", () => Store.Trials.Update(trial.Id, new() { Name = "x" }, None));
        Expect.Refused("RecordRemoved", () => Create(new() { ExperimentId = experiment.Id, Name = "u" }));
        Expect.Refused("ParentRemoved", () => Store.Trials.Restore([trial.Id], None));
        Expect.Refused("TrialNotFound", () => Store.Trials.Remove([trial.Id, "nope"], None));
    }

    [Fact]
    public void Trials_are_listed_by_project_experiment_and_name()
    {
        Project b = Store.NewProject("b"), a = Store.NewProject("A");
        foreach ((string experiment, Project project) in new[] { ("2", b), ("x", a), ("1", b) })
        {
            string id = Store.NewExperiment(experiment, project).Id;
            foreach (string name in new[] { "z", "Y" }) Create(new() { ExperimentId = id, Name = name });
        }

        Assert.Equal(["x/Y", "x/z", "1/Y", "1/z", "2/Y", "2/z"], Store.Trials.Query(new(), None).Select(t => t.Path));
        Assert.Equal(["1/Y", "2/Y"], Store.Trials.Query(new() { ProjectId = b.Id, NamePrefix = "y" }, None).Select(t => t.Path));
    }

    private Trial Create(TrialDraft draft) => Store.Trials.Create([draft], None)[0];

    private Trial Read(string id) => Store.Trials.Query(new() { Ids = [id], Removed = RemovedFilter.All }, None).Single();
}
