using ExperimentTracker.Series;
using ExperimentTracker.Values;

namespace ExperimentTracker.Tests.Domain;

public sealed class SeriesThinningTests
{
    [Fact]
    public void A_short_series_is_unchanged()
    {
        double[] values = [1, double.NaN, 2, 3];
        Assert.Equal([0, 1, 2, 3], Thin(values, 4));
        Assert.Equal([], Thin([], 4));
    }

    [Fact]
    public void The_largest_triangle_is_kept_of_each_bucket()
    {
        // The buckets are {1, 2}, {3, 4} and {5, 6}. Triangles, twice as large: 1 and 9 from (0, 0) to the middle of the next, (3.5, 4.5);
        // 31 and 1 from (2, 0) to (5.5, 0.5); 14 and 9 from (3, 9) to (7, 0).
        double[] values = [0, 1, 0, 9, 0, 1, 0, 0];
        Assert.Equal([0, 2, 3, 5, 7], Thin(values, 5));
    }

    [Fact]
    public void A_valley_is_as_good_as_a_peak()
    {
        // The buckets are {1, 2, 3} and {4, 5, 6}: 2, 29 and 6 from (0, 0) to (5, 2), then 15, 40 and 5 from (2, -5) to (7, 0).
        double[] values = [0, 0, -5, 0, 0, 6, 0, 0];
        Assert.Equal([0, 2, 5, 7], Thin(values, 4));
    }

    [Fact]
    public void Steps_count_by_their_distance_and_not_by_their_place()
    {
        // From (0, 0) to (100.5, 100.5) a triangle is as large as step and value differ: 5 and 4.
        Assert.Equal([0, 1, 4, 5], SeriesThinning.LargestTriangleThreeBuckets([0, 10, 11, 100, 101, 200], [0, 15, 15, 100.5, 100.5, 200], 4));
    }

    [Fact]
    public void An_extreme_that_no_triangle_selects_is_kept_within_the_limit()
    {
        // 9.1 at index 2 is next to a larger triangle at index 1, because of the position of the next bucket.
        double[] values = [0, 9, 9.1, 9, 9, 9, 9, 9, 9, 0];
        int[] kept = Thin(values, 4);
        Assert.Contains(2, kept);
        Assert.InRange(kept.Length, 2, 4);
    }

    [Fact]
    public void Extremes_ends_and_the_limit_are_kept_on_random_series()
    {
        var random = new Random(4);
        for (int round = 0; round < 300; round++)
        {
            double[] values = [.. Enumerable.Range(0, random.Next(5, 3000)).Select(_ => random.Next(20) == 0 ? double.NaN : random.NextDouble())];
            values[random.Next(values.Length)] = random.Next(2) == 0 ? 5 : -5;
            long[] steps = [.. values.Select(_ => random.NextInt64(100_000)).Order()];
            int most = random.Next(4, 200);
            int[] kept = SeriesThinning.LargestTriangleThreeBuckets(steps, values, most);
            Assert.Equal(kept.Order().Distinct(), kept);
            if (values.Length <= most)
            {
                Assert.Equal(values.Length, kept.Length);
                continue;
            }

            int[] finite = [.. Enumerable.Range(0, values.Length).Where(i => double.IsFinite(values[i]))];
            Assert.InRange(kept.Length, Math.Min(most - 2, finite.Length), most);
            Assert.All(kept, i => Assert.True(double.IsFinite(values[i])));
            Assert.Equal((finite[0], finite[^1]), (kept[0], kept[^1]));
            Assert.Equal((finite.Min(i => values[i]), finite.Max(i => values[i])), (kept.Min(i => values[i]), kept.Max(i => values[i])));
        }
    }

    [Fact]
    public void What_cannot_be_drawn_is_left_out_first()
    {
        double[] values = [double.NaN, 1, double.PositiveInfinity, 2, 3, double.NegativeInfinity, 4];
        Assert.Equal([1, 3, 4, 6], Thin(values, 5));
        Assert.Equal([], Thin([.. Enumerable.Repeat(double.NaN, 10)], 4));
    }

    [Fact]
    public void The_largest_steps_and_values_do_no_harm()
    {
        long[] steps = [.. Enumerable.Range(0, 1000).Select(i => long.MaxValue - 999 + i)];
        double[] values = [.. Enumerable.Range(0, 1000).Select(i => i % 2 == 0 ? double.MaxValue : double.MinValue)];
        int[] kept = SeriesThinning.LargestTriangleThreeBuckets(steps, values, 50);
        Assert.InRange(kept.Length, 48, 50);
        Assert.Equal((0, 999), (kept[0], kept[^1]));
    }

    [Fact]
    public void Fewer_than_four_places_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Thin([1, 2, 3, 4, 5], 3));

    [Fact]
    public void A_downsampled_series_keeps_values_steps_and_times_together()
    {
        Metric metric = new() { RunId = "r", Key = "loss", Label = "a", Count = 4, Unit = "s", Goal = MetricGoal.Minimize };
        MetricSeries picked = MetricSeries.Create(metric, "E/000", [1, 2, 3, 4], [10, 20, 30, 40], [100, 200, 300, 400]).Pick([0, 2]);
        Assert.Equal(("loss[a]", "s", "E/000", MetricGoal.Minimize), (picked.Name, picked.Unit, picked.Run, picked.Goal));
        Assert.Equal([1L, 3L], picked.Steps);
        Assert.Equal([10.0, 30.0], picked.Values);
        Assert.Equal([UtcTicks.ToLocal(100), UtcTicks.ToLocal(300)], picked.Timestamps);
    }

    private static int[] Thin(double[] values, int most) =>
        SeriesThinning.LargestTriangleThreeBuckets([.. Enumerable.Range(0, values.Length).Select(i => (long)i)], values, most);
}
