using ExperimentTracker.Series;

namespace ExperimentTracker.Storage.Metrics;

/// <summary>A row of <c>metrics</c>, which can be changed and written back.</summary>
internal sealed class SeriesRow
{
    public long Pk { get; set; }

    public required long RunPk { get; init; }

    public required string RunId { get; init; }

    public required string Key { get; init; }

    public required string Label { get; init; }

    public string? Unit { get; set; }

    public MetricGoal? Goal { get; set; }

    public int TailCount { get; set; }

    public long BaseAt { get; init; }

    public SeriesStatistics Statistics { get; set; } = new();

    public Metric ToMetric() => new SeriesName(Key, Label, Unit, Goal).ToMetric(RunId, new PackedStatistics(Statistics));
}
