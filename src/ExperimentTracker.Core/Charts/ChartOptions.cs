using ExperimentTracker.Series;

namespace ExperimentTracker.Charts;

/// <summary>Options of a chart.</summary>
public sealed record ChartOptions
{
    /// <summary>The minimum width of a chart in columns.</summary>
    public const int LeastWidth = 24;

    /// <summary>The minimum height of a chart in lines.</summary>
    public const int LeastHeight = 8;

    /// <summary>The maximum width of a line in columns.</summary>
    public int Width { get; init; } = 80;

    /// <summary>The number of lines; a chart without values has fewer.</summary>
    public int Height { get; init; } = 20;

    /// <summary>The characters that the chart uses.</summary>
    public ChartStyle Style { get; init; }

    /// <summary>The horizontal axis.</summary>
    public ChartXAxis XAxis { get; init; }

    /// <summary>Whether the vertical axis is logarithmic; values that are not above 0 are omitted.</summary>
    public bool LogScale { get; init; }

    /// <summary>The weight of the moving average that smooths the values (see <see cref="SeriesSmoothing"/>); 0 for none.</summary>
    public double Smoothing { get; init; }
}
