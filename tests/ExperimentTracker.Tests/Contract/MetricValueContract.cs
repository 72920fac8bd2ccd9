using ExperimentTracker.Json;
using ExperimentTracker.Values;

namespace ExperimentTracker.Tests.Contract;

/// <summary>Values and times are returned bit for bit, wherever the engine stores them.</summary>
public abstract class MetricValueContract(StoreUnderTest store) : StoreContract(store)
{
    private static readonly double[] Hard =
    [
        double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, 0.0, double.Epsilon, -double.Epsilon, double.MaxValue, double.MinValue,
        BitConverter.Int64BitsToDouble(0x000FFFFFFFFFFFFF), BitConverter.Int64BitsToDouble(0x0010000000000000), 1.0 / 3, Math.BitIncrement(1.0),
        Math.BitDecrement(1.0), 9007199254740993.0, 1e300, -1e-300, 5, 0.1,
    ];

    [Fact]
    public void Special_values_are_read_back_exactly_before_and_after_sealing()
    {
        Run run = Store.NewRun();
        Store.Log(run, "few", Hard);
        double[] many = [.. Enumerable.Repeat(Hard, 120).SelectMany(v => v)];
        Store.Log(run, "many", many);
        Expect.SameBits(Hard, Store.Points(run, "few").Values);
        Expect.SameBits(many, Store.Points(run, "many").Values);
        Store.End(run);
        Expect.SameBits(Hard, Store.Points(run, "few").Values);
        Expect.SameBits(many, Store.Points(run, "many").Values);
    }

    [Fact]
    public void The_sign_of_a_zero_is_kept_by_the_statistics_too()
    {
        Run run = Store.NewRun();
        Store.Log(run, "zero", -0.0);
        Metric m = Store.Metric(run, "zero");
        Expect.SameBits([-0.0, -0.0, -0.0, -0.0], [m.First, m.Last, m.Min!.Value, m.Max!.Value]);
        Expect.SameBits([-0.0], [(double)Store.Again(run).Metrics["zero"]!]);
    }

    [Fact]
    public void Infinities_count_as_values()
    {
        Run run = Store.NewRun();
        Store.Log(run, "up", 1, double.PositiveInfinity, 2);
        Metric m = Store.Metric(run, "up");
        Assert.Equal((double.PositiveInfinity, (long?)1, (double?)1, double.PositiveInfinity), (m.Max, m.MaxStep, m.Min, m.Mean));
        Store.Log(run, "up", double.NegativeInfinity);
        m = Store.Metric(run, "up");
        Assert.Equal((double.NegativeInfinity, double.NaN), (m.Min, m.Mean));
        Assert.Equal(double.NaN, Store.Log(run, "up", 5).Metric.Mean);
    }

    [Fact]
    public void Times_are_read_back_to_the_tick_in_any_order()
    {
        long now = DateTime.UtcNow.Ticks;
        long[] ticks = [now, now + 1, now - 1, now - TimeSpan.TicksPerDay * 40000, now + TimeSpan.TicksPerDay * 40000, now];
        Run run = Store.NewRun();
        foreach (string key in new[] { "few", "many" })
        {
            int repeats = key == "few" ? 1 : 400;
            long[] all = [.. Enumerable.Repeat(ticks, repeats).SelectMany(t => t)];
            Store.LogAt(run, key, [], new double[all.Length], all);
            Assert.Equal(all, Store.Points(run, key).Timestamps.Select(Expect.TicksOf));
            Assert.Equal(all, Store.Points(run, key).Points().Select(p => Expect.TicksOf(p.Timestamp)));
        }
    }

    [Fact]
    public void One_time_can_apply_to_all_points()
    {
        Run run = Store.NewRun();
        long now = DateTime.UtcNow.Ticks;
        Store.LogAt(run, "loss", [], [1, 2, 3], [now]);
        Assert.Equal([now, now, now], Store.Points(run, "loss").Timestamps.Select(Expect.TicksOf));
    }

    [NeedsRepeatedHourFact]
    public void Both_occurrences_of_the_repeated_hour_are_distinguished()
    {
        DateTime first = RepeatedHour.Start!.Value, second = first.AddHours(1);
        Assert.Equal(first.ToLocalTime(), second.ToLocalTime());
        Run run = Store.NewRun();
        Store.LogAt(run, "loss", [], [1, 2], [UtcTicks.From(first.ToLocalTime()), UtcTicks.From(second.ToLocalTime())]);
        Store.Parameters.Add(run.Id, StoreSteps.Named(("first", first.ToLocalTime()), ("second", second.ToLocalTime())), None);
        Assert.Equal([first.Ticks, second.Ticks], Store.Points(run, "loss").Timestamps.Select(Expect.TicksOf));
        Assert.Equal(second.Ticks, Expect.TicksOf(Store.Metric(run, "loss").LastAt));
        NamedValues parameters = Store.Again(run).Parameters;
        Assert.Equal(first.Ticks, Expect.TicksOf((DateTime)parameters["first"]!));
        Assert.Equal(second.Ticks, Expect.TicksOf((DateTime)parameters["second"]!));
        Assert.False(ParameterTypes.Same(parameters["first"], parameters["second"]));
    }
}
