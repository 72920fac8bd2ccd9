using ExperimentTracker.Reports;

namespace ExperimentTracker.Tests.Reports;

public sealed class CurveBudgetTests
{
    [Fact]
    public void Few_series_have_as_many_points_as_a_screen_shows() =>
        Assert.Equal(CurveBudget.MostPerSeries, CurveBudget.Of([Run(1_000_000), Run(5_000)]).PointsPerSeries);

    [Fact]
    public void Many_long_series_share_alike() =>
        Assert.Equal(CurveBudget.MostPoints / 20_000, CurveBudget.Of(Runs(1_000, [.. Enumerable.Repeat(100_000L, 20)])).PointsPerSeries);

    [Fact]
    public void Points_that_short_series_do_not_need_go_to_the_long_ones()
    {
        CurveBudget budget = CurveBudget.Of([.. Runs(1_000, 10, 10, 10), .. Runs(500, 1_000_000)]);
        Assert.Equal((CurveBudget.MostPoints - 30_000) / 500, budget.PointsPerSeries);
    }

    [Fact]
    public void A_single_point_needs_no_space() => Assert.Empty(CurveBudget.SeriesOf(Run(1, 1)));

    [Fact]
    public void If_not_all_curves_fit_the_first_runs_have_them()
    {
        Run[] runs = Runs(10_000, [.. Enumerable.Repeat(1_000L, 20)]);
        CurveBudget budget = CurveBudget.Of(runs);
        Assert.Equal(CurveBudget.LeastPerSeries, budget.PointsPerSeries);
        bool[] admitted = [.. runs.Select(budget.Admit)];
        int first = (int)(CurveBudget.MostPoints / (20 * CurveBudget.LeastPerSeries));
        Assert.Equal(Enumerable.Range(0, runs.Length).Select(i => i < first), admitted);
        Assert.Equal(runs.Length - first, budget.RunsLeftOut);
        Assert.Equal(0, budget.BytesLeft);
    }

    private static Run[] Runs(int count, params long[] lengths) => [.. Enumerable.Range(0, count).Select(_ => Run(lengths))];

    private static Run Run(params long[] lengths) => new()
    {
        Id = "r",
        ExperimentId = "e",
        Experiment = "e",
        Project = "p",
        Number = 0,
        Name = "n",
        Status = RunStatus.Succeeded,
        CreatedAt = DateTime.Now,
        UpdatedAt = DateTime.Now,
        MetricStatistics = new(lengths.Select((n, i) => KeyValuePair.Create($"m{i}", (object?)new Metric { RunId = "r", Key = $"m{i}", Count = n }))),
    };
}
