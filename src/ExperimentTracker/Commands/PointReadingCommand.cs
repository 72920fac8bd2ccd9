using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that reads the points of series within a range of steps.</summary>
public abstract class PointReadingCommand : SeriesReadingCommand
{
    /// <summary>The lowest step to return.</summary>
    [Parameter]
    [StepTransformation(typeof(long), Lowest = 0)]
    public long FirstStep { get; set; }

    /// <summary>The highest step to return.</summary>
    [Parameter]
    [StepTransformation(typeof(long), Lowest = 0)]
    public long LastStep { get; set; } = long.MaxValue;
}
