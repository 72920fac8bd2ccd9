using ExperimentTracker.Series;

namespace ExperimentTracker.Tests.Contract;

/// <summary>An engine may store new points in another way than old ones. No result may depend on it.</summary>
public abstract class MetricBorderContract(StoreUnderTest store) : StoreContract(store)
{
    [Theory]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(2047)]
    [InlineData(2048)]
    [InlineData(2049)]
    public void Points_written_one_by_one_are_all_there(int count)
    {
        Run run = Store.NewRun();
        for (int i = 0; i < count; i++) Store.Log(run, "loss", i);
        MetricSeries points = Store.Points(run, "loss");
        Assert.Equal(Enumerable.Range(0, count).Select(i => (long)i), points.Steps);
        Assert.Equal(Enumerable.Range(0, count).Select(i => (double)i), points.Values);
        Assert.Equal(count, Store.Metric(run, "loss").Count);
    }

    [Theory]
    [InlineData(new[] { 1023, 1, 1 })]
    [InlineData(new[] { 1023, 2 })]
    [InlineData(new[] { 1, 1023, 1024 })]
    [InlineData(new[] { 1024, 1, 1023 })]
    [InlineData(new[] { 1000, 3000, 5 })]
    [InlineData(new[] { 5000 })]
    [InlineData(new[] { 10, 5000, 10, 2000 })]
    public void Points_of_one_step_stay_in_the_order_they_were_written(int[] batches)
    {
        Run run = Store.NewRun();
        int written = 0;
        foreach (int size in batches)
        {
            Store.LogAt(run, "loss", [.. Enumerable.Repeat(7L, size)], [.. Enumerable.Range(written, size).Select(i => (double)i)]);
            written += size;
        }

        Store.LogAt(run, "loss", [8, 6], [-8, -6]);
        double[] expected = [-6, .. Enumerable.Range(0, written).Select(i => (double)i), -8];
        Assert.Equal(expected, Store.Points(run, "loss").Values);
        Store.End(run);
        Assert.Equal(expected, Store.Points(run, "loss").Values);
        Store.Resume(run);
        Store.LogAt(run, "loss", [7], [-7]);
        Assert.Equal([.. expected[..^1], -7, -8], Store.Points(run, "loss").Values);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(1000)]
    public void Ending_and_resuming_loses_nothing(int size)
    {
        Run run = Store.NewRun();
        var expected = new List<double>();
        for (int round = 0; round < 4; round++)
        {
            double[] values = [.. Enumerable.Range(expected.Count, size).Select(i => i * 0.1)];
            Store.Log(run, "loss", values);
            expected.AddRange(values);
            Store.End(run, RunStatus.Failed);
            Expect.SameBits(expected, Store.Points(run, "loss").Values);
            Store.Resume(run);
        }

        Assert.Equal(expected.Count - 1, Store.Metric(run, "loss").LastStep);
        Assert.Equal(expected.Average(), Store.Metric(run, "loss").Mean!.Value, 10);
    }

    [Fact]
    public void A_late_point_of_an_early_step_is_found_by_a_range()
    {
        Run run = Store.NewRun();
        Store.Log(run, "loss", [.. Enumerable.Range(0, 5000).Select(i => (double)i)]);
        Store.LogAt(run, "loss", [10], [-1]);
        MetricSeries range = Store.Metrics.Read(Store.Metric(run, "loss"), 9, 11, None);
        Assert.Equal([9.0, 10, -1, 11], range.Values);
    }

    [Fact]
    public void Series_that_are_written_in_turn_do_not_mix()
    {
        Run run = Store.NewRun();
        for (int i = 0; i < 60; i++)
        {
            Store.Metrics.Append(
                [.. Enumerable.Range(0, 20).Select(s => new SeriesAppend
                {
                    RunId = run.Id, Key = $"s{s:00}", Values = Enumerable.Range(0, 25).Select(p => (s * 1e6) + (i * 25) + p).ToArray(), Ticks = new[] { 1L },
                })],
                None);
        }

        for (int s = 0; s < 20; s++)
        {
            Assert.Equal(Enumerable.Range(0, 1500).Select(p => (s * 1e6) + p), Store.Points(run, $"s{s:00}").Values);
        }
    }
}
