using ExperimentTracker.Charts;
using ExperimentTracker.Values;

namespace ExperimentTracker.Tests.Charts;

/// <summary>Creates charts and series for tests.</summary>
public static class Charts
{
    public static readonly DateTime Noon = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Local);

    public static MetricSeries SeriesOf(
        double[] values, string name = "loss", string run = "iris/000", string? unit = null, long[]? steps = null, TimeSpan? apart = null, DateTime? from = null)
    {
        var metric = new Metric { RunId = run, Key = name, Unit = unit, Count = values.Length };
        long first = UtcTicks.From(from ?? Noon);
        return MetricSeries.Create(
            metric, run, steps ?? [.. values.Select((_, i) => (long)i)], values, [.. values.Select((_, i) => first + ((apart ?? TimeSpan.FromMinutes(1)).Ticks * i))]);
    }

    public static MetricSeries WithGoal(MetricSeries series, MetricGoal goal) => MetricSeries.Create(
        new() { RunId = series.RunId, Key = series.Key, Goal = goal, Count = series.Count }, series.Run!, series.Steps, series.Values, series.Ticks);

    public static IReadOnlyList<string> Draw(ChartOptions options, params MetricSeries[] series) =>
        LineChart.Draw([.. series.Select(s => ChartSeries.From(s, s.Run!, options))], options);

    /// <summary>A plain chart of 40 by 10 characters, as one text.</summary>
    public static string Plain(ChartOptions options, params MetricSeries[] series) => string.Join('\n', Draw(options with { Width = 40, Height = 10 }, series));
}
