using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Rules;
namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that reads series of runs by their keys.</summary>
public abstract class SeriesReadingCommand : RunReadingCommand
{
    private readonly MissingNames missing = new();

    /// <summary>Keys, with wildcards; <c>accuracy[setosa]</c> selects one series, <c>accuracy</c> all labels. Without it, all.</summary>
    [Parameter(Position = 0)]
    [Alias("Name")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MetricCompleter))]
    public string[]? Key { get; set; }

    /// <summary>Calls an action for the selected series of each run; keys without a match are reported by <see cref="End"/>.</summary>
    private protected void ForEachRun(Action<RunToRead, IEnumerable<Metric>> action) => ForEachRun(target =>
    {
        var filter = new SeriesFilter(Key, target.Series);
        action(target, filter.Of(target.Run));
        missing.Add($"Run {target.Run.Path}", filter.Unmatched(target.Run));
    });

    /// <inheritdoc/>
    protected override void End() => ForEach(missing.Errors(RunErrors.MetricNotFound), error => throw error);
}
