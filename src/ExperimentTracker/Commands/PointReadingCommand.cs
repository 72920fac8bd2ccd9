using System.Management.Automation;
namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that reads the points of series within a range of steps.</summary>
public abstract class PointReadingCommand : SeriesReadingCommand
{
    /// <summary>The lowest step to return.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long FirstStep { get; set; }

    /// <summary>The highest step to return.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long LastStep { get; set; } = long.MaxValue;
}
