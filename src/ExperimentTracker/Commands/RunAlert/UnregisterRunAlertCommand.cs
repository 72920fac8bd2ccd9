using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Commands;

/// <summary>Deletes alerts, with the record of what they have told.</summary>
[Cmdlet(VerbsLifecycle.Unregister, "RunAlert", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class UnregisterRunAlertCommand : TrackerCommand
{
    /// <summary>The alerts: names with wildcards, ids or objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Name")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AlertCompleter))]
    public RunAlertIdentity[] Alert { get; set; } = [];

    /// <inheritdoc/>
    protected override void Process() => ForEach(Alert, identity =>
    {
        IExperimentStore store = StoreOf(identity);
        ForEach([.. identity.FindAll(store, Cancellation)], found =>
        {
            if (ShouldChange($"alert '{found.Name}'", "Delete with its events")) store.Alerts.Unregister([found.Id], Cancellation);
        });
    });
}
