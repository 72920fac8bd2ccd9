using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Rules;
namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that reads series of runs by their keys.</summary>
public abstract class SeriesReadingCommand : RunReadingCommand
{
    private readonly NameTally missing = new();

    /// <summary>Keys, with wildcards; <c>accuracy[setosa]</c> names one series, <c>accuracy</c> all labels. Without it, all.</summary>
    [Parameter(Position = 0)]
    [Alias("Name")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MetricCompleter))]
    public string[]? Key { get; set; }

    /// <summary>Does something for the chosen series of each run; keys that name none are reported by <see cref="End"/>.</summary>
    private protected void ForEachRun(Action<RunToRead, IEnumerable<Metric>> action) => ForEachRun(target =>
    {
        var filter = new SeriesFilter(Key, target.Series);
        action(target, filter.Of(target.Run));
        missing.Add($"Run {target.Run.Path}", filter.Unmatched(target.Run));
    });

    /// <inheritdoc/>
    protected override void End() => ForEach(missing.Errors(RunErrors.MetricNotFound), error => throw error);
}
