using ExperimentTracker.Transfer;

namespace ExperimentTracker.Tests.Domain;

/// <summary>When the points of a run that both stores have are compared. Reading points throws here.</summary>
public sealed class RunGrowthTests
{
    private static readonly DateTime Noon = new(2026, 3, 4, 12, 0, 0, DateTimeKind.Utc);

    private static readonly Metric Statistics = new()
    {
        RunId = "r", Key = "loss", Count = 9, NaNCount = 1, FirstStep = 0, First = 1, LastStep = 8, Last = 2, LastAt = Noon, Min = -3, MinStep = 3, Max = 5, MaxStep = 5, Mean = 0.5,
    };

    private static readonly RunStatus[] Ended = [RunStatus.Running, RunStatus.Succeeded];

    public static TheoryData<string> StatisticNames => [.. OtherStatistics.Keys];

    private static Dictionary<string, Metric> OtherStatistics => new()
    {
        [nameof(Metric.Count)] = Statistics with { Count = 8 },
        [nameof(Metric.NaNCount)] = Statistics with { NaNCount = 0 },
        [nameof(Metric.FirstStep)] = Statistics with { FirstStep = 1 },
        [nameof(Metric.First)] = Statistics with { First = double.NaN },
        [nameof(Metric.LastStep)] = Statistics with { LastStep = 7 },
        [nameof(Metric.Last)] = Statistics with { Last = -2 },
        [nameof(Metric.LastAt)] = Statistics with { LastAt = Noon.AddTicks(1) },
        [nameof(Metric.Min)] = Statistics with { Min = -3.5 },
        [nameof(Metric.MinStep)] = Statistics with { MinStep = 2 },
        [nameof(Metric.Max)] = Statistics with { Max = 5.5 },
        [nameof(Metric.MaxStep)] = Statistics with { MaxStep = 4 },
        [nameof(Metric.Mean)] = Statistics with { Mean = 0.25 },
    };

    [Theory]
    [MemberData(nameof(StatisticNames))]
    public void Points_are_read_when_one_of_their_statistics_differs(string statistic)
    {
        Assert.Throws<PointsReadException>(() => RunGrowth.Between(WithUnreadPoints(Statistics, Ended), WithUnreadPoints(OtherStatistics[statistic], Ended)));
        Assert.Throws<PointsReadException>(() => RunGrowth.Between(WithUnreadPoints(OtherStatistics[statistic], Ended), WithUnreadPoints(Statistics, Ended)));
    }

    [Theory]
    [InlineData(RunStatus.Running, RunStatus.Succeeded)]
    [InlineData(RunStatus.Running, RunStatus.Failed, RunStatus.Running, RunStatus.Killed)]
    public void Equal_statistics_are_enough_for_a_run_that_ended_at_the_same_time_in_both_stores(params RunStatus[] history) =>
        Assert.True(RunGrowth.Between(WithUnreadPoints(Statistics, history), WithUnreadPoints(Statistics, history)).IsEmpty);

    [Theory]
    [InlineData(new[] { RunStatus.Running }, new[] { RunStatus.Running })]
    [InlineData(new[] { RunStatus.Running }, new[] { RunStatus.Running, RunStatus.Succeeded })]
    [InlineData(new[] { RunStatus.Running, RunStatus.Succeeded }, new[] { RunStatus.Running })]
    [InlineData(new[] { RunStatus.Running, RunStatus.Failed, RunStatus.Running }, new[] { RunStatus.Running, RunStatus.Failed, RunStatus.Running })]
    [InlineData(new RunStatus[0], new RunStatus[0])]
    public void Equal_statistics_are_not_enough_for_another_run(RunStatus[] here, RunStatus[] there) =>
        Assert.Throws<PointsReadException>(() => RunGrowth.Between(WithUnreadPoints(Statistics, here), WithUnreadPoints(Statistics, there)));

    [Fact]
    public void The_same_values_in_another_order_are_a_difference()
    {
        TransferRun here = WithPoints(1, 5, 2, 3, 2), there = WithPoints(1, 5, 3, 2, 2);
        Assert.Contains("'loss'", RunGrowth.Between(here, there).Difference, StringComparison.Ordinal);
        Assert.True(RunGrowth.Between(here, WithPoints(1, 5, 2, 3, 2)).IsEmpty);
    }

    private static TransferRun WithUnreadPoints(Metric statistics, RunStatus[] history) =>
        With(new TransferSeries(() => throw new PointsReadException()) { Key = "loss", Summary = statistics }, history);

    private static TransferRun WithPoints(params double[] values) => With(
        new TransferSeries
        {
            Key = "loss",
            Summary = Statistics,
            Points = TransferPoints.Create([.. values.Select((_, i) => (long)i)], values, [.. values.Select((_, i) => Noon.Ticks + i)]),
        },
        [RunStatus.Running]);

    private static TransferRun With(TransferSeries series, RunStatus[] history) => new()
    {
        Run = TransferRun.Blank with { Id = "r", Status = history.LastOrDefault() },
        History = [.. history.Select((status, i) => new StatusChange { RunId = "r", To = status, ChangedAt = Noon.AddTicks(i) })],
        Metrics = [series],
    };

    private sealed class PointsReadException : Exception;
}
