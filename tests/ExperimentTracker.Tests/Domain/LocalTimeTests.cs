using System.Globalization;
using ExperimentTracker.Json;
using ExperimentTracker.Values;
using Microsoft.Extensions.Time.Testing;

namespace ExperimentTracker.Tests.Domain;

/// <summary>Times are stored in UTC and displayed in local time. Tests run in a fixed time zone: see tests.runsettings.</summary>
public sealed class LocalTimeTests
{
    [NotOnWindowsFact("Windows takes its zone from the system and not from TZ.")]
    public void The_tests_run_in_a_zone_that_is_not_UTC()
    {
        Assert.Equal("America/St_Johns", TimeZoneInfo.Local.Id);
        Assert.Equal(new TimeSpan(-3, -30, 0), TimeZoneInfo.Local.BaseUtcOffset);
    }

    [Fact]
    public void A_time_of_any_kind_is_stored_as_the_UTC_time_it_denotes()
    {
        var utc = new DateTime(2024, 7, 1, 12, 0, 0, DateTimeKind.Utc);
        Assert.Equal(utc.Ticks, UtcTicks.From(utc));
        Assert.Equal(utc.Ticks, UtcTicks.From(utc.ToLocalTime()));
        Assert.Equal(utc.Ticks, UtcTicks.From(DateTime.SpecifyKind(utc.ToLocalTime(), DateTimeKind.Unspecified)));
        Assert.Equal((utc.ToLocalTime(), DateTimeKind.Local), (UtcTicks.ToLocal(utc.Ticks), UtcTicks.ToLocal(utc.Ticks).Kind));
    }

    [NeedsRepeatedHourFact]
    public void Every_half_hour_of_the_year_round_trips_through_local_time()
    {
        for (var at = new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc); at.Year == 2024; at = at.AddMinutes(30))
        {
            Assert.Equal(at.Ticks, UtcTicks.From(UtcTicks.ToLocal(at.Ticks)));
        }
    }

    [NeedsRepeatedHourFact]
    public void Both_occurrences_of_the_repeated_hour_have_different_strings()
    {
        DateTime first = UtcTicks.ToLocal(RepeatedHour.Start!.Value.Ticks), second = UtcTicks.ToLocal(RepeatedHour.Start.Value.AddHours(1).Ticks);
        Assert.Equal(first, second);
        Assert.NotEqual(ValueText.Format(first), ValueText.Format(second));
        Assert.NotEqual(JsonText.Write(first), JsonText.Write(second));
        Assert.Equal(second.ToUniversalTime(), ((DateTime)JsonText.Read(JsonText.Write(second))!).ToUniversalTime());
        Assert.Equal(first.ToUniversalTime(), DateTime.Parse(ValueText.Format(first), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind).ToUniversalTime());
    }

    [NeedsRepeatedHourFact]
    public void A_run_through_the_repeated_hour_lasted_as_long_as_it_did()
    {
        DateTime start = RepeatedHour.Start!.Value.AddMinutes(10);
        var clock = new FakeTimeProvider();
        DateTime now = clock.GetUtcNow().LocalDateTime;
        var run = new Run(clock)
        {
            Id = "r", ExperimentId = "e", Experiment = "E", Project = "P", Number = 0, Name = "n", Status = RunStatus.Succeeded,
            CreatedAt = start.ToLocalTime(), UpdatedAt = start.ToLocalTime(), StartedAt = start.ToLocalTime(), EndedAt = start.AddMinutes(70).ToLocalTime(),
        };
        Assert.Equal(TimeSpan.FromMinutes(70), run.Duration);
    }

    // Until 2011, clocks in Newfoundland changed a minute after midnight, so in autumn they went back to the previous day. In 1988, daylight saving
    // time was two hours.
    [Theory]
    [InlineData(1988)]
    [InlineData(2007)]
    [InlineData(2011)]
    [InlineData(2024)]
    public void Times_of_points_are_what_they_are_one_by_one_also_where_clocks_change(int year)
    {
        long first = new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks, apart = (6 * TimeSpan.TicksPerMinute) + 1;
        CheckTimes([.. Enumerable.Range(0, 88_000).Select(i => first + (i * apart))]);
    }

    [Fact]
    public void Times_of_points_are_what_they_are_one_by_one_in_any_order_and_at_the_ends_of_time()
    {
        var random = new Random(7);
        long last = DateTime.MaxValue.Ticks, from = new DateTime(1850, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;
        CheckTimes([.. Enumerable.Range(0, 20_000).SelectMany(_ => Enumerable.Repeat(random.NextInt64(from, last), 3))]);
        CheckTimes([.. Enumerable.Range(0, 3000).Select(i => i * TimeSpan.TicksPerMinute), .. Enumerable.Range(0, 3000).Select(i => last - (i * TimeSpan.TicksPerMinute))]);
    }

    private static void CheckTimes(long[] ticks)
    {
        MetricSeries series = MetricSeries.Create(new() { RunId = "r", Key = "k", Count = ticks.Length }, null, new long[ticks.Length], new double[ticks.Length], ticks);
        DateTime[] expected = Array.ConvertAll(ticks, UtcTicks.ToLocal);
        Assert.Equal(expected, series.Timestamps);
        Assert.Equal(expected, series.Points().Select(p => p.Timestamp));
        Assert.All(series.Timestamps, t => Assert.Equal(DateTimeKind.Local, t.Kind));
        Assert.Equal(expected.Select(t => t.ToUniversalTime()), series.Timestamps.Select(t => t.ToUniversalTime())); // includes which occurrence of a repeated hour it is
    }

    [Fact]
    public void A_run_that_runs_has_lasted_until_now_and_one_that_waits_has_not_begun()
    {
        var clock = new FakeTimeProvider();
        DateTime now = clock.GetUtcNow().LocalDateTime;
        var run = new Run(clock)
        {
            Id = "r", ExperimentId = "e", Experiment = "E", Project = "P", Number = 0, Name = "n", Status = RunStatus.Running,
            CreatedAt = now, UpdatedAt = now, StartedAt = now.AddHours(-1),
        };
        Assert.Equal(TimeSpan.FromHours(1), run.Duration);
        clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(TimeSpan.FromHours(1) + TimeSpan.FromTicks(1), run.Duration);
        Assert.Null((run with { Status = RunStatus.Pending, StartedAt = null }).Duration);
    }
}
