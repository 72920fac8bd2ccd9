using System.Management.Automation;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Dashboards;

namespace ExperimentTracker.Commands;

/// <summary>Starts a dashboard: a live page about a store, for a browser.</summary>
[Cmdlet(VerbsLifecycle.Start, "ExperimentDashboard", SupportsShouldProcess = true)]
[OutputType(typeof(ExperimentDashboard))]
public sealed class StartExperimentDashboardCommand : DashboardCommand
{
    /// <inheritdoc/>
    protected override void End()
    {
        IExperimentStore store = ReadStore;
        if (!ShouldProcess(store.Path, "Start a dashboard")) return;
        ExperimentDashboard started = Start(store);
        WriteObject(started);
        WaitFor(started);
    }
}
