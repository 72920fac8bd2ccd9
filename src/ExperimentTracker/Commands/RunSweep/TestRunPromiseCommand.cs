using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Formatting;
using ExperimentTracker.InvokeRun;
using ExperimentTracker.Rules;
using ExperimentTracker.Sessions;
using ExperimentTracker.SweepRuns;

namespace ExperimentTracker.Commands;

/// <summary>
/// Whether the current run is worth going on with, by the points that the other children of its parent have at the same step. A run without promise gets the tag
/// <c>pruned</c>, and is cancelled with the reason when its block ends.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "RunPromise")]
[OutputType(typeof(bool))]
public sealed class TestRunPromiseCommand : TrackerCommand
{
    /// <summary>The metric to compare; defaults to the one that the sweep optimises.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(MetricCompleter))]
    public string? Metric { get; set; }

    /// <summary>The rule.</summary>
    [Parameter]
    [PSDefaultValue(Help = "Median")]
    public PruningRule Rule { get; set; }

    /// <summary>The goal of the metric; defaults to that of the sweep, or to the one that is recorded with the points.</summary>
    [Parameter]
    public MetricGoal? Goal { get; set; }

    /// <summary>The first step at which a run can be stopped.</summary>
    [Parameter]
    [StepTransformation(typeof(long?))]
    public long? FirstStep { get; set; }

    /// <summary>Ends the block of the run if it is not worth going on with.</summary>
    [Parameter]
    public SwitchParameter Stop { get; set; }

    /// <inheritdoc/>
    protected override bool ErrorsTerminate => true;

    /// <inheritdoc/>
    protected override void Process()
    {
        CurrentRun current = CurrentRunHere ?? throw RunErrors.NoCurrentRun();
        if (Stop && !current.HasBlock) throw SweepErrors.NoBlockToEnd(current.Path);
        bool wasKnown = current.NoPromise is not null;
        bool isPromising = RunPromises.IsPromising(State, Using(current.Store), current, new(Rule, Metric, Goal, FirstStep ?? 0), Cancellation);
        if (!isPromising && !wasKnown) WriteVerbose(DisplayText.Text($"Run {current.Path} is not worth going on with. {current.NoPromise}"));
        if (!isPromising && Stop) BlockEnd.Of(this, current);
        WriteObject(isPromising);
    }
}
