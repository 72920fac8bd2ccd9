using System.Management.Automation;
namespace ExperimentTracker.Commands;

/// <summary>Gets the metrics of runs with their statistics.</summary>
[Cmdlet(VerbsCommon.Get, "Metric")]
[OutputType(typeof(Metric))]
public sealed class GetMetricCommand : SeriesReadingCommand
{
    /// <inheritdoc/>
    protected override void Process() => ForEachRun((_, metrics) => WriteObject(metrics, enumerateCollection: true));
}
