using System.Management.Automation.Runspaces;
using ExperimentTracker.Web;

namespace ExperimentTracker.Dashboards;

/// <summary>A dashboard of this process: the live page about a store.</summary>
public sealed class ExperimentDashboard
{
    private readonly DashboardServer server;
    private readonly IDisposable filters;

    internal ExperimentDashboard(DashboardServer server, IDisposable filters, string store, string storeKey, DashboardLaunch launch, Runspace session)
    {
        (this.server, this.filters, Store, StoreKey, AllowChanges, Session) = (server, filters, store, storeKey, launch.AllowChanges, session);
        TrackingUri = launch.MlflowProject is null ? null : Address.TrimEnd('/');
    }

    /// <summary>The address of the page with its token. Who has it can read the store.</summary>
    public string Url => server.Url.AbsoluteUri;

    /// <summary>The address of the page without its token.</summary>
    public string Address => server.Address.AbsoluteUri;

    /// <summary>The address for clients of MLflow, their MLFLOW_TRACKING_URI; <see langword="null"/> for a dashboard that they cannot use.</summary>
    public string? TrackingUri { get; }

    /// <summary>The token that scripts and clients send, their MLFLOW_TRACKING_TOKEN; <see langword="null"/> if they need none.</summary>
    public string? Token => server.Token;

    /// <summary>The port that the server listens on.</summary>
    public int Port => server.Port;

    /// <summary>The address of the store.</summary>
    public string Store { get; }

    /// <summary>When the server started, in local time.</summary>
    public DateTime StartedAt => server.StartedAt;

    /// <summary>The number of open connections of browsers and scripts.</summary>
    public int Clients => server.Connections;

    /// <summary>Whether the page can change the store.</summary>
    public bool AllowChanges { get; }

    internal string StoreKey { get; }

    internal Runspace Session { get; }

    /// <summary>Returns the address without the token.</summary>
    public override string ToString() => Address;

    internal string NewPageAddress(string page) => server.NewVisit() + page;

    internal void Stop()
    {
        server.Dispose();
        filters.Dispose();
    }
}
