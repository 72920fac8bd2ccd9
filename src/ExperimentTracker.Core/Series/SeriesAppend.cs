using ExperimentTracker.Rules;

namespace ExperimentTracker.Series;

/// <summary>Points to append to one series of a run, in the order they were taken.</summary>
public sealed record SeriesAppend
{
    /// <summary>The id of the run.</summary>
    public required string RunId { get; init; }

    /// <summary>The key; a series whose key differs in case only is the same one.</summary>
    public required string Key { get; init; }

    /// <summary>The label, or <see langword="null"/>.</summary>
    public string? Label { get; init; }

    /// <summary>The values.</summary>
    public required ReadOnlyMemory<double> Values { get; init; }

    /// <summary>One step a value, or empty: then each point takes the series' next step (the highest and one; 0 in a new series).</summary>
    public ReadOnlyMemory<long> Steps { get; init; }

    /// <summary>One moment a value in UTC ticks, or one for all of them.</summary>
    public required ReadOnlyMemory<long> Ticks { get; init; }

    /// <summary>The unit to note on the series, or <see langword="null"/> to leave what is there.</summary>
    public string? Unit { get; init; }

    /// <summary>The goal to note on the series, or <see langword="null"/> to leave what is there.</summary>
    public MetricGoal? Goal { get; init; }

    /// <summary>Refuses what no store may take.</summary>
    /// <exception cref="TrackerException"><c>InvalidMetricKey</c>, <c>InvalidStep</c>, <c>InvalidTimestamp</c> or <c>LengthMismatch</c>.</exception>
    public void Check()
    {
        CheckName(Key, Label);
        if (!Steps.IsEmpty && Steps.Length != Values.Length) throw RunErrors.LengthMismatch(Key, Values.Length, "steps", Steps.Length);
        if (Ticks.Length != 1 && Ticks.Length != Values.Length) throw RunErrors.LengthMismatch(Key, Values.Length, "timestamps", Ticks.Length);
        foreach (long step in Steps.Span)
        {
            if (step < 0) throw RunErrors.Step(Key, step);
        }

        foreach (long moment in Ticks.Span)
        {
            if ((ulong)moment > (ulong)DateTime.MaxValue.Ticks) throw RunErrors.Timestamp(Key, moment);
        }
    }

    /// <summary>Throws when the key or the label cannot be kept.</summary>
    /// <exception cref="TrackerException"><c>InvalidMetricKey</c>.</exception>
    public static void CheckName(string? key, string? label)
    {
        Names.CheckMetric(key);
        if (label is { Length: > 0 } && Names.Problem(label) is { } why) throw RunErrors.MetricKey(Metric.NameOf(key!, label), why);
    }
}

/// <summary>What an append did.</summary>
/// <param name="Metric">The series with its statistics after the append.</param>
/// <param name="FirstAssignedStep">The step of the first point, when the store assigned the steps; they rise by one from there.</param>
public sealed record SeriesReceipt(Metric Metric, long? FirstAssignedStep);
