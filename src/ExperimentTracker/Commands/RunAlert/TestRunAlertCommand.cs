using System.Management.Automation;
using ExperimentTracker.Alerts;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;

namespace ExperimentTracker.Commands;

/// <summary>Sends a test message through the deliveries of alerts, without recording it.</summary>
[Cmdlet(VerbsDiagnostic.Test, "RunAlert")]
[OutputType(typeof(AlertEventDelivery))]
public sealed class TestRunAlertCommand : TrackerCommand
{
    /// <summary>The alerts: names with wildcards, ids or objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Name")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AlertCompleter))]
    public RunAlertIdentity[] Alert { get; set; } = [];

    /// <summary>Runs the script block of an action too.</summary>
    [Parameter]
    public SwitchParameter AllowScript { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ForEach(Alert, identity =>
    {
        IExperimentStore store = StoreOf(identity);
        using AlertSender sender = SessionSender.Create(this, AllowScript, null, RememberSource, store.Time);
        foreach (RunAlert found in identity.FindAll(store, Cancellation)) WriteObject(AlertTester.Send(store, sender, found, Cancellation), enumerateCollection: true);
    });
}
