using System.Text.RegularExpressions;
using ExperimentTracker.Charts;
using ExperimentTracker.Series;
using ExperimentTracker.Values;
using static ExperimentTracker.Tests.Charts.Charts;

namespace ExperimentTracker.Tests.Charts;

/// <summary>Values and names that are difficult to draw.</summary>
public sealed partial class ChartValueTests
{
    private const double NaN = double.NaN;

    [Theory]
    [InlineData(new[] { 0.37, 0.37, 0.37 }, "0.38", "0.36")]
    [InlineData(new[] { 0.0, 0, 0 }, "0.5", "-0.5")]
    [InlineData(new[] { 1.5e308, 1.5e308 }, "1.6e308", "1.4e308")]
    public void A_constant_line_is_in_the_middle(double[] values, string above, string below)
    {
        string[] lines = Draw(new ChartOptions { Width = 40, Height = 12 }, SeriesOf(values)).ToArray();
        int line = Array.FindIndex(lines, l => l.Contains("*****", StringComparison.Ordinal));
        Assert.InRange(line, 4, 6);
        Assert.Contains(lines[1..line], l => l.Contains(above, StringComparison.Ordinal));
        Assert.Contains(lines[(line + 1)..^2], l => l.Contains(below, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(new[] { -1.7e308, 1.7e308, 0 }, "2e308|-1.7", "2")]
    [InlineData(new[] { 5e-324, 0, 1e-323 }, "\n1e-323 ", "2")]
    [InlineData(new[] { 1e-9, 3e-9 }, "\n2e-9 ", "1")]
    [InlineData(new[] { 1_000_000_001.0, 1_000_000_003 }, "1.000000002e9", "1")]
    [InlineData(new[] { 12_500_000.0, 37_000_000 }, "\n2e7 ", "1")]
    [InlineData(new[] { 0.1, 0.10000000000000002 }, "0.1|1.0", "1")]
    public void Values_of_any_size_have_labels_and_no_chart_says_NaN(double[] values, string label, string lastStep)
    {
        string chart = Plain(new ChartOptions(), SeriesOf(values));
        Assert.Matches(label, chart);
        Assert.DoesNotContain("NaN", chart, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", chart, StringComparison.Ordinal);
        Assert.EndsWith(lastStep, chart, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lone_point_is_seen_and_its_step_named()
    {
        string[] lines = Plain(new ChartOptions(), SeriesOf([5], steps: [1234])).Split('\n');
        Assert.Equal(1, lines[1..^2].Sum(l => l.Count(c => c == '*')));
        Assert.EndsWith("1234", lines[^1], StringComparison.Ordinal);
        Assert.Contains(Draw(new ChartOptions { Style = ChartStyle.Braille }, SeriesOf([5])), l => l.Contains('⣤') || l.Contains('⠛') || l.Contains('⠶'));
    }

    [Fact]
    public void NaN_and_infinities_are_gaps_and_reported()
    {
        string chart = Plain(new ChartOptions(), SeriesOf([1, 1, NaN, NaN, double.PositiveInfinity, 1, 2, double.NegativeInfinity]));
        Assert.EndsWith("Left out: 2 NaN, 2 infinite.", chart, StringComparison.Ordinal);
        Assert.Matches(@"\*{5,7} {18,22}\*", chart);
    }

    [Theory]
    [InlineData(new[] { NaN, NaN }, false, "Left out: 2 NaN.")]
    [InlineData(new[] { double.PositiveInfinity }, false, "Left out: 1 infinite.")]
    [InlineData(new[] { -1.0, 0, NaN }, true, "Left out: 1 NaN, 2 not above 0.")]
    [InlineData(new double[0], false, null)]
    public void A_chart_without_values_says_so(double[] values, bool logScale, string? note)
    {
        string[] lines = Plain(new ChartOptions { LogScale = logScale }, SeriesOf(values)).Split('\n');
        Assert.StartsWith("loss of iris/000", lines[0], StringComparison.Ordinal);
        Assert.Equal(note is null ? [] : [note], lines[1..^1]);
        Assert.Equal("There is nothing to draw.", lines[^1]);
    }

    [Fact]
    public void A_series_without_values_beside_another_is_named()
    {
        string chart = Plain(new ChartOptions(), SeriesOf([1, 2]), SeriesOf([NaN], "acc"));
        Assert.EndsWith("* loss\nLeft out: 1 NaN. Nothing to draw: acc.", chart, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_scale_gives_each_decade_the_same_height_and_omits_values_without_a_logarithm()
    {
        string[] lines = Draw(new ChartOptions { Width = 40, Height = 13, LogScale = true }, SeriesOf([0.001, 0.01, 0.1, 1, 10, 0, -5])).ToArray();
        Assert.Equal("loss of iris/000, log scale", lines[0]);
        Assert.Equal("Left out: 2 not above 0.", lines[^1]);
        Assert.Equal(
            [(1, "10"), (5, "0.1"), (9, "0.001")],
            lines.Select((l, i) => (i, Label: TickLabel().Match(l).Groups[1].Value)).Where(l => l.Label.Length > 0));
    }

    [Fact]
    public void Within_a_decade_a_log_scale_has_ordinary_labels()
    {
        string chart = Plain(new ChartOptions { LogScale = true }, SeriesOf([2.1, 2.9]));
        Assert.Contains("2.2 +", chart, StringComparison.Ordinal);
        Assert.Contains("2.8 +", chart, StringComparison.Ordinal);
        Assert.Contains("\n5 +", Plain(new ChartOptions { LogScale = true }, SeriesOf([1, 8])), StringComparison.Ordinal);
        Assert.Contains("1e-300 +", Plain(new ChartOptions { LogScale = true }, SeriesOf([1e-300, 1e300])), StringComparison.Ordinal);
    }

    [Fact]
    public void Smoothing_removes_the_noise()
    {
        double[] noise = [.. Enumerable.Range(0, 200).Select(i => i % 2 == 0 ? 0.0 : 1)];
        Assert.Equal(7, RowsOf(Plain(new ChartOptions(), SeriesOf(noise))));
        double[] tail = [.. SeriesSmoothing.MovingAverage(noise, 0.95).Skip(100)];
        Assert.InRange(RowsOf(Plain(new ChartOptions(), SeriesOf(tail))), 7, 7);
        Assert.InRange(tail.Max() - tail.Min(), 0, 0.06);
        Assert.Contains("0.4", Plain(new ChartOptions { Smoothing = 0.95 }, SeriesOf(noise)), StringComparison.Ordinal);

        static int RowsOf(string chart) => chart.Split('\n')[1..8].Count(l => l.Contains('*', StringComparison.Ordinal));
    }

    [Fact]
    public void No_name_becomes_an_escape_sequence_and_no_wide_one_breaks_the_width()
    {
        const string evil = "\u001b]0;gotcha\a\u001b[2J漢字漢字漢字漢字漢字漢字漢字👍\n\u202e";
        foreach (ChartStyle style in Enum.GetValues<ChartStyle>())
        {
            IReadOnlyList<string> lines = Draw(
                new ChartOptions { Width = 30, Height = 12, Style = style },
                SeriesOf([1, 2], evil, evil, evil), SeriesOf([2, 1], evil, "b" + evil, evil), SeriesOf([NaN], evil, "c" + evil, evil));
            Assert.Equal(12, lines.Count);
            Assert.All(lines, l => Assert.DoesNotMatch(@"[\x00-\x1f\x7f-\x9f\u202e]", Colors().Replace(l, "")));
            Assert.All(lines, l => Assert.InRange(TerminalText.Width(Colors().Replace(l, "")), 0, 30));
            Assert.Contains(lines, l => l.Contains("�]0;gotcha", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void No_line_is_too_wide_and_the_number_of_lines_is_the_requested_one()
    {
        var random = new Random(17);
        for (int round = 0; round < 300; round++)
        {
            var options = new ChartOptions
            {
                Width = random.Next(ChartOptions.LeastWidth, 210),
                Height = random.Next(ChartOptions.LeastHeight, 60),
                Style = (ChartStyle)random.Next(3),
                XAxis = (ChartXAxis)random.Next(3),
                LogScale = random.Next(2) == 0,
                Smoothing = random.Next(2) * 0.6,
            };
            MetricSeries[] series = [.. Enumerable.Range(0, random.Next(1, 6)).Select(i => Random(random, $"run/{i}"))];
            IReadOnlyList<string> lines = Draw(options, series);
            Assert.True(lines.Count == options.Height || lines[^1] == "There is nothing to draw.", $"round {round}: {lines.Count} of {options.Height} lines");
            Assert.All(lines, l => Assert.InRange(TerminalText.Width(Colors().Replace(l, "")), 0, options.Width));
        }
    }

    private static MetricSeries Random(Random random, string run)
    {
        double scale = Math.Pow(10, random.Next(-300, 300));
        double[] values = [.. Enumerable.Range(0, random.Next(0, 300)).Select(_ => random.Next(12) switch
        {
            0 => NaN,
            1 => double.PositiveInfinity,
            2 => -scale,
            3 => 0,
            _ => random.NextDouble() * scale,
        })];
        long furthest = random.Next(4) == 0 ? long.MaxValue : 1000;
        return SeriesOf(
            values, $"m{random.Next(3)}", run, random.Next(2) == 0 ? "ms" : null, [.. values.Select(_ => random.NextInt64(furthest)).Order()],
            TimeSpan.FromTicks(random.NextInt64(TimeSpan.TicksPerDay * 400 / Math.Max(values.Length, 1))));
    }

    [GeneratedRegex("\u001b\\[\\d+m")]
    private static partial Regex Colors();

    [GeneratedRegex(@"^ *([\d.e-]+) \+")]
    private static partial Regex TickLabel();
}
