namespace ExperimentTracker.Tests.Contract;

/// <summary>Downsampled series. What they must contain is calculated from the points that were written.</summary>
public abstract class ThinnedSeriesContract(StoreUnderTest store) : StoreContract(store)
{
    private const int Count = 150_000;
    private readonly Random random = new(1);
    private readonly List<(long Step, double Value)> written = [];
    private int most = 40;

    [Fact]
    public void A_short_series_is_returned_completely()
    {
        Run run = Store.NewRun();
        Store.LogAt(run, "loss", [9, 3, 6], [9, double.NaN, 6]);
        MetricSeries series = Store.Metrics.ReadThinned(Store.Metric(run, "loss"), 0, long.MaxValue, 4, None);
        Assert.Equal([3, 6, 9], series.Steps);
        Assert.Equal([double.NaN, 6, 9], series.Values);
        Assert.Equal([6, 9], Store.Metrics.ReadThinned(Store.Metric(run, "loss"), 4, 9, 4, None).Steps);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(40)]
    [InlineData(70)]
    [InlineData(1000)]
    public void A_long_series_keeps_its_ends_and_extremes(int maxPoints)
    {
        most = maxPoints;
        Check(Write([.. Curve(0, Count)]), isCurve: maxPoints >= 40);
    }

    [Fact]
    public void A_series_written_in_small_pieces_keeps_its_ends_and_extremes()
    {
        Run run = Store.NewRun();
        for (int from = 0; from < 60_000; from += 700) Write(run, [.. Curve(from, 700)]);
        Check(run);
        Store.End(run);
        Check(run);
    }

    [Fact]
    public void Infinite_values_and_NaN_are_omitted()
    {
        (long Step, double Value)[] points = [.. Curve(0, Count)];
        for (int i = 0; i < Count; i++)
        {
            if (i is < 3000 or (> 50_000 and < 80_000) or > 149_000) points[i].Value = double.NaN;
            else if (i % 10 == 0) points[i].Value = i % 20 == 0 ? double.PositiveInfinity : double.NegativeInfinity;
        }

        Check(Write(points));
    }

    [Fact]
    public void Negative_zero_is_returned_as_itself()
    {
        Run run = Store.NewRun();
        Store.Log(run, "loss", [.. Enumerable.Range(0, Count).Select(i => i == 70_000 ? 1 : -0.0)]);
        MetricSeries series = Store.Metrics.ReadThinned(Store.Metric(run, "loss"), 0, long.MaxValue, 40, None);
        Assert.Contains(70_000, series.Steps);
        Assert.All(series.Steps.Zip(series.Values).Where(p => p.First != 70_000), p => Assert.True(double.IsNegative(p.Second)));
        Assert.Empty(Store.Findings());
    }

    [Fact]
    public void A_series_with_few_finite_values_returns_them_all()
    {
        (long Step, double Value)[] points = [.. Enumerable.Range(0, Count).Select(i => ((long)i, double.NaN))];
        for (int i = 0; i < 30; i++) points[i * i * 100].Value = i;
        MetricSeries series = Thinned(Write(points), 0, long.MaxValue);
        Assert.Equal(Enumerable.Range(0, 30).Select(i => (double)i), series.Values);
    }

    [Fact]
    public void Steps_that_a_resumed_run_writes_again_are_read()
    {
        Run run = Store.NewRun();
        Write(run, [.. Curve(0, Count)]);
        Write(run, [.. Curve(Count - 20_000, 50_000)]);
        Write(run, [.. Curve(Count, 300)]);
        Check(run);
    }

    [Theory]
    [InlineData("backwards")]
    [InlineData("in any order")]
    [InlineData("all the same")]
    public void Steps_can_be(string which)
    {
        (long Step, double Value)[] points = [.. Curve(0, Count)];
        if (which == "backwards") Array.Reverse(points);
        else if (which == "in any order") random.Shuffle(points);
        else points = [.. points.Select(p => (7L, p.Value))];
        Run run = Store.NewRun();
        foreach ((long, double)[] part in points.Chunk(5000)) Write(run, part);
        Check(run, isCurve: which != "all the same");
    }

    [Theory]
    [InlineData(0, Count)]
    [InlineData(10_001, 140_000)]
    [InlineData(77_777, 77_999)]
    [InlineData(30_000, 90_000)]
    [InlineData(Count + 5, long.MaxValue)]
    public void A_range_of_steps_keeps_its_ends_and_extremes(long first, long last) => Check(Write([.. Curve(0, Count)]), first, last);

    [Fact]
    public void A_series_that_is_not_there_is_refused()
    {
        Run run = Write([(0, 1)]);
        Metric metric = Store.Metric(run, "loss");
        Expect.Refused("MetricNotFound", () => Store.Metrics.ReadThinned(metric with { Key = "other" }, 0, long.MaxValue, 8, None));
        Expect.Refused("RunNotFound", () => Store.Metrics.ReadThinned(metric with { RunId = "nobody" }, 0, long.MaxValue, 8, None));
    }

    // A slow and a fast wave, noise, and single high and low values.
    private IEnumerable<(long Step, double Value)> Curve(int from, int count) => Enumerable.Range(from, count).Select(i => (
        3L * i, (10 * Math.Sin(i / 30_000.0)) + Math.Sin(i / 3000.0) + (random.NextDouble() / 2) + (random.Next(20_000) == 0 ? random.Next(-20, 20) : 0)));

    private Run Write((long Step, double Value)[] points)
    {
        Run run = Store.NewRun();
        Write(run, points);
        return run;
    }

    private void Write(Run run, (long Step, double Value)[] points)
    {
        Store.LogAt(run, "loss", [.. points.Select(p => p.Step)], [.. points.Select(p => p.Value)], [.. points.Select((_, i) => 1000L + i)]);
        written.AddRange(points);
    }

    private MetricSeries Thinned(Run run, long first, long last) => Store.Metrics.ReadThinned(Store.Metric(run, "loss"), first, last, most, None);

    private void Check(Run run, long first = 0, long last = long.MaxValue, bool isCurve = true)
    {
        MetricSeries series = Thinned(run, first, last);
        (long Step, double Value)[] finite = [.. written.Where(p => p.Step >= first && p.Step <= last && double.IsFinite(p.Value)).OrderBy(p => p.Step)];
        (long Step, double Value)[] got = [.. series.Steps.Zip(series.Values)];
        Assert.Equal(series.Steps.Order(), series.Steps);
        Assert.Subset(finite.ToHashSet(), got.ToHashSet());
        Assert.InRange(got.Length, finite.Length <= most ? finite.Length : most - 2, most);
        if (got.Length == 0) return;
        Assert.Equal((finite[0], finite[^1]), (got[0], got[^1]));
        Assert.Contains(finite.MinBy(p => p.Value), got);
        Assert.Contains(finite.MaxBy(p => p.Value), got);
        Assert.All(series.TimestampsUtc, t => Assert.InRange(t.Ticks, 1000, 1000 + Count));
        if (!isCurve) return;

        // The curve is as near to the points as the one that is selected from all of them.
        int[] best = Series.SeriesThinning.LargestTriangleThreeBuckets([.. finite.Select(p => p.Step)], [.. finite.Select(p => p.Value)], most);
        Assert.InRange(Distance(finite, got), 0, (1.25 * Distance(finite, [.. best.Select(i => finite[i])])) + 1e-9);
    }

    private static double Distance((long Step, double Value)[] points, (long Step, double Value)[] curve)
    {
        double sum = 0;
        int at = 0;
        foreach ((long step, double value) in points)
        {
            while (at < curve.Length - 2 && curve[at + 1].Step < step) at++;
            ((long x, double y), (long nextX, double nextY)) = (curve[at], curve[Math.Min(at + 1, curve.Length - 1)]);
            double drawn = nextX == x ? y : y + ((nextY - y) * (step - x) / (nextX - x));
            sum += Math.Abs(value - drawn);
        }

        return sum / points.Length;
    }
}
