using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;

namespace ExperimentTracker.Commands;

/// <summary>Gets the alerts of a store.</summary>
[Cmdlet(VerbsCommon.Get, "RunAlert")]
[OutputType(typeof(RunAlert))]
public sealed class GetRunAlertCommand : TrackerCommand
{
    /// <summary>The alerts: names with wildcards, ids or objects. Without it, all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("Name")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AlertCompleter))]
    public RunAlertIdentity[]? Alert { get; set; }

    /// <inheritdoc/>
    protected override void Process() =>
        ForEach(Alert ?? [new("*")], identity => WriteObject(identity.FindAll(StoreOf(identity), Cancellation), enumerateCollection: true));
}
