using System.Globalization;
using ExperimentTracker.Charts;
using static ExperimentTracker.Tests.Charts.Charts;

namespace ExperimentTracker.Tests.Charts;

public sealed class LineChartTests
{
    [Fact]
    public void A_rising_line_rises_from_corner_to_corner_in_ASCII() => Assert.Equal(
        """
        loss of iris/000
        6 +                                 ****
          |                           ******
        4 +                     ******
          |               ******
        2 +         ******
          |   ******
        0 +***
          ++-----------+-----------+------- step
           0           2           4           6
        """,
        Plain(new ChartOptions(), SeriesOf([0, 1, 2, 3, 4, 5, 6])));

    [Fact]
    public void A_line_of_braille_has_two_by_four_dots_a_character()
    {
        IReadOnlyList<string> lines = Draw(new ChartOptions { Width = 24, Height = 8, Style = ChartStyle.Braille }, SeriesOf([0, 1]));

        // 5 rows of 4 dots and 19 columns of 2: a line from the lower left dot to the upper right one.
        Assert.Equal(8, lines.Count);
        Assert.StartsWith("1.0 ┤  ", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(" ⢀⡠⠔⠊", lines[1], StringComparison.Ordinal);
        Assert.Equal("0.0 ┤⡠⠔⠊⠁", lines[5]);
        Assert.All(lines.Skip(1).Take(5).SelectMany(l => l[5..]), c => Assert.True(c is ' ' or (> '\u2800' and <= '\u28FF'), $"U+{(int)c:X4}"));
    }

    [Fact]
    public void Several_runs_have_distinct_marks_and_a_legend_and_the_first_is_on_top()
    {
        string[] lines = Plain(new ChartOptions(), SeriesOf([1, 1, 1], run: "a/0"), SeriesOf([1, 1, 1], run: "b/1"), SeriesOf([0, 0, 0], run: "c/2")).Split('\n');
        Assert.Equal("loss", lines[0]);
        Assert.Equal("* a/0  o b/1  # c/2", lines[^1]);
        Assert.Contains(new string('*', 20), lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain('o', string.Concat(lines[1..^1]).Replace("step", "", StringComparison.Ordinal));
        Assert.Contains(new string('#', 20), lines[^4], StringComparison.Ordinal);
    }

    [Fact]
    public void The_title_has_what_the_series_share_and_the_legend_what_they_do_not()
    {
        Assert.Equal("* loss  o acc", Last(SeriesOf([1, 2]), SeriesOf([3, 4], "acc")));
        Assert.Equal("iris/000 (s)", First(SeriesOf([1, 2], unit: "s"), SeriesOf([3, 4], "acc", unit: "s")));
        Assert.Equal("* loss (s)  o acc", Last(SeriesOf([1, 2], unit: "s"), SeriesOf([3, 4], "acc")));
        Assert.Equal("loss, acc", First(SeriesOf([1, 2]), SeriesOf([3, 4], "acc", run: "b/1")));
        Assert.Equal("* iris/000 loss  o b/1 acc", Last(SeriesOf([1, 2]), SeriesOf([3, 4], "acc", run: "b/1")));
        Assert.Equal("loss of iris/000, smoothed by 0.5, log...", First(new ChartOptions { Smoothing = 0.5, LogScale = true, Width = 41 }, SeriesOf([1, 2])));
    }

    [Fact]
    public void Colours_depend_on_the_style_and_end_in_their_line()
    {
        MetricSeries[] two = [SeriesOf([1, 2, 1]), SeriesOf([2, 1, 2], run: "b/1")];
        IReadOnlyList<string> colored = Draw(new ChartOptions { Style = ChartStyle.Color }, two);
        Assert.Equal("\u001b[36m──\u001b[0m iris/000  \u001b[33m──\u001b[0m b/1", colored[^1]);
        Assert.Contains(colored, l => l.Contains("\u001b[33m⠑", StringComparison.Ordinal) || l.Contains("\u001b[33m⣀", StringComparison.Ordinal));
        Assert.All(colored.Where(l => l.Contains('\u001b', StringComparison.Ordinal)), l => Assert.Equal("\u001b[0m", l[l.LastIndexOf('\u001b')..][..4]));
        foreach (ChartStyle style in new[] { ChartStyle.Ascii, ChartStyle.Braille })
        {
            Assert.DoesNotContain(Draw(new ChartOptions { Style = style }, two), l => l.Contains('\u001b', StringComparison.Ordinal));
        }

        Assert.All(string.Concat(Draw(new ChartOptions(), two)), c => Assert.True(char.IsAscii(c)));
    }

    [Fact]
    public void A_spike_of_one_point_in_a_million_is_seen_in_its_column()
    {
        double[] values = new double[1_000_000];
        values[500_000] = 1;
        string[] lines = Plain(new ChartOptions(), SeriesOf(values)).Split('\n');
        Assert.StartsWith("1.0 +", lines[1], StringComparison.Ordinal);
        Assert.Equal(5 + 17, lines[1].LastIndexOf('*'));
        Assert.InRange(lines[1].Count(c => c == '*'), 1, 2);
    }

    [Fact]
    public void More_series_than_fit_in_the_legend_are_drawn_and_counted()
    {
        MetricSeries[] many = [.. Enumerable.Range(0, 10).Select(i => SeriesOf([i, i + 1.0], run: $"run/{i:000}"))];
        IReadOnlyList<string> lines = Draw(new ChartOptions { Width = 40, Height = 12 }, many);
        Assert.Equal(12, lines.Count);
        Assert.Equal(["* run/000  o run/001  # run/002", "x run/003  @ run/004  % run/005", "and 4 more"], lines.TakeLast(3));
    }

    [Fact]
    public void Of_more_than_ten_series_the_best_five_are_told_apart_and_the_others_are_dim()
    {
        // The last values are 5, 18, 14, 10, 6, 2, 15 … in an order that is not sorted.
        MetricSeries[] many = [.. Enumerable.Range(0, 17).Select(i => SeriesOf([20, (5 + (i * 13)) % 17], run: $"r{i}"))];
        string[] best = [.. many.Where(s => s.Values[^1] < 5).OrderBy(s => s.Values[^1]).Select(s => s.Run!)];
        IReadOnlyList<string> ranked = Draw(new ChartOptions { Width = 60, Height = 16 }, [.. many.Select(s => WithGoal(s, MetricGoal.Minimize))]);
        Assert.Equal($"* {best[0]}  o {best[1]}  # {best[2]}  x {best[3]}  @ {best[4]}  . 12 others", ranked[^1]);
        Assert.Contains(ranked, line => line.Contains('.', StringComparison.Ordinal) && line.Contains('|', StringComparison.Ordinal));
        Assert.DoesNotContain(ranked, line => line.IndexOfAny(['%', '&', '=', '~', '$']) >= 0);

        // Without a goal there is no best: the first ones keep their marks.
        Assert.Equal("* r0  o r1  # r2  x r3  @ r4  . 12 others", Draw(new ChartOptions { Width = 60, Height = 16 }, many)[^1]);
        Assert.EndsWith("\u001b[90m──\u001b[0m 12 others", Draw(new ChartOptions { Width = 80, Height = 16, Style = ChartStyle.Color }, many)[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_are_as_the_culture_writes_them_and_plain_ones_have_a_plain_minus()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Assert.Contains("-0,5 +", Plain(new ChartOptions(), SeriesOf([-1, 0.5])), StringComparison.Ordinal);
            CultureInfo.CurrentCulture = new CultureInfo("sv-SE");
            Assert.Contains("-0,5 +", Plain(new ChartOptions(), SeriesOf([-1, 0.5])), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_chart_that_cannot_be_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => LineChart.Draw([], new ChartOptions()));
        Assert.Throws<ArgumentOutOfRangeException>(() => Draw(new ChartOptions { Width = 23 }, SeriesOf([1])));
        Assert.Throws<ArgumentOutOfRangeException>(() => Draw(new ChartOptions { Height = 7 }, SeriesOf([1])));
    }

    private static string First(params MetricSeries[] series) => First(new ChartOptions(), series);

    private static string First(ChartOptions options, params MetricSeries[] series) => Draw(options, series)[0];

    private static string Last(params MetricSeries[] series) => Draw(new ChartOptions(), series)[^1];
}
