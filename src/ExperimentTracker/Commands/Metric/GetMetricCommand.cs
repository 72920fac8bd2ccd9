using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Gets the metrics of runs with their kept statistics.</summary>
[Cmdlet(VerbsCommon.Get, "Metric")]
[OutputType(typeof(Metric))]
public sealed class GetMetricCommand : RunReadingCommand
{
    private readonly NameTally missing = new();

    /// <summary>Keys, with wildcards; <c>accuracy[setosa]</c> names one series, <c>accuracy</c> all labels. Without it, all.</summary>
    [Parameter(Position = 0)]
    [Alias("Name")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MetricCompleter))]
    public string[]? Key { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ForEachRun(target =>
    {
        var filter = new SeriesFilter(Key, target.Series);
        WriteObject(filter.Of(target.Run), enumerateCollection: true);
        missing.Add($"Run {target.Run.Path}", filter.Unmatched(target.Run));
    });

    /// <inheritdoc/>
    protected override void End() => ForEach(missing.Errors(RunErrors.MetricNotFound), error => throw error);
}
