using ExperimentTracker.Rules;
using ExperimentTracker.Values;

namespace ExperimentTracker.Storage.Metrics;

/// <summary>What the series of many runs have in common.</summary>
internal sealed class SeriesName
{
    private readonly string key;
    private readonly string label;
    private readonly string? unit;
    private readonly MetricGoal? goal;

    public SeriesName(string key, string label, string? unit, MetricGoal? goal)
    {
        (this.key, this.label, this.unit, this.goal) = (key, label, unit, goal);
        Name = Metric.NameOf(key, label.Length == 0 ? null : label);
        Fold = Names.Fold(Name);
    }

    /// <summary>The name of the metric.</summary>
    public string Name { get; }

    /// <summary>The form of the name for comparisons, as in the column <c>name_fold</c>.</summary>
    public string Fold { get; }

    public bool IsOf(string otherKey, string otherLabel, string? otherUnit, MetricGoal? otherGoal) =>
        otherKey == key && otherLabel == label && otherUnit == unit && otherGoal == goal;

    /// <summary>Creates the record of a series with these statistics.</summary>
    public Metric ToMetric(string runId, in PackedStatistics s) => new()
    {
        RunId = runId,
        Key = key,
        Label = label.Length == 0 ? null : label,
        Unit = unit,
        Goal = goal,
        Count = s.Count,
        NaNCount = s.NaNCount,
        FirstStep = s.FirstStep,
        First = s.First,
        LastStep = s.LastStep,
        Last = s.Last,
        LastAt = UtcTicks.ToLocal(s.LastTicks),
        Min = s.Min,
        MinStep = s.MinStep,
        Max = s.Max,
        MaxStep = s.MaxStep,
        Mean = s.Mean,
    };
}
