namespace ExperimentTracker.Tests.Contract;

/// <summary>Sketches of series. The cost does not depend on the length of the series.</summary>
public abstract class SketchContract(StoreUnderTest store) : StoreContract(store)
{
    [Fact]
    public void A_short_series_is_returned_completely_in_step_order()
    {
        Run run = Store.NewRun();
        Store.LogAt(run, "loss", [9, 3, 6], [9, double.NaN, 6]);
        Assert.Equal([double.NaN, 6, 9], Sketch(run));
        Store.End(run);
        Assert.Equal([double.NaN, 6, 9], Sketch(run));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(700)]
    public void A_long_series_is_returned_partially_with_its_ends_and_extremes(int afterwards)
    {
        const int count = 200_000;
        double[] values = [.. Enumerable.Range(0, count + afterwards).Select(i => (double)i)];
        (values[77_777], values[123_456]) = (-5, 1e9);
        Run run = Store.NewRun();
        Store.Log(run, "loss", values[..count]);
        if (afterwards > 0) Store.Log(run, "loss", values[count..]);
        double[] sketch = Sketch(run);
        // Eight chunks, the tail and the two extremes.
        Assert.InRange(sketch.Length, 1000, (8 * 1024) + 1023 + 2);
        Assert.Equal((0, values.Length - 1), (sketch[0], sketch[^1]));
        Assert.Contains(-5, sketch);
        Assert.Contains(1e9, sketch);

        // The sketch is in step order, without large gaps. Apart from the extremes, each value equals its step.
        double[] steps = [.. sketch.Where(v => v is >= 0 and < 1e9)];
        Assert.Equal(steps.Order(), steps);
        Assert.All(steps.Skip(1).Zip(steps), pair => Assert.InRange(pair.First - pair.Second, 0, count / 6));
    }

    [Fact]
    public void A_long_series_written_backwards_is_returned_in_step_order()
    {
        Run run = Store.NewRun();
        for (int part = 19; part >= 0; part--)
        {
            long[] steps = [.. Enumerable.Range(part * 1000, 1000).Select(i => (long)i)];
            Store.LogAt(run, "loss", steps, [.. steps.Select(s => (double)s)]);
        }

        double[] sketch = Sketch(run);
        Assert.Equal(sketch.Order(), sketch);
        Assert.Equal((0, 19_999), (sketch[0], sketch[^1]));
    }

    [Fact]
    public void A_series_that_is_not_there_is_refused()
    {
        Run run = Store.NewRun();
        Store.Log(run, "loss", 1);
        Metric metric = Store.Metric(run, "loss");
        Expect.Refused("MetricNotFound", () => Store.Metrics.Sketch(metric with { Key = "other" }, 8, None));
        Expect.Refused("RunNotFound", () => Store.Metrics.Sketch(metric with { RunId = "nobody" }, 8, None));
    }

    private double[] Sketch(Run run) => Store.Metrics.Sketch(Store.Metric(run, "loss"), 8, None);
}
