using ExperimentTracker.Services;

namespace ExperimentTracker.Tests.Contract;

/// <summary>Runs are created from the names in a request. Experiments and projects that do not exist yet are created too.</summary>
public abstract class FactoryContract(StoreUnderTest store) : StoreContract(store)
{
    [Fact]
    public void A_run_without_an_experiment_belongs_to_the_default_one()
    {
        Run run = RunFactory.Create(Store, new RunRequest());
        Assert.Equal(("Default", "Default", RunStatus.Pending), (run.Project, run.Experiment, run.Status));
        Assert.Equal(run.ExperimentId, RunFactory.Create(Store, new RunRequest { Experiment = "DEFAULT" }).ExperimentId);
    }

    [Fact]
    public void New_names_create_records_and_existing_ones_are_used()
    {
        Run first = RunFactory.Create(Store, new RunRequest { Experiment = "E", Project = "P", Start = true });
        Run second = RunFactory.Create(Store, new RunRequest { Experiment = "e" });
        Run third = RunFactory.Create(Store, new RunRequest { Experiment = "E", Project = "Q" });
        Assert.Equal(("P", "E", 1L), (second.Project, second.Experiment, second.Number));
        Assert.Equal(first.ExperimentId, second.ExperimentId);
        Assert.Equal(("Q", 0L), (third.Project, third.Number));
    }

    [Fact]
    public void A_name_that_is_by_chance_part_of_an_id_is_the_name_of_something_new()
    {
        Run run = RunFactory.Create(Store, new RunRequest { Experiment = "E", Project = "P" });
        foreach (string part in new[] { run.ExperimentId[..4], run.ExperimentId[^8..] })
        {
            Assert.Equal(part, Identities.FindExperiment(Store, RunFactory.FindOrCreateExperiment(Store, part)).Name);
        }

        Assert.Equal(run.ExperimentId, RunFactory.FindOrCreateExperiment(Store, run.ExperimentId));
        string projectId = Store.Experiments.Query(new() { Ids = [run.ExperimentId] }, None)[0].ProjectId;
        Assert.Equal(projectId[^8..], RunFactory.FindOrCreateProject(Store, projectId[^8..]).Name);
        Assert.Equal("P", RunFactory.FindOrCreateProject(Store, projectId).Name);
    }

    [Fact]
    public void A_child_belongs_to_the_experiment_of_its_parent()
    {
        Run parent = RunFactory.Create(Store, new RunRequest { Experiment = "E" });
        Run child = RunFactory.Create(Store, new RunRequest { ParentRun = "E/0" });
        Run other = RunFactory.Create(Store, new RunRequest { ParentRun = parent.ShortId, Experiment = "F" });
        Assert.Equal((parent.Id, "E"), (child.ParentRunId, child.Experiment));
        Assert.Equal((parent.Id, "F"), (other.ParentRunId, other.Experiment));
    }

    [Fact]
    public void The_trace_and_the_span_are_kept()
    {
        Run run = RunFactory.Create(Store, new RunRequest { TraceId = "0af7651916cd43dd8448eb211c80319c", SpanId = "of any form" });
        Assert.Equal(("0af7651916cd43dd8448eb211c80319c", "of any form"), (run.TraceId, run.SpanId));
    }

    [Fact]
    public void Nothing_is_created_for_an_invalid_run()
    {
        Expect.Refused("RunNotFound", () => RunFactory.Create(Store, new RunRequest { Experiment = "E", ParentRun = "nope" }));
        Assert.Empty(Store.Experiments.Query(new(), None));
    }

    [Fact]
    public async Task Many_threads_that_name_one_experiment_first_share_it()
    {
        Run[] runs = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(
            () => RunFactory.Create(Store, new RunRequest { Experiment = "E", Project = "P", Start = true }))));
        Assert.Single(runs.Select(r => r.ExperimentId).Distinct());
        Assert.Equal(Enumerable.Range(0, 16).Select(n => (long)n), runs.Select(r => r.Number).Order());
        Assert.Single(Store.Projects.Query(new(), None));
    }
}
