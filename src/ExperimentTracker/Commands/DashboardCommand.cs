using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Net;
using System.Security;
using ExperimentTracker.Binding;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Dashboards;

namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that starts a dashboard of a store.</summary>
public abstract class DashboardCommand : TrackerCommand
{
    /// <summary>The port to listen on. Defaults to a free one.</summary>
    [Parameter]
    [IntegerTransformation(typeof(int), Lowest = 1, Highest = IPEndPoint.MaxPort)]
    [PSDefaultValue(Help = "a free port")]
    public int Port { get; set; }

    /// <summary>The IP address to listen on, for access from other machines; it needs -Token. Defaults to the loopback address.</summary>
    [Parameter]
    [PSDefaultValue(Help = "127.0.0.1")]
    public IPAddress? ListenAddress { get; set; }

    /// <summary>The token that requests need, of at least 16 characters. Defaults to a random one.</summary>
    [Parameter]
    [PSDefaultValue(Help = "a random token")]
    public SecureString? Token { get; set; }

    /// <summary>The address under which a proxy makes the page public: https://host/prefix/.</summary>
    [Parameter]
    public Uri? PublicAddress { get; set; }

    /// <summary>Lets the page change tags, descriptions, names, stages and aliases, and remove and restore runs. Otherwise it only reads.</summary>
    [Parameter]
    public SwitchParameter AllowChanges { get; set; }

    /// <summary>Serves the page until the command is stopped with Ctrl+C, and ends the dashboard then.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    private protected virtual DashboardLaunch Launch => new() { Port = Port, ListenAddress = ListenAddress, Token = Token, PublicAddress = PublicAddress, AllowChanges = AllowChanges };

    /// <inheritdoc/>
    protected override void Begin() => Launch.Check();

    private protected ExperimentDashboard Start(IExperimentStore store)
    {
        ExperimentDashboard started = Launch.Start(store, Runspace.DefaultRunspace, Cancellation);
        if (Launch.IsRemote && PublicAddress is not { Scheme: "https" })
        {
            WriteWarning(
                "The dashboard can be reached from other machines, and what it sends is not encrypted: the token too. Listen on the loopback address behind a proxy " +
                "with TLS, such as Caddy or nginx, and name its address with -PublicAddress.");
        }

        return started;
    }

    private protected void WaitFor(ExperimentDashboard dashboard)
    {
        if (!Wait) return;
        try
        {
            Cancellation.WaitHandle.WaitOne();
        }
        finally
        {
            OpenDashboards.Stop(dashboard);
        }
    }
}
