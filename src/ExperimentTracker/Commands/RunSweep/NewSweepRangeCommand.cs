using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Sweeps;

namespace ExperimentTracker.Commands;

/// <summary>Returns a range of numbers for the space of a sweep.</summary>
[Cmdlet(VerbsCommon.New, "SweepRange")]
[OutputType(typeof(SweepRange))]
public sealed class NewSweepRangeCommand : GuardedCommand
{
    /// <summary>The lowest value.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [NumberTransformation(typeof(double))]
    public double Minimum { get; set; }

    /// <summary>The highest value.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [NumberTransformation(typeof(double))]
    public double Maximum { get; set; }

    /// <summary>Spreads values evenly by their logarithms, for parameters such as learning rates.</summary>
    [Parameter]
    public SwitchParameter Log { get; set; }

    /// <summary>Chooses integers only.</summary>
    [Parameter]
    public SwitchParameter Integer { get; set; }

    /// <summary>The number of values in a grid, the ends included. Without it, a grid has every integer of the range.</summary>
    [Parameter]
    [IntegerTransformation(typeof(int?), Lowest = 1)]
    public int? Points { get; set; }

    /// <inheritdoc/>
    protected override bool ErrorsTerminate => true;

    /// <inheritdoc/>
    protected override void Process() =>
        WriteObject(SweepRanges.Check(null, new() { Minimum = Minimum, Maximum = Maximum, IsLog = Log, IsInteger = Integer, Points = Points }));
}
