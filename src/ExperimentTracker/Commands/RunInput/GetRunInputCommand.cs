using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;

namespace ExperimentTracker.Commands;

/// <summary>Gets the inputs of runs.</summary>
[Cmdlet(VerbsCommon.Get, "RunInput")]
[OutputType(typeof(RunInput))]
public sealed class GetRunInputCommand : RunReadingCommand
{
    /// <summary>Only inputs in these roles, with wildcards.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(InputRoleCompleter))]
    public string[]? Role { get; set; }

    /// <summary>Only inputs of this kind.</summary>
    [Parameter]
    public RunInputKind? Kind { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        NamePattern[]? patterns = Wildcards.ParseAll(Role);
        ForEachRun(target => WriteObject(
            patterns.Select(target.Store.Inputs.List([target.Run.Id], Cancellation).Where(i => Kind is null || i.Kind == Kind), i => i.Role ?? ""),
            enumerateCollection: true));
    }
}
