using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Commands;

/// <summary>Gets the parameters of runs.</summary>
[Cmdlet(VerbsCommon.Get, "RunParameter")]
[OutputType(typeof(RunParameter))]
public sealed class GetRunParameterCommand : RunReadingCommand
{
    private readonly MissingNames missing = new();

    /// <summary>Names, with wildcards. Without it, all.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ParameterCompleter))]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ForEachRun(target =>
    {
        NamePattern[]? patterns = Wildcards.ParseAll(Name);
        IReadOnlyList<RunParameter> parameters = target.Store.Parameters.List([target.Run.Id], Cancellation);
        WriteObject(patterns.Select(parameters, p => p.Name), enumerateCollection: true);
        missing.Add($"Run {target.Run.Path}", Wildcards.Unmatched(Name, parameters.Select(p => p.Name)));
    });

    /// <inheritdoc/>
    protected override void End() => ForEach(missing.Errors(RunErrors.ParameterNotFound), error => throw error);
}
