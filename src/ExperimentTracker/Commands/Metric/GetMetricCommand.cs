using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Gets the metrics of runs with their kept statistics.</summary>
[Cmdlet(VerbsCommon.Get, "Metric")]
[OutputType(typeof(Metric))]
public sealed class GetMetricCommand : RunReadingCommand
{
    /// <summary>Keys, with wildcards; <c>accuracy[setosa]</c> names one series, <c>accuracy</c> all labels. Without it, all.</summary>
    [Parameter(Position = 0)]
    [Alias("Name")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MetricCompleter))]
    public string[]? Key { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ForEach(TargetRuns(), run =>
    {
        var filter = new SeriesFilter(Key);
        WriteObject(filter.Of(run), enumerateCollection: true);
        ForEach(filter.Unmatched(run), key => throw RunErrors.MetricNotFound(key, run.Path));
    });
}
