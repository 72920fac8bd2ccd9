using ExperimentTracker.Charts;
using static ExperimentTracker.Tests.Charts.Charts;

namespace ExperimentTracker.Tests.Charts;

/// <summary>The positions of points, and the labels of the axes.</summary>
public sealed class ChartAxisTests
{
    private static readonly double[] Line = [.. Enumerable.Range(0, 101).Select(i => (double)i)];

    [Theory]
    [InlineData(new long[] { 0, 100 }, "0 50 100")]
    [InlineData(new long[] { 3, 17 }, "5 10 15")]
    [InlineData(new long[] { 0, 1 }, "0 1")]
    [InlineData(new long[] { 0, 2_000_000 }, "0 1M 2M")]
    [InlineData(new long[] { 0, 40_000 }, "0 20k 40k")]
    [InlineData(new long[] { 4_611_686_018_427_387_904, 4_611_686_018_427_387_906 }, "4611686018427387904 ")]
    [InlineData(new long[] { 7, 7 }, "7")]
    public void Steps_have_round_labels_that_do_not_touch(long[] steps, string labels)
    {
        string[] lines = Plain(new ChartOptions(), SeriesOf([1, 2], steps: steps)).Split('\n');
        Assert.EndsWith(" step", lines[^2], StringComparison.Ordinal);
        Assert.StartsWith(labels, string.Join(' ', lines[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)) + " ", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.001, "2026-03-01", "12:00:00.000 12:00:00.050")]
    [InlineData(1, "2026-03-01", "12:00:00 12:01:00")]
    [InlineData(60, "2026-03-01", "12:00 13:00")]
    [InlineData(3600, "2026", "03-02 03-04")]
    [InlineData(43_200, "2026", "03-02 03-16")]
    [InlineData(86_400, "2026", "2026-04 2026-06")]
    [InlineData(86_400 * 30, "time", "2028-01 2034-01")]
    public void Time_is_local_and_round_in_its_unit(double secondsApart, string title, string labels)
    {
        string[] lines = Draw(new ChartOptions { Width = 60, XAxis = ChartXAxis.Time }, SeriesOf(Line, apart: TimeSpan.FromSeconds(secondsApart))).ToArray();
        Assert.EndsWith(" " + title, lines[^2], StringComparison.Ordinal);
        string[] found = lines[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(labels.Split(' '), label => Assert.Contains(label, found));
    }

    [Theory]
    [InlineData(0.001, "milliseconds", "0 20 40 60 80 100")]
    [InlineData(0.1, "seconds", "0 2 4 6 8 10")]
    [InlineData(6, "minutes", "0 2 4 6 8 10")]
    [InlineData(360, "hours", "0 2 4 6 8 10")]
    [InlineData(8640, "days", "0 2 4 6 8 10")]
    public void Elapsed_time_is_in_the_unit_that_suits(double secondsApart, string title, string labels)
    {
        string[] lines = Draw(new ChartOptions { Width = 70, XAxis = ChartXAxis.Elapsed }, SeriesOf(Line, apart: TimeSpan.FromSeconds(secondsApart))).ToArray();
        Assert.EndsWith(" " + title, lines[^2], StringComparison.Ordinal);
        Assert.Equal(labels, string.Join(' ', lines[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public void Elapsed_time_counts_from_the_first_point_of_each_run_whichever_series_has_it()
    {
        // The second series of the first run starts 50 minutes after the first. The other run starts a day later, and its elapsed time starts at
        // zero.
        string[] lines = Plain(
            new ChartOptions { XAxis = ChartXAxis.Elapsed },
            SeriesOf([1, 1], apart: TimeSpan.FromMinutes(100)),
            SeriesOf([0, 0], "acc", apart: TimeSpan.FromMinutes(50), from: Noon.AddMinutes(50)),
            SeriesOf([0.5, 0.5], run: "b/1", apart: TimeSpan.FromMinutes(100), from: Noon.AddDays(1))).Split('\n');
        Assert.StartsWith("1.0 +" + new string('*', 35), lines[1], StringComparison.Ordinal);
        Assert.Matches(@"0\.0 \+ {17}o{18}$", lines[^5]);
        Assert.Contains(lines, l => l.EndsWith(new string('#', 35), StringComparison.Ordinal));
        Assert.EndsWith("minutes", lines[^4], StringComparison.Ordinal);
    }

    [Fact]
    public void Points_written_out_of_order_in_time_are_drawn_in_the_order_of_time()
    {
        MetricSeries backwards = SeriesOf([5, 4, 3, 2, 1, 0], apart: TimeSpan.FromMinutes(-1));
        string[] lines = Plain(new ChartOptions { XAxis = ChartXAxis.Time }, backwards).Split('\n');
        Assert.EndsWith("*", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("0 +*", lines[7], StringComparison.Ordinal);
    }

    [Fact]
    public void Points_that_are_not_drawn_do_not_extend_the_axis()
    {
        string chart = Plain(new ChartOptions(), SeriesOf([double.NaN, 1, 2, double.NaN], steps: [0, 100, 200, 900]));
        Assert.Contains("100", chart, StringComparison.Ordinal);
        Assert.DoesNotContain("900", chart, StringComparison.Ordinal);
    }

    [Fact]
    public void The_hour_that_is_left_out_in_spring_has_no_label()
    {
        // Tests run in the time zone of St. John's, where 02:00 on 2026-03-08 does not exist. In a time zone without this gap, the label is expected.
        DateTime night = new(2026, 3, 8, 0, 0, 0, DateTimeKind.Local);
        string[] labels = Draw(new ChartOptions { Width = 100, XAxis = ChartXAxis.Time }, SeriesOf(Line, apart: TimeSpan.FromMinutes(4), from: night))[^1]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("01:00", labels);
        Assert.Equal(!TimeZoneInfo.Local.IsInvalidTime(new DateTime(2026, 3, 8, 2, 0, 0)), labels.Contains("02:00"));
        Assert.Contains("03:00", labels);
        Assert.Equal(labels.Order(), labels);
    }
}
