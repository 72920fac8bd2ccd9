using ExperimentTracker.Series;

namespace ExperimentTracker.Charts;

/// <summary>A series made ready to be drawn: smoothed, thinned to what a chart can show, and without what it cannot.</summary>
public sealed class ChartSeries
{
    // More than the dots of any terminal; four points of each stay.
    private const int Columns = 2048;

    private ChartSeries()
    {
    }

    /// <summary>The id of the run.</summary>
    public required string RunId { get; init; }

    /// <summary>What the run is called in a legend.</summary>
    public required string Run { get; init; }

    /// <summary>What the series is called in a legend: the key, with the label in brackets if there is one.</summary>
    public required string Name { get; init; }

    /// <summary>The unit of the values, or <see langword="null"/>.</summary>
    public string? Unit { get; init; }

    /// <summary>Where the points stand: steps, or UTC ticks of 100 ns; ascending.</summary>
    public required long[] X { get; init; }

    /// <summary>The values; NaN where the line has a gap.</summary>
    public required double[] Y { get; init; }

    /// <summary>How many values were left out because they are NaN.</summary>
    public int NaNCount { get; init; }

    /// <summary>How many values were left out because they are infinite.</summary>
    public int InfiniteCount { get; init; }

    /// <summary>How many values were left out because they are not above 0 and have no logarithm.</summary>
    public int WithoutLogarithm { get; init; }

    /// <summary>Whether there is anything to draw.</summary>
    public bool HasValues => Array.Exists(Y, double.IsFinite);

    /// <summary>Makes a series ready; what is kept of it does not grow with its length.</summary>
    /// <param name="series">The points.</param>
    /// <param name="run">What the run is called in a legend.</param>
    /// <param name="options">How the chart will be drawn.</param>
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
            // Steps may have been written again, or in any order.
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
            X = Array.ConvertAll(kept, i => x[i]),
            Y = Array.ConvertAll(kept, i => y[i]),
            NaNCount = nan,
            InfiniteCount = infinite,
            WithoutLogarithm = withoutLogarithm,
        };
    }
}
