using System.Globalization;
using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Comparison;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Formatting;
using ExperimentTracker.Rules;
using ExperimentTracker.Services;
using ExperimentTracker.Sessions;
using ExperimentTracker.SweepRuns;
using ExperimentTracker.Sweeps;

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

    /// <inheritdoc/>
    protected override bool ErrorsTerminate => true;

    /// <inheritdoc/>
    protected override void Process()
    {
        CurrentRun current = CurrentRunHere ?? throw RunErrors.NoCurrentRun();
        if (current.NoPromise is null && Judge(current) is { IsPromising: false } promise)
        {
            current.NoPromise = promise.Reason;
            WriteVerbose(DisplayText.Text($"Run {current.Path} is not worth going on with. {promise.Reason}"));
        }

        WriteObject(current.NoPromise is null);
    }

    private RunPromise Judge(CurrentRun current)
    {
        IExperimentStore store = Using(current.Store);
        string parentId = current.ParentRunId ?? throw SweepErrors.NoSiblings(current.Path);
        var curves = SiblingCurves.Of(State, store, parentId, Cancellation);
        string metric = Metric ?? curves.Sweep?.Metric ?? throw SweepErrors.PromiseMetricUnknown(current.Path);
        if (curves.Own(current.RunId, metric, Cancellation) is not { Count: > 0 } own) return new(true);
        MetricGoal goal = Goal ?? curves.Sweep?.Goal ?? own.Goal ?? throw ComparisonErrors.GoalUnknown(metric);
        RunPromise promise = Rule == PruningRule.Median
            ? PromiseRules.Median(goal, own, Others(status => status == RunStatus.Succeeded), FirstStep ?? 0)
            : PromiseRules.SuccessiveHalving(goal, own, Others(status => status != RunStatus.Pending), FirstStep ?? 0);
        if (!promise.IsPromising)
        {
            string step = own.Steps[^1].ToString(CultureInfo.InvariantCulture);
            store.Tags.Set(RecordType.Run, current.RunId, new NamedValues([new(SweepTrials.PrunedTag, step)]), Cancellation);
        }

        return promise;

        IReadOnlyList<MetricSeries> Others(Func<RunStatus, bool> counts) => curves.Others(current.RunId, metric, counts, Cancellation);
    }
}
