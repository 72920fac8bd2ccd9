using System.Management.Automation;
using ExperimentTracker.Dashboards;
using ExperimentTracker.Sessions;
using ExperimentTracker.Stores;

namespace ExperimentTracker.Commands;

/// <summary>Gets the dashboards of this process.</summary>
[Cmdlet(VerbsCommon.Get, "ExperimentDashboard")]
[OutputType(typeof(ExperimentDashboard))]
public sealed class GetExperimentDashboardCommand : GuardedCommand
{
    /// <summary>Only those of this store: its path or its object.</summary>
    [Parameter(Position = 0)]
    public StoreSource? Store { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        string? key = Store is null ? null : StoreResolver.AddressOf(Session, Store)?.Key;
        WriteObject(OpenDashboards.All.Where(dashboard => Store is null || dashboard.StoreKey == key), enumerateCollection: true);
    }
}
