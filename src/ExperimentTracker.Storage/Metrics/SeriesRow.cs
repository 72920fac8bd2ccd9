using ExperimentTracker.Series;
using ExperimentTracker.Values;

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

    public Metric ToMetric()
    {
        SeriesStatistics s = Statistics;
        return new Metric
        {
            RunId = RunId,
            Key = Key,
            Label = Label.Length == 0 ? null : Label,
            Unit = Unit,
            Goal = Goal,
            Count = s.Count,
            NaNCount = s.NaNCount,
            FirstStep = s.FirstStep,
            First = s.First,
            LastStep = s.LastStep,
            Last = s.Last,
            LastAt = UtcTicks.ToLocal(s.LastTicks),
            Min = s.HasValues ? s.Min : null,
            MinStep = s.HasValues ? s.MinStep : null,
            Max = s.HasValues ? s.Max : null,
            MaxStep = s.HasValues ? s.MaxStep : null,
            Mean = s.Mean,
        };
    }
}
