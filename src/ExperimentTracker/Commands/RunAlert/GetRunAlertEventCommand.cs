using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Commands;

/// <summary>Gets what alerts have told, the newest first, and what became of its deliveries.</summary>
[Cmdlet(VerbsCommon.Get, "RunAlertEvent")]
[OutputType(typeof(RunAlertEvent))]
public sealed class GetRunAlertEventCommand : TrackerCommand
{
    /// <summary>The alerts: names with wildcards, ids or objects. Without it, all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("Name")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AlertCompleter))]
    public RunAlertIdentity[]? Alert { get; set; }

    /// <summary>Only what concerns these runs.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RunCompleter))]
    public RunIdentity[]? Run { get; set; }

    /// <summary>Only events with a delivery in one of these states.</summary>
    [Parameter]
    [ValidateSet(nameof(AlertDeliveryState.Pending), nameof(AlertDeliveryState.Sending), nameof(AlertDeliveryState.Sent), nameof(AlertDeliveryState.Failed))]
    public string[]? DeliveryState { get; set; }

    /// <summary>The maximum number of events.</summary>
    [Parameter]
    [IntegerTransformation(typeof(int?), Lowest = 1)]
    public int? First { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (Alert is null) Write(ReadStore, null);
        else ForEach(Alert, identity =>
        {
            IExperimentStore store = StoreOf(identity);
            Write(store, [.. identity.FindAll(store, Cancellation).Select(alert => alert.Id)]);
        });
    }

    private void Write(IExperimentStore store, string[]? alerts)
    {
        string[]? runs = Run is null ? null : [.. Run.SelectMany(identity => Checked(identity, store).FindAll(store, Cancellation)).Select(run => run.Id)];
        AlertDeliveryState[]? states = DeliveryState is null ? null : [.. DeliveryState.Select(name => Enum.Parse<AlertDeliveryState>(name, ignoreCase: true))];
        WriteObject(store.Alerts.Events(new() { AlertIds = alerts, RunIds = runs, States = states, First = First }, Cancellation), enumerateCollection: true);
    }
}
