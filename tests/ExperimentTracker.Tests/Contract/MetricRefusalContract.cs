using ExperimentTracker.Series;

namespace ExperimentTracker.Tests.Contract;

public abstract class MetricRefusalContract(StoreUnderTest store) : StoreContract(store)
{
    private static readonly SeriesAppend Good = new() { RunId = "", Key = "loss", Values = new[] { 1.0, 2.0 }, Ticks = new[] { 1L } };

    [Fact]
    public void A_bad_append_leaves_nothing_of_its_batch()
    {
        Run run = Store.NewRun();
        Store.Log(run, "loss", 0);
        Run ended = Store.End(Store.NewRun());
        SeriesAppend good = Good with { RunId = run.Id };
        SeriesAppend large = good with { Values = new double[3000] };
        Refuse("InvalidMetricKey", good with { Key = "" });
        Refuse("InvalidMetricKey", good with { Key = "nan" });
        Refuse("InvalidMetricKey", good with { Key = "a\nb" });
        Refuse("InvalidMetricKey", good with { Label = "\u0001" });
        Refuse("InvalidStep", good with { Steps = new[] { 0L, -1L } });
        Refuse("LengthMismatch", good with { Steps = new[] { 0L } });
        Refuse("LengthMismatch", good with { Ticks = new[] { 0L, 1, 2 } });
        Refuse("LengthMismatch", good with { Ticks = ReadOnlyMemory<long>.Empty });
        Refuse("RunNotFound", good with { RunId = "nope" });
        Refuse("RunNotOpen", good with { RunId = ended.Id });
        Refuse("StepOverflow", good with { Key = "far", Steps = new[] { 0, long.MaxValue } }, good with { Key = "far" });
        Assert.Equal([("loss", 1L)], Store.Metrics.List([run.Id], None).Select(m => (m.Key, m.Count)));
        Assert.Equal([0.0], Store.Points(run, "loss").Values);

        void Refuse(string errorId, params SeriesAppend[] bad) =>
            Expect.Refused(errorId, () => Store.Metrics.Append([good, large, good with { Key = "new" }, .. bad], None));
    }

    [Fact]
    public void Only_a_running_run_accepts_metrics()
    {
        Run run = Store.NewRun(start: false);
        Expect.Refused("RunNotOpen", () => Store.Log(run, "loss", 1));
        Store.Start(run);
        Store.Log(run, "loss", 1);
        Store.End(run, RunStatus.Failed);
        Assert.Contains("Failed", Expect.Refused("RunNotOpen", () => Store.Log(run, "loss", 2)).Message, StringComparison.Ordinal);
        Store.Resume(run);
        Assert.Equal(1, Store.Log(run, "loss", 3).FirstAssignedStep);
        Assert.Equal([1.0, 3], Store.Points(run, "loss").Values);
    }

    [Fact]
    public void A_removed_run_does_not_accept_metrics()
    {
        Run run = Store.NewRun(start: false);
        Store.Runs.Remove([run.Id], None);
        Expect.Refused("RecordRemoved", () => Store.Log(run, "loss", 1));
    }

    [Fact]
    public void A_series_that_is_not_there_is_not_found()
    {
        Run run = Store.NewRun();
        Metric metric = Store.Log(run, "loss", 1).Metric;
        Expect.Refused("MetricNotFound", () => Store.Metrics.Read(metric with { Key = "nope" }, 0, long.MaxValue, None));
        Expect.Refused("RunNotFound", () => Store.Metrics.Read(metric with { RunId = "nope" }, 0, long.MaxValue, None));
        Expect.Refused("RunNotFound", () => Store.Metrics.List(["nope"], None));
    }
}
