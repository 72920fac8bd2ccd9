using System.Globalization;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage.Metrics;
using Microsoft.Data.Sqlite;

namespace ExperimentTracker.Tests.Sqlite;

/// <summary>The documented view returns every point in plain SQL, bit for bit equal to the results of the store.</summary>
public sealed class PointsViewTests : IDisposable
{
    private static readonly double[] Hard =
    [
        double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, 0.0, double.Epsilon, -double.Epsilon, double.MaxValue, double.MinValue,
        BitConverter.Int64BitsToDouble(0x000FFFFFFFFFFFFF), BitConverter.Int64BitsToDouble(0x0010000000000000), 1.0 / 3, 1.0, -1.0, 5e-320, 0.1,
    ];

    private readonly StoreUnderTest underTest = StoreUnderTest.InAFile();

    private IExperimentStore Store => underTest.Store;

    private string Database => Path.Combine(Store.Path, "tracker.db");

    public void Dispose() => underTest.Dispose();

    [Fact]
    public void Special_values_are_the_same_in_the_tail_and_in_chunks()
    {
        Run run = Store.NewRun();
        Store.Log(run, "tail", Hard);
        Store.Log(run, "chunks", [.. Enumerable.Repeat(Hard, 80).SelectMany(v => v)]);
        CheckView(run);
        Store.End(run);
        CheckView(run);
    }

    [Fact]
    public void Random_bits_are_the_same()
    {
        var random = new Random(7);
        byte[] bytes = new byte[8 * 3000];
        random.NextBytes(bytes);
        Run run = Store.NewRun();
        Store.Log(run, "bits", [.. Enumerable.Range(0, 3000).Select(i => BitConverter.ToDouble(bytes, i * 8))]);
        Store.Log(run, "powers", [.. Enumerable.Range(0, 2047).SelectMany(e => new[] { Make(e, 0), Make(e, 0xFFFFFFFFFFFFF) })]);
        CheckView(run);

        static double Make(long exponent, long fraction) => BitConverter.Int64BitsToDouble((exponent << 52) | fraction);
    }

    public static TheoryData<int, int> Widths()
    {
        var widths = new TheoryData<int, int>();
        foreach (int step in new[] { 0, 1, 2, 4, 8 })
        {
            foreach (int time in new[] { 0, 1, 2, 4, 8 }) widths.Add(step, time);
        }

        return widths;
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_width_of_steps_and_times_is_decoded_correctly(int stepWidth, int timeWidth)
    {
        long[] offsets = [0, 1, 2, 127, 128, 255];
        const int count = 1030;
        long[] steps = [.. Enumerable.Range(0, count).Select(i => 3 + Spread(i, stepWidth)).Order()];
        long[] ticks = [.. Enumerable.Range(0, count).Select(i => DateTime.UnixEpoch.Ticks + Spread(i * 7 % count, timeWidth))];
        Run run = Store.NewRun();
        Store.LogAt(run, "loss", steps, [.. Enumerable.Range(0, count).Select(i => i * 0.1)], ticks);
        using SqliteConnection connection = PointsOfView.Connect(Database);
        Assert.Contains((stepWidth, timeWidth), WidthsIn(connection));
        PointsOfView.CheckAll(Store, run, connection);

        long Spread(int i, int width) => width switch
        {
            0 => 0,
            1 => offsets[i % offsets.Length],
            2 => (i % 300 * 200L) + (i % 2),
            4 => (i % 400 * 10_000_000L) + (i % 3),
            _ => (i % 500 * (1L << 49)) + (i % 5),
        };
    }

    [Fact]
    public void Values_of_every_form_and_width_are_decoded_correctly()
    {
        var random = new Random(5);
        Run run = Store.NewRun();
        for (int width = 0; width <= 52; width += 4)
        {
            long range = 1L << width;
            Log($"integers {width}", () => random.NextInt64(range) - (range / 2));
            Log($"decimals {width}", () => (random.NextInt64(range) - (range / 3)) / 1000.0);
            Log($"doubles {width}", () => BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(Math.PI) + random.NextInt64(range)));
            Log($"doubles of both signs {width}", () => BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(Math.PI * random.Next(-1, 2)) + random.NextInt64(range)));
        }

        for (int width = 0; width <= 32; width += 4)
        {
            uint range = (uint)Math.Min(1L << width, uint.MaxValue);
            Log($"floats {width}", () => BitConverter.UInt32BitsToSingle((uint)(BitConverter.SingleToUInt32Bits(-1.1f) + random.NextInt64(range))));
        }

        Store.Log(run, "line", [.. Enumerable.Range(0, 2000).Select(i => 7 + (i * 0.25))]);
        Store.End(run);
        using SqliteConnection connection = PointsOfView.Connect(Database);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT count(DISTINCT value_form), count(DISTINCT value_width), max(value_stride) FROM metric_chunks";
        using SqliteDataReader row = command.ExecuteReader();
        row.Read();
        Assert.Equal((3, 9, 25), (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)));
        PointsOfView.CheckAll(Store, run, connection);

        void Log(string key, Func<double> value) => Store.Log(run, key, [.. Enumerable.Range(0, 50).Select(_ => value())]);
    }

    [Fact]
    public void Steps_at_regular_distances_up_to_the_highest_are_the_same()
    {
        Run run = Store.NewRun();
        Log("by one", 0, 1, 2000);
        Log("by a thousand", 5, 1000, 2000);
        Log("to the end", long.MaxValue - 1999, 1, 2000);
        Log("far apart", 0, long.MaxValue / 1100, 1100);
        Store.LogAt(run, "two", [0, long.MaxValue], [1, 2]);
        Store.LogAt(run, "two thousand", [.. Enumerable.Repeat(0L, 1000), .. Enumerable.Repeat(long.MaxValue, 1000)], new double[2000]);
        CheckView(run);
        Store.End(run);
        CheckView(run);

        void Log(string key, long first, long stride, int count) =>
            Store.LogAt(run, key, [.. Enumerable.Range(0, count).Select(i => first + (i * stride))], new double[count]);
    }

    [Fact]
    public void Times_of_all_centuries_are_the_same()
    {
        long[] ticks = [0, 1, DateTime.MaxValue.Ticks, DateTime.UnixEpoch.Ticks - 1, DateTime.UnixEpoch.Ticks, new DateTime(2038, 1, 20).Ticks, DateTime.UtcNow.Ticks];
        Run run = Store.NewRun();
        Store.LogAt(run, "tail", [], new double[ticks.Length], ticks);
        Store.LogAt(run, "chunk", [], new double[ticks.Length * 200], [.. Enumerable.Repeat(ticks, 200).SelectMany(t => t)]);
        using SqliteConnection connection = PointsOfView.Connect(Database);
        foreach (string key in new[] { "tail", "chunk" })
        {
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = $"SELECT timestamp FROM metric_points WHERE key = '{key}' ORDER BY step";
            using SqliteDataReader row = command.ExecuteReader();
            for (int i = 0; row.Read(); i++)
            {
                Assert.Equal(new DateTime(ticks[i % ticks.Length]).ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture), row.GetString(0));
            }
        }
    }

    [Fact]
    public void Random_work_is_the_same_with_labels_and_several_runs()
    {
        var random = new Random(11);
        Run[] runs = [Store.NewRun(), Store.NewRun()];
        for (int i = 0; i < 60; i++)
        {
            int size = new[] { 1, 10, 600, 1500 }[random.Next(4)];
            long[] steps = random.Next(2) == 0 ? [] : [.. Enumerable.Range(0, size).Select(_ => random.NextInt64(2000))];
            long[] ticks = [.. Enumerable.Range(0, size).Select(_ => random.NextInt64(DateTime.UtcNow.Ticks))];
            Store.LogAt(
                runs[random.Next(2)], "loss", steps, [.. Enumerable.Range(0, size).Select(_ => random.NextDouble())], ticks, random.Next(2) == 0 ? null : "a");
        }

        foreach (Run run in runs) CheckView(run);
    }

    [Fact]
    public void Chunks_are_never_larger_than_the_view_can_decode()
    {
        Run run = Store.NewRun();
        foreach (int size in new[] { 1023, 5000, 1, 1024, 1025, 3 }) Store.Log(run, "loss", new double[size]);
        Store.End(run);
        using SqliteConnection connection = PointsOfView.Connect(Database);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT max(count), sum(count) FROM metric_chunks";
        using SqliteDataReader row = command.ExecuteReader();
        row.Read();
        Assert.InRange(row.GetInt64(0), 1, PointChunk.Capacity);
        Assert.InRange(row.GetInt64(1), 8060, 8076);
        CheckView(run);
    }

    [Fact]
    public void A_query_for_one_run_or_series_decodes_no_other()
    {
        using SqliteConnection connection = PointsOfView.Connect(Database);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN SELECT count(*), avg(value) FROM metric_points WHERE run_id = 'r' AND key = 'loss'";
        var plan = new List<string>();
        using SqliteDataReader row = command.ExecuteReader();
        while (row.Read()) plan.Add(row.GetString(3));
        Assert.Equal(2, plan.Count(p => p.Contains("(id=?)", StringComparison.Ordinal)));
        Assert.Equal(2, plan.Count(p => p.Contains("(run_pk=?", StringComparison.Ordinal)));
        Assert.Equal(2, plan.Count(p => p.Contains("(metric_pk=?)", StringComparison.Ordinal)));
    }

    private void CheckView(Run run)
    {
        using SqliteConnection connection = PointsOfView.Connect(Database);
        PointsOfView.CheckAll(Store, run, connection);
    }

    private static List<(int, int)> WidthsIn(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT step_width, time_width FROM metric_chunks";
        var widths = new List<(int, int)>();
        using SqliteDataReader row = command.ExecuteReader();
        while (row.Read()) widths.Add((row.GetInt32(0), row.GetInt32(1)));
        return widths;
    }
}
