using ExperimentTracker.Series;
using ExperimentTracker.Values;

namespace ExperimentTracker.Tests.Contract;

/// <summary>Series, their steps and their statistics.</summary>
public abstract class MetricContract(StoreUnderTest store) : StoreContract(store)
{
    [Fact]
    public void Without_steps_each_point_gets_the_next_one()
    {
        Run run = Store.NewRun();
        Assert.Equal(0, Store.Log(run, "loss", 1, 2, 3).FirstAssignedStep);
        Assert.Null(Store.LogAt(run, "loss", [10, 7], [4, 5]).FirstAssignedStep);
        Assert.Equal(11, Store.Log(run, "loss", 6, 7).FirstAssignedStep);
        Assert.Equal(0, Store.Log(run, "other", 1).FirstAssignedStep);
        Assert.Equal([0L, 1, 2, 7, 10, 11, 12], Store.Points(run, "loss").Steps);
    }

    [Fact]
    public void The_same_step_twice_is_two_points()
    {
        Run run = Store.NewRun();
        Store.LogAt(run, "loss", [5, 5], [1, 2]);
        Store.LogAt(run, "loss", [5], [3]);
        Assert.Equal([1.0, 2, 3], Store.Points(run, "loss").Values);
        Assert.Equal((3L, 1.0, 3.0), (Store.Metric(run, "loss").Count, Store.Metric(run, "loss").First, Store.Metric(run, "loss").Last));
    }

    [Fact]
    public void An_empty_append_creates_and_changes_no_series()
    {
        Run run = Store.NewRun();
        Assert.Equal(0, Store.Log(run, "loss").Metric.Count);
        Assert.Empty(Store.Metrics.List([run.Id], None));
        Store.LogAt(run, "loss", [4], [1]);
        Store.Log(run, "loss");
        Assert.Equal(5, Store.Log(run, "loss", 2).FirstAssignedStep);
        Assert.Equal([1.0, 2], Store.Points(run, "loss").Values);
    }

    [Fact]
    public void The_highest_step_is_kept_and_has_no_next_one()
    {
        Run run = Store.NewRun();
        Store.LogAt(run, "loss", [long.MaxValue - 1], [1]);
        Expect.Refused("StepOverflow", () => Store.Log(run, "loss", 2, 3));
        Assert.Equal(long.MaxValue, Store.Log(run, "loss", 2).FirstAssignedStep);
        Expect.Refused("StepOverflow", () => Store.Log(run, "loss", 3));
        Store.LogAt(run, "loss", [long.MaxValue, 0], [4, 5]);
        Assert.Equal([5.0, 1, 2, 4], Store.Points(run, "loss").Values);
    }

    [Fact]
    public void Points_are_returned_in_step_order_however_they_were_written()
    {
        Run run = Store.NewRun();
        Store.LogAt(run, "loss", [9, 3, 6], [9, 3, 6]);
        Store.LogAt(run, "loss", [4, 0, 12], [4, 0, 12]);
        MetricSeries points = Store.Points(run, "loss");
        Assert.Equal([0L, 3, 4, 6, 9, 12], points.Steps);
        Assert.Equal([0.0, 3, 4, 6, 9, 12], points.Values);
    }

    [Fact]
    public void Statistics_are_those_of_all_points_and_skip_NaN()
    {
        Run run = Store.NewRun();
        Store.LogAt(run, "loss", [4, 2, 8], [double.NaN, 5, -1], ticks: [1, 2, 3]);
        Store.LogAt(run, "loss", [1, 9, 3], [7, 7, -1], ticks: [4, 5, 6]);
        Metric m = Store.Metric(run, "loss");
        Assert.Equal((6L, 1L), (m.Count, m.NaNCount));
        Assert.Equal((1L, 7.0, 9L, 7.0), (m.FirstStep, m.First, m.LastStep, m.Last));
        Assert.Equal(((double?)-1, (long?)3, (double?)7, (long?)1), (m.Min, m.MinStep, m.Max, m.MaxStep));
        Assert.Equal(3.4, m.Mean!.Value, 15);
        Assert.Equal(UtcTicks.ToLocal(5), m.LastAt);
    }

    [Fact]
    public void A_series_of_NaN_alone_has_no_best_worst_or_mean()
    {
        Run run = Store.NewRun();
        Store.Log(run, "loss", double.NaN, double.NaN);
        Metric m = Store.Metric(run, "loss");
        Assert.Equal((2L, 2L, null, null, null, null, null), (m.Count, m.NaNCount, m.Min, m.MinStep, m.Max, m.MaxStep, m.Mean));
        Assert.Equal((double.NaN, double.NaN), (m.First, m.Last));
    }

    [Fact]
    public void A_key_in_another_case_is_the_same_series_and_keeps_its_first_form()
    {
        Run run = Store.NewRun();
        Store.Log(run, "Loss/Ä", 1);
        Assert.Equal("Loss/Ä", Store.Log(run, "loss/ä", 2).Metric.Key);
        Assert.Equal([1.0, 2], Store.Points(run, "Loss/Ä").Values);
    }

    [Fact]
    public void A_label_is_a_separate_series()
    {
        Run run = Store.NewRun();
        Store.LogAt(run, "accuracy", [], [0.1]);
        Store.LogAt(run, "accuracy", [], [0.2], label: "setosa");
        Store.LogAt(run, "accuracy", [], [0.3], label: "virginica");
        Store.LogAt(run, "accuracy", [], [0.4], label: "SETOSA");
        Assert.Equal(["accuracy", "accuracy[setosa]", "accuracy[virginica]"], Store.Metrics.List([run.Id], None).Select(m => m.Name));
        Assert.Equal([0.2, 0.4], Store.Points(run, "accuracy", "setosa").Values);
    }

    [Fact]
    public void Unit_and_goal_are_kept_until_they_are_set_again()
    {
        Run run = Store.NewRun();
        Append("ms", MetricGoal.Minimize);
        Append(null, null);
        Metric m = Store.Metric(run, "time");
        Assert.Equal(("ms", MetricGoal.Minimize, (double?)1), (m.Unit, m.Goal, m.Best));
        Append("s", MetricGoal.Maximize);
        MetricSeries series = Store.Points(run, "time");
        Assert.Equal(("s", MetricGoal.Maximize), (series.Unit, series.Goal));

        void Append(string? unit, MetricGoal? goal) => Store.Metrics.Append(
            [new() { RunId = run.Id, Key = "time", Values = new[] { 1.0 }, Ticks = new[] { 1L }, Unit = unit, Goal = goal }], None);
    }

    [Fact]
    public void The_goals_of_a_metric_are_the_current_ones_of_live_runs()
    {
        Run run = Store.NewRun(), other = Store.NewRun();
        Append(run, "time", MetricGoal.Minimize);
        Append(other, "Time", null);
        Assert.Equal([MetricGoal.Minimize], Store.Metrics.Goals("TIME", None));
        Append(other, "Time", MetricGoal.Maximize);
        Assert.Equal([MetricGoal.Minimize, MetricGoal.Maximize], Store.Metrics.Goals("time", None));
        Append(run, "time", MetricGoal.Maximize);
        Assert.Equal([MetricGoal.Maximize], Store.Metrics.Goals("time", None));
        Store.Runs.Remove([Store.End(run).Id, Store.End(other).Id], None);
        Assert.Empty(Store.Metrics.Goals("time", None));
        Assert.Empty(Store.Metrics.Goals("speed", None));

        void Append(Run to, string key, MetricGoal? goal) => Store.Metrics.Append(
            [new() { RunId = to.Id, Key = key, Values = new[] { 1.0 }, Ticks = new[] { 1L }, Goal = goal }], None);
    }

    [Theory]
    [InlineData(0, 100, new long[] { 1, 3, 3, 5 })]
    [InlineData(2, 4, new long[] { 3, 3 })]
    [InlineData(3, 3, new long[] { 3, 3 })]
    [InlineData(4, 4, new long[0])]
    [InlineData(5, long.MaxValue, new long[] { 5 })]
    [InlineData(6, 2, new long[0])]
    public void A_range_of_steps_returns_the_points_in_it(long first, long last, long[] expected)
    {
        Run run = Store.NewRun();
        Store.LogAt(run, "loss", [3, 1, 5, 3], [3, 1, 5, 3]);
        Assert.Equal(expected, Store.Metrics.Read(Store.Metric(run, "loss"), first, last, None).Steps);
    }

    [Fact]
    public void Series_are_listed_by_run_and_name_with_their_receipts_in_the_order_of_the_appends()
    {
        Run one = Store.NewRun(), two = Store.NewRun();
        SeriesAppend append = new() { RunId = one.Id, Key = "b", Values = new[] { 1.0 }, Ticks = new[] { 1L } };
        IReadOnlyList<SeriesReceipt> receipts = Store.Metrics.Append(
            [append, append with { RunId = two.Id, Key = "C" }, append with { Key = "A" }, append], None);
        Assert.Equal([("b", 1L), ("C", 1L), ("A", 1L), ("b", 2L)], receipts.Select(r => (r.Metric.Key, r.Metric.Count)));
        Assert.Equal([two.Id, one.Id, one.Id], Store.Metrics.List([two.Id, one.Id], None).Select(m => m.RunId));
        Assert.Equal(["C", "A", "b"], Store.Metrics.List([two.Id, one.Id], None).Select(m => m.Key));
    }
}
