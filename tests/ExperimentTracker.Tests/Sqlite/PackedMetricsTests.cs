using ExperimentTracker.Series;
using ExperimentTracker.Storage.Metrics;

namespace ExperimentTracker.Tests.Sqlite;

public sealed class PackedMetricsTests
{
    private static readonly double[] Odd =
        [0, -0.0, 1, -1.5, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, double.MaxValue, double.MinValue, Math.PI];

    [Fact]
    public void Statistics_of_random_series_are_read_as_they_were_packed()
    {
        var random = new Random(7);
        var writer = new PackedStatistics.Writer();
        for (int turn = 0; turn < 200; turn++)
        {
            SeriesStatistics[] all = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => RandomSeries(random))];
            foreach (SeriesStatistics one in all) writer.Add(new PackedStatistics(one));
            var reader = new PackedStatistics.Reader(writer.Take());
            foreach (SeriesStatistics one in all)
            {
                PackedStatistics read = reader.Read();
                Assert.Equal((one.Count, one.NaNCount, one.FirstStep, one.LastStep, one.LastTicks), (read.Count, read.NaNCount, read.FirstStep, read.LastStep, read.LastTicks));
                AssertSame(one.First, read.First);
                AssertSame(one.Last, read.Last);
                AssertSame(one.Mean, read.Mean);
                AssertSame(one.HasValues ? one.Min : null, read.Min);
                AssertSame(one.HasValues ? one.Max : null, read.Max);
                Assert.Equal(one.HasValues ? (one.MinStep, one.MaxStep) : null, read.MinStep is { } low ? (low, read.MaxStep!.Value) : ((long, long)?)null);
            }
        }
    }

    private static SeriesStatistics RandomSeries(Random random)
    {
        var statistics = new SeriesStatistics();
        for (int points = random.Next(1, 5); points > 0; points--)
        {
            long step = random.Next(4) switch { 0 => 0, 1 => -random.NextInt64(), 2 => random.NextInt64(), _ => random.Next(100) };
            statistics.Add(step, random.Next(2) == 0 ? random.NextDouble() : Odd[random.Next(Odd.Length)], random.NextInt64(DateTime.MaxValue.Ticks));
        }

        return statistics;
    }

    // By their bits: -0 is not 0.
    private static void AssertSame(double? expected, double? read) => Assert.Equal(
        expected is { } e ? BitConverter.DoubleToInt64Bits(e) : null, read is { } r ? BitConverter.DoubleToInt64Bits(r) : (long?)null);
}
