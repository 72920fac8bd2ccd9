using System.Management.Automation;
using ExperimentTracker.BuildServices;
using ExperimentTracker.Comparison;
using ExperimentTracker.Progress;

namespace ExperimentTracker.Commands;

/// <summary>Throws when metrics of runs are worse than a baseline, or beyond a limit.</summary>
[Cmdlet(VerbsLifecycle.Assert, "Metric", DefaultParameterSetName = HistorySet)]
[OutputType(typeof(MetricTest))]
public sealed class AssertMetricCommand : MetricGateCommand
{
    private readonly List<MetricTest> failed = [];

    /// <summary>Emits the results that passed.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override bool ErrorsTerminate => true;

    /// <inheritdoc/>
    private protected override void Report(MetricTest test)
    {
        if (!test.Passed) failed.Add(test);
        else if (PassThru) WriteObject(test);
    }

    /// <inheritdoc/>
    private protected override void Finish()
    {
        if (failed.Count == 0) return;
        if (BuildLog.Service is { } service)
        {
            foreach (MetricTest test in failed)
            {
                BuildLog.Write(this, service.LogIssue(IssueSeverity.Error, $"{test.Metric} of {test.Run}", MetricTestText.Detail(test)));
            }
        }

        throw ComparisonErrors.AssertionFailed(failed);
    }
}
