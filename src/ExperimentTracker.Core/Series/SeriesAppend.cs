using ExperimentTracker.Rules;

namespace ExperimentTracker.Series;

/// <summary>Points to append to one series of a run, in the order they were measured.</summary>
public sealed record SeriesAppend
{
    /// <summary>The id of the run.</summary>
    public required string RunId { get; init; }

    /// <summary>The key. Keys are compared without regard to case.</summary>
    public required string Key { get; init; }

    /// <summary>The label, or <see langword="null"/>.</summary>
    public string? Label { get; init; }

    /// <summary>The values of the points.</summary>
    public required ReadOnlyMemory<double> Values { get; init; }

    /// <summary>One step per value, or empty. If empty, each point gets the next step of the series: the highest step plus one, or 0 in a new series.</summary>
    public ReadOnlyMemory<long> Steps { get; init; }

    /// <summary>One timestamp per value in UTC ticks, or a single one for all values.</summary>
    public required ReadOnlyMemory<long> Ticks { get; init; }

    /// <summary>The unit to set on the series, or <see langword="null"/> to keep the existing one.</summary>
    public string? Unit { get; init; }

    /// <summary>The goal to set on the series, or <see langword="null"/> to keep the existing one.</summary>
    public MetricGoal? Goal { get; init; }

    /// <summary>Throws when the append is not valid for any store.</summary>
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

        foreach (long time in Ticks.Span)
        {
            if ((ulong)time > (ulong)DateTime.MaxValue.Ticks) throw RunErrors.Timestamp(Key, time);
        }
    }

    /// <summary>Throws when the key or the label is not valid.</summary>
    /// <exception cref="TrackerException"><c>InvalidMetricKey</c>.</exception>
    public static void CheckName(string? key, string? label)
    {
        Names.CheckMetric(key);
        if (label is { Length: > 0 } && Names.Problem(label) is { } why) throw RunErrors.MetricKey(Metric.NameOf(key!, label), why);
    }
}

/// <summary>The result of an append.</summary>
/// <param name="Metric">The series with its statistics after the append.</param>
/// <param name="FirstAssignedStep">The step of the first point when the store assigned the steps. The steps of the following points increase by one.</param>
public sealed record SeriesReceipt(Metric Metric, long? FirstAssignedStep);
