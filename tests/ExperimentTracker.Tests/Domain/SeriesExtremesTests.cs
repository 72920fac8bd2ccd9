using ExperimentTracker.Series;

namespace ExperimentTracker.Tests.Domain;

public sealed class SeriesExtremesTests
{
    [Fact]
    public void A_short_series_is_unchanged() => Assert.Equal([0, 1, 2, 3], SeriesExtremes.ByColumn([0, 1, 2, 3], [1, double.NaN, 2, 3], 1));

    [Fact]
    public void Of_each_column_the_first_the_last_the_lowest_and_the_highest_are_kept()
    {
        // Steps 0 to 4 are the left column, 5 to 9 the right one.
        double[] values = [3, 9, 1, 4, 5, 2, 2, 2, 2, 2];
        Assert.Equal([0, 1, 2, 4, 5, 9], SeriesExtremes.ByColumn([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], values, 2));
    }

    [Fact]
    public void Columns_are_of_steps_and_not_of_places()
    {
        // The first column has nine points; the other two points have a column each.
        long[] steps = [0, 1, 2, 3, 4, 5, 6, 7, 8, 500, 999];
        Assert.Equal([0, 8, 9, 10], SeriesExtremes.ByColumn(steps, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 2));
    }

    [Fact]
    public void A_column_of_NaN_stays_a_gap_and_NaN_beside_a_value_is_dropped()
    {
        double[] values = [.. Enumerable.Repeat(1.0, 10), .. Enumerable.Repeat(double.NaN, 10), double.NaN, .. Enumerable.Repeat(2.0, 9)];
        long[] steps = [.. Enumerable.Range(0, 30).Select(i => (long)i)];
        Assert.Equal([1, 1, double.NaN, 2, 2], SeriesExtremes.ByColumn(steps, values, 3).Select(i => values[i]));
    }

    [Fact]
    public void The_whole_range_of_steps_fits()
    {
        long[] steps = [0, .. Enumerable.Range(1, 20).Select(i => long.MaxValue / 20 * i), long.MaxValue];
        double[] values = [.. steps.Select(s => (double)s)];
        int[] kept = SeriesExtremes.ByColumn(steps, values, 3);
        Assert.Equal((0, steps.Length - 1), (kept[0], kept[^1]));
        Assert.Equal([0, 9, 19], SeriesExtremes.ByColumn([.. Enumerable.Repeat(5L, 20)], [.. Enumerable.Range(0, 20).Select(i => i == 9 ? -1.0 : 0)], 3));
    }

    [Fact]
    public void No_spike_is_lost_and_no_column_keeps_more_than_four()
    {
        var random = new Random(11);
        for (int round = 0; round < 100; round++)
        {
            int count = random.Next(500, 5000), columns = random.Next(1, 100);
            double[] values = [.. Enumerable.Range(0, count).Select(_ => random.Next(30) == 0 ? double.NaN : random.NextDouble())];
            values[random.Next(count)] = 5;
            values[random.Next(count)] = -5;
            long[] steps = [.. values.Select(_ => random.NextInt64(10_000)).Order()];
            int[] kept = SeriesExtremes.ByColumn(steps, values, columns);
            Assert.Equal(kept.Order().Distinct(), kept);
            Assert.Equal(values.Where(double.IsFinite).Max(), kept.Max(i => double.IsNaN(values[i]) ? -9 : values[i]));
            Assert.Equal(values.Where(double.IsFinite).Min(), kept.Min(i => double.IsNaN(values[i]) ? 9 : values[i]));
            if (count > 4 * columns) Assert.True(kept.Length <= 4 * columns);
        }
    }
}
