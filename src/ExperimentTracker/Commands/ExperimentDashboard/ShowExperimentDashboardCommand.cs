using System.Management.Automation;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Dashboards;

namespace ExperimentTracker.Commands;

/// <summary>Opens the live page about a store in the browser. A dashboard of the store that runs in this process is used, or else one is started.</summary>
[Cmdlet(VerbsCommon.Show, "ExperimentDashboard")]
[OutputType(typeof(ExperimentDashboard))]
public sealed class ShowExperimentDashboardCommand : DashboardCommand
{
    private readonly List<object> shown = [];
    private IExperimentStore? used;

    /// <summary>What the page shows: runs, experiments, a model or a version of one. Several runs are compared. Without it, the home page.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    public PSObject[]? InputObject { get; set; }

    /// <summary>Does not open a browser, and returns the dashboard with its address instead.</summary>
    [Parameter]
    public SwitchParameter NoBrowser { get; set; }

    /// <summary>Returns the dashboard.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (InputObject is null) return;
        IExperimentStore store = ReadStore;
        if (used is not null && used != store) throw StoreErrors.SourcesDiffer(used.Path, store.Path);
        used = store;
        shown.AddRange(InputObject.Select(item => item.BaseObject is PSCustomObject ? item : item.BaseObject));
    }

    /// <inheritdoc/>
    protected override void End()
    {
        IExperimentStore store = used ?? ReadStore;
        string page = DashboardPages.Of(shown, store, Cancellation);
        ExperimentDashboard dashboard = OpenDashboards.All.LastOrDefault(Fits) ?? Start(store);
        bool isOpen = !NoBrowser && BrowserWindow.TryOpen(dashboard.NewPageAddress(page));
        if (!NoBrowser && !isOpen) WriteMessage($"No browser was found. Open this address: {dashboard.Url}{page}");
        if (PassThru || NoBrowser) WriteObject(dashboard);
        WaitFor(dashboard);

        bool Fits(ExperimentDashboard running) => running.StoreKey == store.Address.Key && running.AllowChanges == AllowChanges.IsPresent
            && (Port == 0 || running.Port == Port) && ListenAddress is null && Token is null && PublicAddress is null;
    }
}
