using System.Management.Automation;

namespace ExperimentTracker.Commands;

/// <summary>Tests whether metrics of runs are worse than a baseline, or beyond a limit.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Metric", DefaultParameterSetName = HistorySet)]
[OutputType(typeof(MetricTest), typeof(bool))]
public sealed class TestMetricCommand : MetricGateCommand
{
    private int results;
    private int passed;

    /// <summary>Returns a single true or false instead of a result per metric and run; false also when something could not be tested.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    private protected override void Report(MetricTest test)
    {
        results++;
        if (test.Passed) passed++;
        if (!Quiet) WriteObject(test);
    }

    /// <inheritdoc/>
    private protected override void Finish()
    {
        if (Quiet) WriteObject(results > 0 && passed == results && !HasErrors);
    }
}
