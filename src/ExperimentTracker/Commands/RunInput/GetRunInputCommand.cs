using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Gets what runs consumed.</summary>
[Cmdlet(VerbsCommon.Get, "RunInput")]
[OutputType(typeof(RunInput))]
public sealed class GetRunInputCommand : RunReadingCommand
{
    /// <summary>In these roles only, with wildcards.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(InputRoleCompleter))]
    public string[]? Role { get; set; }

    /// <summary>Of this kind only.</summary>
    [Parameter]
    public RunInputKind? Kind { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        NamePattern[]? patterns = Wildcards.ParseAll(Role);
        ForEachRun(target => WriteObject(
            target.Store.Inputs.List([target.Run.Id], Cancellation).Where(i => patterns.FitAny(i.Role ?? "") && (Kind is null || i.Kind == Kind)),
            enumerateCollection: true));
    }
}
