using ExperimentTracker.Series;

namespace ExperimentTracker.Tests.Domain;

public sealed class SeriesStatisticsTests
{
    [Fact]
    public void The_mean_does_not_lose_small_values_beside_a_large_one()
    {
        var statistics = new SeriesStatistics();
        statistics.Add(0, 1e16, 0);
        for (int i = 1; i <= 1_000_000; i++) statistics.Add(i, 1, 0);
        statistics.Add(1_000_001, -1e16, 0);
        Assert.Equal(1_000_000.0 / 1_000_002, statistics.Mean!.Value, 15);
    }

    [Theory]
    [InlineData(new[] { 1, 1e100, 1, -1e100 }, 0.5)]
    [InlineData(new[] { 1e100, 1, -1e100, 1 }, 0.5)]
    [InlineData(new[] { 0.1, 0.2, 0.3, 0.4 }, 0.25)]
    [InlineData(new[] { 3, double.NaN, 5 }, 4)]
    public void The_mean_is_that_of_the_exact_sum(double[] values, double mean) => Assert.Equal(mean, Of(values).Mean!.Value, 15);

    [Theory]
    [InlineData(new[] { 1.7e308, 1.7e308 }, 1.7e308)]
    [InlineData(new[] { 1.7e308, 1.7e308, 1.7e308, -1.7e308 }, 0.85e308)]
    [InlineData(new[] { -1.7e308, -1.7e308, double.NaN }, -1.7e308)]
    [InlineData(new[] { 1.7e308, 1.7e308, double.PositiveInfinity }, double.PositiveInfinity)]
    [InlineData(new[] { 1.7e308, 1.7e308, double.NegativeInfinity }, double.NegativeInfinity)]
    [InlineData(new[] { 1.7e308, 1.7e308, double.NegativeInfinity, double.PositiveInfinity }, double.NaN)]
    [InlineData(new[] { double.PositiveInfinity, 1.7e308, 1.7e308 }, double.PositiveInfinity)]
    public void The_mean_of_finite_values_is_finite(double[] values, double mean)
    {
        double actual = Of(values).Mean!.Value;
        Assert.True(actual.Equals(mean) || Math.Abs((actual - mean) / mean) < 1e-15, $"{actual} is not {mean}");
    }

    [Fact]
    public void The_mean_does_not_depend_on_where_the_batches_are_cut()
    {
        var random = new Random(2);
        double[] values = [.. Enumerable.Range(0, 5000).Select(_ => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-10, 10)))];
        long[] steps = new long[values.Length], ticks = new long[values.Length];
        SeriesStatistics all = Of(values), parts = new();
        for (int from = 0; from < values.Length; from += 700)
        {
            Range cut = from..Math.Min(from + 700, values.Length);
            parts.AddRange(steps[cut], values[cut], ticks[cut]);
        }

        Assert.Equal(all.Mean, parts.Mean);
    }

    [Theory]
    [InlineData(new[] { double.PositiveInfinity, 1 }, double.PositiveInfinity)]
    [InlineData(new[] { 1, double.NegativeInfinity, 1 }, double.NegativeInfinity)]
    [InlineData(new[] { double.PositiveInfinity, double.NegativeInfinity }, double.NaN)]
    public void Infinities_give_the_mean_that_IEEE_754_defines(double[] values, double mean) => Assert.Equal(mean, Of(values).Mean);

    [Fact]
    public void Nothing_has_no_mean()
    {
        Assert.Null(new SeriesStatistics().Mean);
        Assert.False(Of(double.NaN).HasValues);
        Assert.Null(Of(double.NaN).Mean);
    }

    [Fact]
    public void NaN_first_does_not_become_the_extreme()
    {
        SeriesStatistics statistics = Of(double.NaN, 2, double.NaN, 1);
        Assert.Equal((1.0, 3L, 2.0, 1L), (statistics.Min, statistics.MinStep, statistics.Max, statistics.MaxStep));
        Assert.Equal((double.NaN, 1.0), (statistics.First, statistics.Last));
    }

    [Fact]
    public void Of_equal_extremes_the_lowest_step_counts_and_of_equal_steps_the_first_and_the_latest()
    {
        var statistics = new SeriesStatistics();
        foreach ((long step, double value) in new[] { (5L, 1.0), (3L, 1.0), (9L, 1.0), (3L, 2.0), (9L, 0.5), (9L, 3.0), (7L, 3.0) }) statistics.Add(step, value, step);
        Assert.Equal((3L, 1.0, 9L, 3.0), (statistics.FirstStep, statistics.First, statistics.LastStep, statistics.Last));
        Assert.Equal((0.5, 9L, 3.0, 7L), (statistics.Min, statistics.MinStep, statistics.Max, statistics.MaxStep));
    }

    private static SeriesStatistics Of(params double[] values)
    {
        var statistics = new SeriesStatistics();
        for (int i = 0; i < values.Length; i++) statistics.Add(i, values[i], 0);
        return statistics;
    }
}
