using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Metrics;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Commands;

/// <summary>Gets the distributions of runs, by key and step.</summary>
[Cmdlet(VerbsCommon.Get, "Distribution")]
[OutputType(typeof(Distribution))]
public sealed class GetDistributionCommand : RunReadingCommand
{
    private readonly MissingNames missing = new();

    /// <summary>Keys, with wildcards. Without it, all.</summary>
    [Parameter(Position = 0)]
    [Alias("Name")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DistributionCompleter))]
    public string[]? Key { get; set; }

    /// <summary>The lowest step to return.</summary>
    [Parameter]
    [StepTransformation(typeof(long), Lowest = 0)]
    public long FirstStep { get; set; }

    /// <summary>The highest step to return.</summary>
    [Parameter]
    [StepTransformation(typeof(long), Lowest = 0)]
    public long LastStep { get; set; } = long.MaxValue;

    /// <summary>Returns only the distribution of the highest of these steps, for each key.</summary>
    [Parameter]
    public SwitchParameter Last { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ForEachRun(target =>
    {
        NamePattern[]? patterns = Wildcards.ParseAll(Key);
        IReadOnlyList<string> keys = target.Store.Distributions.Keys(target.Run.Id, Cancellation);
        missing.Add($"Run {target.Run.Path}", Wildcards.Unmatched(Key, keys));
        var query = new DistributionQuery
        {
            RunId = target.Run.Id,
            Keys = patterns is null ? null : [.. patterns.Select(keys, key => key)],
            FirstStep = FirstStep,
            LastStep = LastStep,
            LastOnly = Last,
        };
        ForEach(target.Store.Distributions.Query(query, Cancellation), WriteObject);
    });

    /// <inheritdoc/>
    protected override void End() => ForEach(missing.Errors(DistributionErrors.NotFound), error => throw error);
}
