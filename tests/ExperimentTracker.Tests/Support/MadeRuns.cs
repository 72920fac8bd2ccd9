using ExperimentTracker.Series;

namespace ExperimentTracker.Tests.Support;

/// <summary>Runs that are not in a store, for rules that do not need one.</summary>
public static class MadeRuns
{
    private static readonly DateTime Start = new(2026, 3, 4, 5, 6, 7, DateTimeKind.Local);

    /// <summary>Run <paramref name="number"/> of the experiment iris.</summary>
    public static Run Made(int number, NamedValues? parameters = null, NamedValues? tags = null, params Metric[] metrics) => new()
    {
        Id = $"id-{number}",
        ExperimentId = "iris-id",
        Experiment = "iris",
        Project = "default",
        Number = number,
        Name = $"run-{number:000}",
        Status = RunStatus.Succeeded,
        CreatedAt = Start.AddMinutes(number),
        UpdatedAt = Start.AddMinutes(number),
        Parameters = parameters ?? NamedValues.Empty,
        Tags = tags ?? NamedValues.Empty,
        Metrics = new(metrics.Select(m => KeyValuePair.Create(m.Name, (object?)m.Last))),
        MetricStatistics = new(metrics.Select(m => KeyValuePair.Create(m.Name, (object?)m))),
    };

    /// <summary>A run with only the metric <c>m</c>.</summary>
    public static Run Made(int number, double value, MetricGoal? goal = MetricGoal.Maximize) => Made(number, null, null, SeriesOf("m", goal, value));

    /// <summary>A series of these values.</summary>
    public static Metric SeriesOf(string key, MetricGoal? goal, params double[] values)
    {
        var statistics = new SeriesStatistics();
        for (int i = 0; i < values.Length; i++) statistics.Add(i, values[i], 0);
        return new()
        {
            RunId = "",
            Key = key,
            Goal = goal,
            Count = values.Length,
            NaNCount = statistics.NaNCount,
            First = statistics.First,
            Last = statistics.Last,
            Min = statistics.HasValues ? statistics.Min : null,
            Max = statistics.HasValues ? statistics.Max : null,
            Mean = statistics.Mean,
        };
    }
}
