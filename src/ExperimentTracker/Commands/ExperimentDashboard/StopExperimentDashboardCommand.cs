using System.Management.Automation;
using ExperimentTracker.Dashboards;
using ExperimentTracker.Sessions;
using ExperimentTracker.Stores;

namespace ExperimentTracker.Commands;

/// <summary>Stops dashboards of this process.</summary>
[Cmdlet(VerbsLifecycle.Stop, "ExperimentDashboard", SupportsShouldProcess = true, DefaultParameterSetName = StoreSet)]
[OutputType(typeof(void))]
public sealed class StopExperimentDashboardCommand : GuardedCommand
{
    private const string StoreSet = "Store";
    private const string DashboardSet = "Dashboard";

    /// <summary>The dashboards, from Get-ExperimentDashboard.</summary>
    [Parameter(ParameterSetName = DashboardSet, Position = 0, Mandatory = true, ValueFromPipeline = true)]
    public ExperimentDashboard[] Dashboard { get; set; } = [];

    /// <summary>Only those of this store: its path or its object. Without it, all.</summary>
    [Parameter(ParameterSetName = StoreSet)]
    public StoreSource? Store { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        string? key = Store is null ? null : StoreResolver.AddressOf(Session, Store)?.Key;
        IEnumerable<ExperimentDashboard> stopping = ParameterSetName == DashboardSet ? Dashboard
            : OpenDashboards.All.Where(dashboard => Store is null || dashboard.StoreKey == key);
        foreach (ExperimentDashboard dashboard in stopping) if (ShouldProcess(dashboard.Address, "Stop the dashboard")) OpenDashboards.Stop(dashboard);
    }
}
