using ExperimentTracker.Values;

namespace ExperimentTracker.Tests.Charts;

public sealed class SparklinesTests
{
    [Fact]
    public void Equal_steps_of_value_are_equal_steps_of_height() =>
        Assert.Equal("▁▂▃▄▅▆▇█", Sparklines.Draw([0, 1, 2, 3, 4, 5, 6, 7]));

    [Fact]
    public void The_lowest_and_the_highest_value_use_the_whole_height() => Assert.Equal("█▁▅█", Sparklines.Draw([-1, -3, -2, -1]));

    [Fact]
    public void Many_values_share_the_columns_and_one_spike_among_them_stays()
    {
        double[] values = new double[1_000_000];
        values[555_555] = 1;
        values[999_999] = -1;
        Assert.Equal("▅▅▅▅▅█▅▅▅▁", Sparklines.Draw(values, 10));
    }

    [Fact]
    public void A_falling_curve_falls_from_the_top_to_the_bottom()
    {
        string line = Sparklines.Draw([.. Enumerable.Range(0, 100).Select(i => Math.Exp(-i / 20.0))], 12);
        Assert.Equal('█', line[0]);
        Assert.Equal('▁', line[^1]);
        Assert.Equal(string.Concat(line.OrderDescending()), line);
    }

    [Theory]
    [InlineData(new double[0], "")]
    [InlineData(new[] { 5.0 }, "▄")]
    [InlineData(new[] { 0.1, 0.1, 0.1 }, "▄▄▄")]
    [InlineData(new[] { double.NaN, double.NaN }, "··")]
    [InlineData(new[] { 1, double.NaN, 2 }, "▁·█")]
    [InlineData(new[] { 1, double.PositiveInfinity, 2, double.NegativeInfinity }, "▁██▁")]
    [InlineData(new[] { double.NegativeInfinity, 3, double.PositiveInfinity }, "▁▄█")]
    [InlineData(new[] { double.PositiveInfinity, double.NegativeInfinity }, "█▁")]
    [InlineData(new[] { -double.MaxValue, 0, double.MaxValue }, "▁▅█")]
    [InlineData(new[] { 0, double.Epsilon }, "▁█")]
    public void What_is_hard_to_draw_is_drawn(double[] values, string expected) => Assert.Equal(expected, Sparklines.Draw(values));

    [Fact]
    public void A_value_that_is_drawn_wins_over_NaN_in_its_column() =>
        Assert.Equal("▁█·", Sparklines.Draw([double.NaN, 1, 2, double.NaN, double.NaN, double.NaN], 3));

    [Fact]
    public void Noise_is_a_line_in_the_middle_and_not_a_saw()
    {
        var random = new Random(3);
        string line = Sparklines.Draw([.. Enumerable.Range(0, 10_000).Select(_ => random.NextDouble())], 12);
        Assert.Equal(10, line.Count(c => c is '▄' or '▅'));
        Assert.Contains('▁', line);
        Assert.Contains('█', line);
    }

    [Fact]
    public void Of_two_extremes_in_one_column_the_rarer_is_drawn()
    {
        double[] values = new double[100];
        values[42] = 7;
        Assert.Equal("█", Sparklines.Draw(values, 1));
        Assert.Equal("▁", Sparklines.Draw([.. values.Select(v => -v)], 1));
    }

    [Fact]
    public void The_width_is_kept_and_at_least_one()
    {
        var random = new Random(7);
        for (int round = 0; round < 200; round++)
        {
            double[] values = [.. Enumerable.Range(0, random.Next(1, 300)).Select(_ => random.NextDouble())];
            int width = random.Next(1, 40);
            Assert.Equal(Math.Min(width, values.Length), Sparklines.Draw(values, width).Length);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => Sparklines.Draw([1], 0));
    }
}
