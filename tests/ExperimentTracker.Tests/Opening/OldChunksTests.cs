using System.Buffers.Binary;
using ExperimentTracker.Contracts.Stores;
using Microsoft.Data.Sqlite;

namespace ExperimentTracker.Tests.Opening;

/// <summary>Stores of schema 4, whose chunks had values of eight bytes and no checksum.</summary>
public sealed class OldChunksTests : IDisposable
{
    private const int Count = 700;
    private readonly StoreUnderTest underTest = StoreUnderTest.InAFile();
    private readonly double[] values = [.. Enumerable.Range(0, Count).Select(i => i % 100 == 3 ? double.NaN : i / 7.0)];
    private readonly long[] times = [.. Enumerable.Range(0, Count).Select(i => 638_000_000_000_000_000 + (i * 70L))];

    private IExperimentStore Store => underTest.Store;

    public void Dispose() => underTest.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Are_read_continued_and_checked(int stepWidth)
    {
        long[] steps = [.. Enumerable.Range(0, Count).Select(i => 100L + (stepWidth == 0 ? 3 * i : i * i % 7 + (3 * i)))];
        Array.Sort(steps);
        Run run = Store.NewRun();
        Store.LogAt(run, "loss", steps, values, times);
        Store.End(run);
        BecomeSchema4(steps, stepWidth);
        underTest.Reopen();
        Check(run, steps, values);
        Assert.Empty(Store.Findings());
        Store.Resume(run);
        Store.LogAt(run, "loss", [5000], [1.5]);
        Store.End(run);
        Check(run, [.. steps, 5000], [.. values, 1.5]);
        Assert.Empty(Store.Findings());
    }

    [Fact]
    public void Long_series_get_summaries_unless_their_points_are_damaged()
    {
        Run run = Store.NewRun(Store.NewExperiment("E"));
        foreach (string key in new[] { "good", "bad", "short" }) Store.Log(run, key, [.. Enumerable.Range(0, key == "short" ? 2000 : 20_000).Select(i => Math.Sin(i / 99.0))]);
        Store.Sql("UPDATE metric_chunks SET data = x'' WHERE ordinal > 9000 AND metric_pk = (SELECT pk FROM metrics WHERE key = 'bad')");
        Store.Sql(OldSchema.To5);
        underTest.Reopen();
        Assert.Equal(["PointsDamaged"], Store.Findings().Select(f => f.Problem));
        Store.Sql("UPDATE metric_chunks SET data = x''");
        Assert.Equal([0, 19_999], Thinned("good").Steps.Where(s => s is 0 or 19_999));
        Expect.Refused("PointsDamaged", () => Thinned("bad"));
        Expect.Refused("PointsDamaged", () => Thinned("short"));

        MetricSeries Thinned(string key) => Store.Metrics.ReadThinned(Store.Metric(run, key), 0, long.MaxValue, 6, Expect.None);
    }

    private void Check(Run run, long[] steps, double[] expected)
    {
        MetricSeries series = Store.Points(run, "loss");
        Assert.Equal(steps, series.Steps);
        Expect.SameBits(expected, series.Values);
        Assert.Equal(times, series.TimestampsUtc.Take(Count).Select(t => t.Ticks));
        using SqliteConnection connection = PointsOfView.Connect(Store.Database());
        PointsOfView.CheckAll(Store, run, connection);
    }

    // The layout that 001_foundation.sql describes.
    private void BecomeSchema4(long[] steps, int stepWidth)
    {
        byte[] data = new byte[Count * (stepWidth + 2 + 8)];
        for (int i = 0; i < Count; i++)
        {
            if (stepWidth == 2) BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(i * 2), (ushort)(steps[i] - steps[0]));
            BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan((Count * stepWidth) + (i * 2)), (ushort)(times[i] - times[0]));
            BinaryPrimitives.WriteDoubleBigEndian(data.AsSpan((Count * (stepWidth + 2)) + (i * 8)), values[i]);
        }

        Store.Sql($"UPDATE metric_chunks SET step_width = {stepWidth}, step_stride = {(stepWidth == 0 ? 3 : 0)}, time_width = 2, data = x'{Convert.ToHexString(data)}'");
        Store.Sql(OldSchema.To5 + "DROP VIEW metric_points");
        foreach (string column in new[] { "time_stride", "time_unit", "value_form", "value_divisor", "value_first", "value_stride", "value_unit", "value_width", "checksum" })
        {
            Store.Sql($"ALTER TABLE metric_chunks DROP COLUMN {column}");
        }

        Store.Sql("PRAGMA user_version = 4");
    }
}
