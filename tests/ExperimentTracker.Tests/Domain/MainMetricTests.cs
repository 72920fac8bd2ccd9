using ExperimentTracker.Rules;

namespace ExperimentTracker.Tests.Domain;

public sealed class MainMetricTests
{
    [Fact]
    public void A_curve_comes_before_a_value_and_one_with_a_goal_before_one_without()
    {
        Metric[] metrics =
        [
            Of("a", 1), Of("b", 1, MetricGoal.Maximize), Of("c", 2), Of("epoch/loss", 9, MetricGoal.Minimize), Of("train/loss", 9, MetricGoal.Minimize),
            Of("val/accuracy", 9, MetricGoal.Maximize), Of("val/loss", 9, MetricGoal.Minimize), Of("system/cpu/process", 9),
        ];
        Assert.Equal(
            ["val/accuracy", "val/loss", "train/loss", "epoch/loss", "c", "b", "a", "system/cpu/process"], MainMetric.Order(With(metrics)).Select(m => m.Name));
        Assert.Equal("val/accuracy", MainMetric.Of(With(metrics))!.Name);
    }

    [Fact]
    public void A_run_without_metrics_has_no_main_metric() => Assert.Null(MainMetric.Of(With([])));

    private static Metric Of(string key, long count, MetricGoal? goal = null) => new() { RunId = "r", Key = key, Count = count, Goal = goal };

    private static Run With(Metric[] metrics) => new()
    {
        Id = "r",
        ExperimentId = "e",
        Experiment = "iris",
        Project = "p",
        Number = 0,
        Name = "run-000",
        Status = RunStatus.Succeeded,
        CreatedAt = DateTime.Now,
        UpdatedAt = DateTime.Now,
        MetricStatistics = new NamedValues(metrics.Select(m => KeyValuePair.Create(m.Name, (object?)m))),
    };
}
