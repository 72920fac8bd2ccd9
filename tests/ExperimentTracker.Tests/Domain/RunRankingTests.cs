using ExperimentTracker.Comparison;
using ExperimentTracker.Rules;
using static ExperimentTracker.Tests.Support.MadeRuns;

namespace ExperimentTracker.Tests.Domain;

public sealed class RunRankingTests
{
    private static readonly Run[] Runs =
    [
        Made(1, null, null, SeriesOf("loss", MetricGoal.Minimize, 0.1, 0.5)),
        Made(2, null, null, SeriesOf("loss", MetricGoal.Minimize, 0.9, 0.3)),
        Made(3, null, null, SeriesOf("loss", MetricGoal.Minimize, 0.4, 0.3)),
        Made(4, null, null, SeriesOf("loss", MetricGoal.Minimize, double.NaN)),
        Made(5),
        Made(6, null, null, SeriesOf("loss", MetricGoal.Minimize, 0.01)) with { Status = RunStatus.Failed },
        Made(7, null, null, SeriesOf("loss", MetricGoal.Minimize, 0.02)) with { Status = RunStatus.Running },
    ];

    [Theory]
    [InlineData(MetricStatistic.Last, "3 2 1")]
    [InlineData(MetricStatistic.Min, "1 3 2")]
    [InlineData(MetricStatistic.Best, "1 3 2")]
    [InlineData(MetricStatistic.Max, "3 1 2")]
    [InlineData(MetricStatistic.First, "1 3 2")]
    [InlineData(MetricStatistic.Mean, "1 3 2")]
    public void Succeeded_runs_with_a_value_are_ranked_and_of_equal_ones_the_newest_is_first(MetricStatistic statistic, string expected)
    {
        // The means of 1 and 3 are 0.3 and 0.35.
        var ranking = new RunRanking { Statistic = statistic };
        Assert.Equal(expected, string.Join(' ', ranking.Rank(Runs, "LOSS", MetricGoal.Minimize).Select(r => r.Number)));
    }

    [Fact]
    public void Other_statuses_are_ranked_on_request()
    {
        var ranking = new RunRanking { Statuses = [RunStatus.Failed, RunStatus.Running] };
        Assert.Equal([6, 7], ranking.Rank(Runs, "loss", MetricGoal.Minimize).Select(r => r.Number));
        Assert.Equal([7, 6], ranking.Rank(Runs, "loss", MetricGoal.Maximize).Select(r => r.Number));
    }

    [Fact]
    public void A_comparison_names_the_run_that_is_ranked_first()
    {
        ComparisonRow row = RunComparison.Of(Runs, []).Rows.Single(r => r.Name == "loss");
        Assert.Equal(("iris/002", MetricStatistic.Last), (row.Best, row.Statistic));
        Assert.Equal("iris/006", RunComparison.Of(Runs, [], new RunRanking { Statuses = [RunStatus.Failed] }).Rows.Single(r => r.Name == "loss").Best);
    }
}
