using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Runs;

namespace ExperimentTracker.Tests.Contract;

public abstract class RunLabelContract(StoreUnderTest store) : StoreContract(store)
{
    [Fact]
    public void Labels_have_the_properties_of_their_runs_newest_first()
    {
        Experiment experiment = Store.NewExperiment();
        Store.Runs.Create([.. Enumerable.Range(0, 700).Select(i => new RunDraft { ExperimentId = experiment.Id, Name = $"n {i % 7}", Namespace = i % 2 == 0 ? "" : "a b/c" })], None);
        Store.End(Store.NewRun(), RunStatus.Failed);
        Assert.Equal(
            Store.Runs.Query(new(), None).Select(r => new RunLabel { Id = r.Id, Name = r.Name, Path = r.Path, Status = r.Status, CreatedAt = r.CreatedAt }),
            Store.Runs.Labels(new(), None));
        Assert.Equal(700, Store.Runs.Labels(new() { ExperimentIds = [experiment.Id] }, None).Count());
    }

    [Theory]
    [InlineData("größe x")]
    [InlineData("GRÖßE")]
    [InlineData("iris")]
    [InlineData("IRIS/deep/0")]
    [InlineData("iris/deep/000")]
    [InlineData("run_")]
    [InlineData("RUN_1")]
    public void A_prefix_omits_no_run_that_has_it(string beginning)
    {
        Experiment iris = Store.NewExperiment("Iris"), other = Store.NewExperiment("it");
        Run wanted = Store.NewRun(new RunDraft { ExperimentId = iris.Id, Id = "Run_1", Name = "Größe X", Namespace = "deep" });
        Run unwanted = Store.NewRun(new RunDraft { ExperimentId = other.Id, Name = "gros" });
        string[] found = [.. Store.Runs.Labels(new() { Beginning = beginning }, None).Select(l => l.Id)];
        Assert.Contains(wanted.Id, found);
        Assert.DoesNotContain(unwanted.Id, found);
        Assert.Equal([unwanted.Id], Store.Runs.Labels(new() { Beginning = unwanted.ShortId[..7].ToUpperInvariant() }, None).Select(l => l.Id));
    }

    [Fact]
    public void Removed_runs_have_labels_on_request()
    {
        Run removed = Store.NewRun(start: false), stays = Store.NewRun();
        Store.Runs.Remove([removed.Id], None);
        Assert.Equal([stays.Id], Store.Runs.Labels(new(), None).Select(l => l.Id));
        Assert.Equal([removed.Id], Store.Runs.Labels(new() { Removed = RemovedFilter.Removed }, None).Select(l => l.Id));
    }
}
