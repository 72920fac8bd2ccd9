using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Formatting;

/// <summary>The UTC times of runs and points, which the types file gives the string form that CSV files keep: with its zone and fraction.</summary>
public static class UtcTimes
{
    /// <summary>When a point was measured.</summary>
    public static object? GetTimestamp(PSObject point) => PortableValue.Of((point.BaseObject as MetricPoint)?.TimestampUtc);

    /// <summary>When a run was created.</summary>
    public static object? GetCreatedAt(PSObject run) => PortableValue.Of((run.BaseObject as Run)?.CreatedAtUtc);

    /// <summary>When a run started.</summary>
    public static object? GetStartedAt(PSObject run) => PortableValue.Of((run.BaseObject as Run)?.StartedAtUtc);

    /// <summary>When a run ended.</summary>
    public static object? GetEndedAt(PSObject run) => PortableValue.Of((run.BaseObject as Run)?.EndedAtUtc);
}
