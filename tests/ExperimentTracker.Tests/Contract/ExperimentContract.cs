using ExperimentTracker.Contracts.Catalog;

namespace ExperimentTracker.Tests.Contract;

public abstract class ExperimentContract(StoreUnderTest store) : StoreContract(store)
{
    [Fact]
    public void An_experiment_is_returned_as_it_was_created()
    {
        Project project = Store.NewProject("P");
        NamedValues config = StoreSteps.Named(("lr", 1.0), ("layers", new object?[] { 3L, "x", null }), ("deep", StoreSteps.Named(("a", double.NaN))));
        Experiment made = Store.Experiments.Create(
            [new() { Name = "E", ProjectId = project.Id, Description = "d", Config = config, Tags = StoreSteps.Named(("k", "v")) }], None)[0];
        Experiment read = Store.Experiments.Query(new() { Ids = [made.Id] }, None).Single();
        Assert.Equal(("E", "P", project.Id, "d"), (read.Name, read.Project, read.ProjectId, read.Description));
        Assert.Equal(config, read.Config);
        Assert.Equal("v", read.Tags["k"]);
        Assert.Equal((0L, null), (read.RunCount, read.LastRunAt));
    }

    [Fact]
    public void Two_projects_may_have_experiments_of_one_name()
    {
        Store.NewExperiment("same", Store.NewProject("a"));
        Store.NewExperiment("SAME", Store.NewProject("b"));
        Assert.Equal(["a", "b"], Store.Experiments.Query(new(), None).Select(e => e.Project));
    }

    [Fact]
    public void One_project_may_not()
    {
        Project project = Store.NewProject("a");
        Store.NewExperiment("same", project);
        Assert.Contains("'a'", Expect.Refused("ExperimentExists", () => Store.NewExperiment("SAME", project)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_one_in_a_batch_leaves_nothing_of_the_batch()
    {
        Project project = Store.NewProject();
        Expect.Refused("ProjectNotFound", () => Store.Experiments.Create(
            [new() { Name = "good", ProjectId = project.Id }, new() { Name = "orphan", ProjectId = "nope" }], None));
        Assert.Empty(Store.Experiments.Query(new() { Removed = RemovedFilter.All }, None));
    }

    [Fact]
    public void The_configuration_changes_only_when_it_is_set()
    {
        Experiment made = Store.Experiments.Create([new() { Name = "E", ProjectId = Store.NewProject().Id, Config = 5L }], None)[0];
        Assert.Equal(5L, Store.Experiments.Update(made.Id, new() { Description = "d" }, None).Config);
        Assert.Equal("new", Store.Experiments.Update(made.Id, new() { SetsConfig = true, Config = "new" }, None).Config);
        Experiment emptied = Store.Experiments.Update(made.Id, new() { SetsConfig = true }, None);
        Assert.Equal((null, "d"), (emptied.Config, emptied.Description));
    }

    [Theory]
    [InlineData("$date", "yesterday")]
    [InlineData("$date", "2024-01-01T00:00:00Z")]
    [InlineData("$real", "1")]
    [InlineData("$duration", "00:01:00")]
    [InlineData("$metric", "loss")]
    [InlineData("$$real", "1")]
    public void A_configuration_that_looks_like_the_encoding_of_values_is_unchanged(string name, string value)
    {
        NamedValues config = StoreSteps.Named(("inner", StoreSteps.Named((name, value))));
        Experiment made = Store.Experiments.Create([new() { Name = "E", ProjectId = Store.NewProject().Id, Config = config }], None)[0];
        Assert.Equal(config, Store.Experiments.Query(new() { Ids = [made.Id] }, None)[0].Config);
    }

    [Fact]
    public void A_run_shows_in_the_counts_and_times_of_its_experiment()
    {
        Experiment experiment = Store.NewExperiment();
        Run first = Store.NewRun(experiment);
        Run second = Store.NewRun(experiment);
        Experiment read = Read();
        Assert.Equal((2L, second.CreatedAt), (read.RunCount, read.LastRunAt));
        Assert.True(read.UpdatedAt >= second.CreatedAt);
        Store.End(first);
        Store.End(second);
        Assert.True(Read().UpdatedAt > read.UpdatedAt);
        Store.Runs.Remove([second.Id], None);
        Assert.Equal((1L, first.CreatedAt), (Read().RunCount, Read().LastRunAt));

        Experiment Read() => Store.Experiments.Query(new() { Ids = [experiment.Id] }, None)[0];
    }

    [Fact]
    public void Experiments_are_listed_by_project_and_name()
    {
        Project b = Store.NewProject("b"), a = Store.NewProject("A");
        foreach ((string name, Project project) in new[] { ("2", b), ("x", a), ("1", b), ("Y", a) }) Store.NewExperiment(name, project);
        Assert.Equal(["A/x", "A/Y", "b/1", "b/2"], Store.Experiments.Query(new(), None).Select(e => $"{e.Project}/{e.Name}"));
        Assert.Equal(["1", "2"], Store.Experiments.Query(new() { ProjectId = b.Id }, None).Select(e => e.Name));
    }
}
