using ExperimentTracker.Series;

namespace ExperimentTracker.Tests.Domain;

public sealed class SeriesSmoothingTests
{
    // Computed by hand, with weight 1/2: 0.5, 1.25 and 2.125 over 1/2, 3/4 and 7/8.
    [Fact]
    public void The_average_of_a_few_values_matches_the_formula() =>
        Assert.Equal([1, 5 / 3.0, 17 / 7.0], SeriesSmoothing.MovingAverage([1, 2, 3], 0.5));

    [Fact]
    public void The_first_value_stays_and_a_level_line_stays_level()
    {
        Assert.Equal(7.5, SeriesSmoothing.MovingAverage([7.5, 100], 0.99)[0], 12);
        Assert.All(SeriesSmoothing.MovingAverage([.. Enumerable.Repeat(0.1, 1000)], 0.9), v => Assert.Equal(0.1, v, 12));
    }

    [Fact]
    public void Without_weight_nothing_changes()
    {
        double[] values = [1, double.NaN, -3];
        Assert.Equal(values, SeriesSmoothing.MovingAverage(values, 0));
    }

    [Fact]
    public void What_is_not_finite_stays_and_does_not_count() => Assert.Equal(
        [1, double.NaN, 5 / 3.0, double.PositiveInfinity, 17 / 7.0],
        SeriesSmoothing.MovingAverage([1, double.NaN, 2, double.PositiveInfinity, 3], 0.5));

    [Fact]
    public void The_average_lies_between_the_extremes_so_far()
    {
        var random = new Random(5);
        double[] values = [.. Enumerable.Range(0, 5000).Select(_ => random.NextDouble() - 0.5)];
        double[] smooth = SeriesSmoothing.MovingAverage(values, 0.97);
        Assert.All(smooth, v => Assert.InRange(v, -0.5, 0.5));
        Assert.InRange(smooth.Skip(500).Max(), 0.01, 0.2);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    [InlineData(double.PositiveInfinity)]
    public void A_weight_outside_of_the_range_is_refused(double weight) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SeriesSmoothing.MovingAverage([1], weight));
}
