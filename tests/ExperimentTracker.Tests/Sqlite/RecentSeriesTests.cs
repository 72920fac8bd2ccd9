using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Series;

namespace ExperimentTracker.Tests.Sqlite;

/// <summary>An append that follows another one does not look up its run and series again; it must see what was written between them all the same.</summary>
public sealed class RecentSeriesTests : IDisposable
{
    private readonly StoreUnderTest underTest = StoreUnderTest.InAFile();
    private readonly IExperimentStore other;
    private readonly Run run;

    public RecentSeriesTests()
    {
        other = StoreUnderTest.Open(Store.Path, underTest.Clock);
        run = Store.NewRun();
        Store.Log(run, "loss", 1);
        Store.Log(run, "loss", 2);
    }

    private IExperimentStore Store => underTest.Store;

    public void Dispose()
    {
        other.Dispose();
        underTest.Dispose();
    }

    [Fact]
    public void Points_of_another_connection_come_between()
    {
        Assert.Equal(2, other.Log(run, "loss", 9, 10).FirstAssignedStep);
        SeriesReceipt receipt = Store.Log(run, "loss", 3);
        Assert.Equal(4, receipt.FirstAssignedStep);
        Assert.Equal((5, 10.0), (receipt.Metric.Count, receipt.Metric.Max));
        Assert.Equal([1.0, 2, 9, 10, 3], other.Points(run, "loss").Values);
    }

    [Fact]
    public void A_series_that_both_connections_create_is_one()
    {
        other.Log(run, "acc", 1);
        Store.Log(run, "acc", 2);
        other.Log(run, "acc", 3);
        Assert.Equal([1.0, 2, 3], Store.Points(run, "acc").Values);
        Assert.Equal(2, Store.Metrics.List([run.Id], Expect.None).Count);
    }

    [Fact]
    public void A_run_that_another_connection_ended_is_refused()
    {
        other.End(run);
        Expect.Refused("RunNotOpen", () => Store.Log(run, "loss", 3));
        other.Resume(run);
        Assert.Equal(2, Store.Log(run, "loss", 3).FirstAssignedStep);
    }

    [Fact]
    public void A_run_that_this_connection_ended_is_refused()
    {
        Store.End(run);
        Expect.Refused("RunNotOpen", () => Store.Log(run, "loss", 3));
    }

    [Fact]
    public void A_run_of_a_removed_experiment_is_refused()
    {
        other.End(run);
        other.Experiments.Remove([run.ExperimentId], Expect.None);
        Expect.Refused("RecordRemoved", () => Store.Log(run, "loss", 4));
    }

    [Fact]
    public void An_append_that_failed_leaves_no_trace()
    {
        SeriesAppend good = new() { RunId = run.Id, Key = "loss", Values = new[] { 3.0 }, Ticks = new[] { 1L } };
        Expect.Refused("StepOverflow", () => Store.Metrics.Append(
            [good, good with { Key = "new" }, good with { Key = "far", Steps = new[] { long.MaxValue } }, good with { Key = "far" }], Expect.None));
        Assert.Equal(2, Store.Log(run, "loss", 3).FirstAssignedStep);
        SeriesReceipt created = Store.Log(run, "new", 5);
        Assert.Equal((0, 1, 5.0), (created.FirstAssignedStep, created.Metric.Count, created.Metric.Last));
        Assert.Equal([1.0, 2, 3], other.Points(run, "loss").Values);
        Assert.Equal([5.0], other.Points(run, "new").Values);
    }

    [Fact]
    public void A_tail_is_sealed_by_points_that_are_added_alone()
    {
        for (int i = 2; i < 2100; i++) Store.Log(run, "loss", i + 1);
        Assert.Equal(Enumerable.Range(1, 2100).Select(i => (double)i), other.Points(run, "loss").Values);
        Assert.Empty(Store.Findings());
    }

    [Fact]
    public void More_series_than_are_remembered_are_all_written()
    {
        for (int round = 0; round < 3; round++)
        {
            for (int s = 0; s < 300; s++) Store.Log(run, $"s{s}", round);
        }

        Assert.All(Store.Metrics.List([run.Id], Expect.None).Where(m => m.Key != "loss"), m => Assert.Equal((3, 2.0, 2L), (m.Count, m.Last, m.LastStep)));
        Assert.Equal(301, Store.Metrics.List([run.Id], Expect.None).Count);
    }
}
