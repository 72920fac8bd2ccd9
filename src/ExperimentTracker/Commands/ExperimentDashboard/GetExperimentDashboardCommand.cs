using System.Management.Automation;
using ExperimentTracker.Dashboards;

namespace ExperimentTracker.Commands;

/// <summary>Gets the dashboards of this process.</summary>
[Cmdlet(VerbsCommon.Get, "ExperimentDashboard")]
[OutputType(typeof(ExperimentDashboard))]
public sealed class GetExperimentDashboardCommand : StoreSelectingCommand
{
    /// <inheritdoc/>
    protected override void Process() => WriteSelected(OpenDashboards.All, dashboard => dashboard.StoreKey);
}
