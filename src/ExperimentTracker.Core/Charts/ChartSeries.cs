using ExperimentTracker.Series;

namespace ExperimentTracker.Charts;

/// <summary>A series prepared for drawing: smoothed, downsampled to what a chart can show, and without values that cannot be drawn.</summary>
public sealed class ChartSeries
{
    // More than the dots of any terminal; up to four points per column are kept.
    private const int Columns = 2048;

    private ChartSeries()
    {
    }

    /// <summary>The id of the run.</summary>
    public required string RunId { get; init; }

    /// <summary>The name of the run in a legend.</summary>
    public required string Run { get; init; }

    /// <summary>The name of the series in a legend: the key, followed by the label in brackets if there is one.</summary>
    public required string Name { get; init; }

    /// <summary>The unit of the values, or <see langword="null"/>.</summary>
    public string? Unit { get; init; }

    /// <summary>The goal of the metric, or <see langword="null"/>.</summary>
    public MetricGoal? Goal { get; init; }

    /// <summary>The last value that was recorded; NaN if there is none.</summary>
    public double Last { get; init; } = double.NaN;

    /// <summary>The x coordinates of the points: steps, or UTC ticks of 100 ns; ascending.</summary>
    public required long[] X { get; init; }

    /// <summary>The values; NaN for a gap in the line.</summary>
    public required double[] Y { get; init; }

    /// <summary>The number of values that were omitted because they are NaN.</summary>
    public int NaNCount { get; init; }

    /// <summary>The number of values that were omitted because they are infinite.</summary>
    public int InfiniteCount { get; init; }

    /// <summary>The number of values that were omitted because they are not above 0 and the axis is logarithmic.</summary>
    public int WithoutLogarithm { get; init; }

    /// <summary>Whether there are values to draw.</summary>
    public bool HasValues => Array.Exists(Y, double.IsFinite);

    /// <summary>Prepares a series. The size of the result does not depend on the length of the series.</summary>
    /// <param name="series">The points.</param>
    /// <param name="run">The name of the run in a legend.</param>
    /// <param name="options">The options of the chart.</param>
    public static ChartSeries From(MetricSeries series, string run, ChartOptions options)
    {
        double[] y = [.. SeriesSmoothing.MovingAverage(series.Values, options.Smoothing)];
        int nan = 0, infinite = 0, withoutLogarithm = 0;
        for (int i = 0; i < y.Length; i++)
        {
            if (double.IsNaN(y[i])) nan++;
            else if (double.IsInfinity(y[i])) infinite++;
            else if (options.LogScale && y[i] <= 0) withoutLogarithm++;
            else continue;
            y[i] = double.NaN;
        }

        long[] x = series.Steps;
        if (options.XAxis != ChartXAxis.Step)
        {
            // Steps can be repeated, and written in any order.
            x = [.. series.Ticks];
            Array.Sort(x, y);
        }

        int[] kept = SeriesExtremes.ByColumn(x, y, Columns);
        return new ChartSeries
        {
            RunId = series.RunId,
            Run = run,
            Name = series.Name,
            Unit = series.Unit,
            Goal = series.Goal,
            Last = series.Count == 0 ? double.NaN : series.Values[^1],
            X = Array.ConvertAll(kept, i => x[i]),
            Y = Array.ConvertAll(kept, i => y[i]),
            NaNCount = nan,
            InfiniteCount = infinite,
            WithoutLogarithm = withoutLogarithm,
        };
    }
}
