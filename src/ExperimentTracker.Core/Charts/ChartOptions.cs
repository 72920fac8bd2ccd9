using ExperimentTracker.Series;

namespace ExperimentTracker.Charts;

/// <summary>How a chart is drawn.</summary>
public sealed record ChartOptions
{
    /// <summary>The least columns that a chart can do with.</summary>
    public const int LeastWidth = 24;

    /// <summary>The least lines that a chart can do with.</summary>
    public const int LeastHeight = 8;

    /// <summary>The most columns a line may take.</summary>
    public int Width { get; init; } = 80;

    /// <summary>The number of lines; a chart with nothing to draw has fewer.</summary>
    public int Height { get; init; } = 20;

    /// <summary>What it is made of.</summary>
    public ChartStyle Style { get; init; }

    /// <summary>What the points are placed by.</summary>
    public ChartXAxis XAxis { get; init; }

    /// <summary>Whether values are placed by their logarithm; those that are not above 0 have none and are left out.</summary>
    public bool LogScale { get; init; }

    /// <summary>The weight of the moving average that smooths the values (see <see cref="SeriesSmoothing"/>); 0 for none.</summary>
    public double Smoothing { get; init; }
}
